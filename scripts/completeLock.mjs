// Adds to package-lock.json the optional packages of other platforms that npm left out, because `npm ci` refuses a lock
// without them. To be run after `npm install` against a registry that does not carry every platform's packages; another
// lock than that of the project is named by its path.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const OPERATING_SYSTEMS = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const PROCESSORS = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64', 'wasm32'];

/** What a platform package says of itself stands in its name too: `@scope/tool-linux-x64-musl`. */
function platformOf(name) {
  const words = name.split('/').at(-1).split('-');
  const os = words.includes('windows') ? 'win32' : OPERATING_SYSTEMS.find((each) => words.includes(each));
  const cpu = PROCESSORS.find((each) => words.some((word) => word === each || word.startsWith(`${each}eabi`)));
  const libc = words.some((word) => word.startsWith('musl')) ? 'musl' : words.includes('gnu') ? 'glibc' : undefined;
  if (cpu === undefined || (os === undefined && cpu !== 'wasm32')) return null;
  return {
    cpu: [cpu],
    ...(os === 'linux' && libc !== undefined && { libc: [libc] }),
    ...(os !== undefined && { os: [os] }),
  };
}

const [named = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), 'package-lock.json')] =
  process.argv.slice(2);
const file = path.resolve(named);
const lock = JSON.parse(readFileSync(file, 'utf8'));
const added = {};
for (const [parent, { optionalDependencies = {}, dev }] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const places = [`node_modules/${name}`, `${parent}/node_modules/${name}`];
    if (places.some((place) => place in lock.packages) || !/^\d/.test(version)) continue;
    const platform = platformOf(name);
    if (platform === null) throw new Error(`Cannot tell the platform of ${name}: add it to this script.`);
    added[places[0]] = { version, ...(dev && { dev }), optional: true, ...platform };
  }
}
const entries = Object.entries({ ...lock.packages, ...added }).sort(([a], [b]) => a.localeCompare(b, 'en'));
lock.packages = Object.fromEntries(entries);
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${Object.keys(added).length} packages added.`);
