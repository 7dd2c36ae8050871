// A bundle that loads another one says what is wrong where that is missing, or of another version: an upgrade has replaced it meanwhile.

/** What stands at the end of each bundle that others load. */
const stampOf = (version) => `module.exports.__version=${JSON.stringify(version)};\n`;

/** Its words stand in place of a stack: it is no fault of ours. */
const loaderOf = (version) =>
  `var __part=f=>{let m,w;
try{m=require(f)}catch(e){if(e.code!=="ENOENT"&&!String(e.message).startsWith("Cannot find module '"+f+"'"))throw e;w="missing"}
if(!w&&m.__version===${JSON.stringify(version)})return m;
let e=new Error("podwatch was updated while it ran: its file "+f.replace(/^[./]+/,"")+" is "+(w||"of another version")+". Start it again.");
e.stack=e.message;throw e};
`.replaceAll('\n', '');

/**
 * The text of a bundle whose loading of others is guarded. `isPart`: others load it. A version stands for its files: what was built
 * again of the same sources is taken for the same.
 */
export function guardParts(text, version, isPart) {
  const guarded = text.replace(/\brequire\((?="\.{1,2}\/[^"]+\.js"\))/g, '__part(');
  const loads = guarded === text ? guarded : guarded.replace('"use strict";', (strict) => strict + loaderOf(version));
  return isPart ? loads + stampOf(version) : loads;
}
