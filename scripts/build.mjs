// Bundles src/ into dist/: one file for the CLI, one for the Pod process, one a command.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { guardParts } from './guardParts.mjs';
import { builtinsWhenUsed, LATE_BUILTINS, packagesWhenUsed, schemasWhenUsed } from './loadedWhenUsed.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const src = path.join(root, 'src');
const dist = path.join(root, 'dist');

function filesIn(directory) {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(directory, entry.name);
    if (entry.isDirectory()) return filesIn(file);
    return entry.name.endsWith('.ts') ? [file] : [];
  });
}

/** Whatever `src/` imports dynamically, by its path: what only some processes need, each command among it. */
function lateParts() {
  const found = filesIn(src).flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\bimport\('(\.{1,2}\/[^'$]+)'\)/g)].map(([, link]) =>
      path.resolve(path.dirname(file), `${link}.ts`),
    ),
  );
  return [...new Set(found)];
}

/**
 * A dynamic import of a file of ours stays a `require` of its own bundle, so that a command loads only its own code.
 * @param root the way from the bundle's directory to the one that holds all of them.
 */
const latePartsStaySeparate = (root) => ({
  name: 'late-parts-stay-separate',
  setup(builder) {
    builder.onResolve({ filter: /^\.{1,2}\// }, (args) => {
      if (args.kind !== 'dynamic-import' || !args.importer.startsWith(src)) return undefined;
      return { path: `${root}/${path.relative(src, path.resolve(args.resolveDir, args.path))}.js`, external: true };
    });
  },
});

/**
 * blessed requires its widgets by computed names, which a bundle cannot follow, and contrib (and a branch of
 * unicode.js that we never reach) requires all of blessed for the sake of two classes.
 */
const blessedInParts = {
  name: 'blessed-in-parts',
  setup(builder) {
    builder.onResolve({ filter: /^(blessed|\.\.\/)$/ }, (args) =>
      /node_modules[\\/](blessed-contrib[\\/]|blessed[\\/]lib[\\/]unicode\.js$)/.test(args.importer)
        ? { path: 'blessed', namespace: 'blessed-in-parts' }
        : undefined,
    );
    builder.onLoad({ filter: /.*/, namespace: 'blessed-in-parts' }, () => ({
      resolveDir: root,
      contents: "exports.Node = require('blessed/lib/widgets/node'); exports.Box = require('blessed/lib/widgets/box');",
    }));
  },
};

/** The SDK's own default writes code from schemas with a large library; our server names another validator. */
const noSchemaCompiler = {
  name: 'no-schema-compiler',
  setup(builder) {
    builder.onResolve({ filter: /validation\/ajv-provider\.js$/ }, () => ({
      path: 'none',
      namespace: 'no-schema-compiler',
    }));
    builder.onLoad({ filter: /.*/, namespace: 'no-schema-compiler' }, () => ({
      contents: 'export class AjvJsonSchemaValidator {}',
    }));
  },
};

/**
 * These have their schemas from a bundle that they share, and are a third shorter: they are over at once, or load it while it is
 * theirs. Whatever lives for days holds its own, as an upgrade may replace the files meanwhile.
 */
const SHARE_SCHEMAS = new Set(
  ['attach.ts', 'send.ts', 'status.ts', 'line/completeLine.ts'].map((file) => path.join(src, 'commands', file)),
);

/** No file of ours does anything by being loaded: what a bundle uses nothing of, it does not hold. */
const onlyWhatIsUsed = {
  name: 'only-what-is-used',
  setup(builder) {
    builder.onResolve({ filter: /^\.{1,2}\// }, (args) => {
      if (args.kind !== 'import-statement' || !args.importer.startsWith(src)) return undefined;
      const file = `${path.resolve(args.resolveDir, args.path)}.ts`;
      return existsSync(file) ? { path: file, sideEffects: false } : undefined;
    });
  },
};

/**
 * Node's own clock loads a dozen of its modules at its first use; that of the process is as even, and there. Of a module of Node
 * esbuild copies every name, once a file that imports it; one object before it does.
 */
const CHEAPER = {
  define: { 'performance.now': '__now' },
  banner: { js: '"use strict";var __now=()=>process.uptime()*1e3,__node=m=>({__proto__:m,default:m});' },
};

function lighten(text) {
  const late = LATE_BUILTINS.map((id) => path.basename(id)).join('|');
  const copy = new RegExp(`__toESM\\((require\\("node:[^"]+"\\)|require_(?:${late})\\d*\\(\\))\\)`, 'g');
  return text.replace(copy, '__node($1)');
}

/** What every bundle of ours has in common; tests bundle their programs with it too. */
export const bundleOptions = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // Start-up pays for each byte that is parsed: no blanks, and of rxjs and valibot only what is used.
  minifySyntax: true,
  minifyWhitespace: true,
  mainFields: ['module', 'main'],
  alias: { rxjs: path.join(root, 'node_modules', 'rxjs', 'dist', 'esm', 'index.js') },
  // `import()` of a CommonJS file has Node parse it twice (the second time for its export names); `require` does not.
  supported: { 'dynamic-import': false },
  legalComments: 'none',
  logLevel: 'warning',
  // Native code cannot be bundled; term.js and pty.js are optional parts of blessed that we never use.
  external: ['@lydell/node-pty', 'term.js', 'pty.js'],
  plugins: [
    builtinsWhenUsed,
    packagesWhenUsed,
    schemasWhenUsed(null),
    onlyWhatIsUsed,
    blessedInParts,
    noSchemaCompiler,
  ],
};

/** What is started as a process of its own. */
const programs = [
  'cli.ts',
  'pod/podMain.ts',
  'demo/scriptedAgent.ts',
  'search/searchWorker.ts',
  'store/aheadWorker.ts',
  'places/foreign/databaseWorker.ts',
].map((file) => path.join(src, file));

export async function build() {
  const parts = new Set(lateParts());
  const files = [...new Set([...programs, ...parts])];
  const wayUp = (file) => path.relative(path.dirname(file), src) || '.';
  const groups = new Map();
  for (const file of files) {
    const group = `${wayUp(file)} ${SHARE_SCHEMAS.has(file)}`;
    groups.set(group, [...(groups.get(group) ?? []), file]);
  }
  const results = await Promise.all(
    [...groups.values()].map((entryPoints) => {
      const root = wayUp(entryPoints[0]);
      const shared = SHARE_SCHEMAS.has(entryPoints[0]) ? `${root}/protocol/schemas.js` : null;
      return esbuild.build({
        ...bundleOptions,
        ...CHEAPER,
        define: { ...CHEAPER.define, WAY_TO_DIST: JSON.stringify(root) },
        plugins: [latePartsStaySeparate(root), schemasWhenUsed(shared), ...bundleOptions.plugins],
        entryPoints,
        outbase: src,
        outdir: dist,
        metafile: true,
        write: false,
      });
    }),
  );
  const built = results.flatMap(({ outputFiles }) =>
    outputFiles.map((file) => {
      const source = path.join(src, path.relative(dist, file.path).replace(/\.js$/, '.ts'));
      return [file.path, inAscii(guardParts(lighten(file.text), version, parts.has(source)))];
    }),
  );
  const inputs = results.flatMap(({ metafile }) => Object.keys(metafile.inputs));
  const all = new Map([...built, [path.join(dist, 'LICENSES.txt'), licences(inputs)]]);
  const cli = path.join(dist, 'cli.js');
  all.set(cli, begunByShell(all.get(cli)));
  for (const [file, text] of all) replaceFile(file, text, file === cli ? 0o755 : 0o644);
  dropOthers(dist, all);
}

/**
 * Whoever loads it meanwhile has the old file or the new one: a Pod's program that is found empty ends at once, without a word,
 * and as if all was well. One that is the same stays, and with it what is kept of its compiled code.
 */
function replaceFile(file, text, mode) {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  mkdirSync(path.dirname(file), { recursive: true });
  const fresh = `${file}.${process.pid}.new`;
  writeFileSync(fresh, text, { mode });
  renameSync(fresh, file);
}

/** What an earlier build has left. */
function dropOthers(directory, built) {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const file = path.join(directory, entry.name);
    if (entry.isDirectory()) dropOthers(file, built);
    else if (!built.has(file)) rmSync(file, { force: true });
  }
  if (readdirSync(directory).length === 0) rmdirSync(directory);
}

/** Node keeps the text of a bundle in memory, and one character beyond Latin-1 (esbuild leaves those of a pattern) doubles all of it. */
function inAscii(text) {
  // A backslash before it meant the character itself.
  return text.replace(/(\\*)([^\x00-\x7f])/g, (_, slashes, unit) => {
    const code = unit.charCodeAt(0).toString(16).padStart(4, '0');
    return `${slashes.slice(slashes.length % 2)}\\u${code}`;
  });
}

/**
 * A shell begins the installed command: it says which limit of open files it has found, which Node raises before any code of
 * ours runs, and becomes Node. The file of NODE_EXTRA_CA_CERTS, which Node 20 reads at each start, it hands on under another name
 * (`src/loading/extraRoots.ts`, which has the same conditions). To Node its second line is a string and a comment.
 */
function begunByShell(text) {
  const begin = [
    `case "\${NODE_OPTIONS:+,}\${NODE_EXTRA_CA_CERTS-}" in *[!A-Za-z0-9_/.+@-]*) ;;`,
    '/*) export PODWATCH_EXTRA_CA_CERTS="$NODE_EXTRA_CA_CERTS"; unset NODE_EXTRA_CA_CERTS;; esac;',
    'PODWATCH_OPEN_FILES="$$:$(ulimit -Sn)" exec node "$0" "$@"',
  ].join(' ');
  return text.replace(/^#!.*\n/, () => `#!/bin/sh\n':' //; ${begin}\n`);
}

/** Of every package of which a bundle holds a part: its name, version, licence and the text of it. */
function licences(inputs) {
  const names = inputs.flatMap(
    (input) => /(?:^|.*\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.slice(0, 1) ?? [],
  );
  const texts = [...new Set(names)].sort().map((folder) => {
    const directory = path.join(root, folder.replace(/^.*?(?=node_modules\/)/, ''));
    const { name, version, license } = JSON.parse(readFileSync(path.join(directory, 'package.json'), 'utf8'));
    const file = readdirSync(directory).find((each) => /^(licen[cs]e|copying)/i.test(each));
    const text = file === undefined ? '' : readFileSync(path.join(directory, file), 'utf8').trim();
    return `${name} ${version}: ${license ?? 'see below'}\n\n${text}`;
  });
  const line = `\n\n${'-'.repeat(80)}\n\n`;
  return `Parts of these packages are in the files beside this one.${line}${texts.join(line)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
