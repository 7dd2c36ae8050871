// What a bundle holds and does not run before one of its exports is used: modules of Node, packages, schemas.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const src = path.join(root, 'src');

/** Of Node's own modules those that cost milliseconds to load, and that many a run of a command never comes to need. */
export const LATE_BUILTINS = [
  'assert',
  'child_process',
  'crypto',
  'fs/promises',
  'http',
  'https',
  'net',
  'os',
  'readline',
  'timers/promises',
  'worker_threads',
  'zlib',
];

/** Loads them at the first use of one of their exports. */
export const builtinsWhenUsed = {
  name: 'builtins-when-used',
  setup(builder) {
    builder.onResolve({ filter: new RegExp(`^(node:)?(${LATE_BUILTINS.join('|')})$`) }, ({ path: id, namespace }) => {
      if (namespace === 'builtins-when-used') return { path: id, external: true };
      return { path: id.replace(/^node:/, ''), namespace: 'builtins-when-used' };
    });
    builder.onLoad({ filter: /.*/, namespace: 'builtins-when-used' }, ({ path: id }) => {
      const names = Object.keys(createRequire(import.meta.url)(`node:${id}`)).filter((name) =>
        /^[a-z]\w*$/i.test(name),
      );
      const getters = names.map((name) => `get ${name}() { return require('node:${id}').${name}; }`);
      return { contents: `module.exports = { ${getters.join(', ')} };` };
    });
  },
};

/**
 * Run at the first use of one of their exports: what only a pane that is not on the first page needs, and what a Pod needs only
 * when its name is its own.
 */
const LATE_PACKAGES = {
  '@lydell/node-pty': ['spawn'],
  '@xterm/headless': ['Terminal'],
  'blessed-contrib/lib/widget/charts/line': ['default'],
  'blessed-contrib/lib/widget/gauge': ['default'],
  'blessed-contrib/lib/widget/sparkline': ['default'],
  diff: ['diffArrays'],
  marked: ['Marked'],
};

export const packagesWhenUsed = {
  name: 'packages-when-used',
  setup(builder) {
    builder.onResolve(
      { filter: new RegExp(`^(${Object.keys(LATE_PACKAGES).join('|')})$`) },
      ({ path: id, namespace }) =>
        namespace === 'packages-when-used' ? undefined : { path: id, namespace: 'packages-when-used' },
    );
    builder.onLoad({ filter: /.*/, namespace: 'packages-when-used' }, ({ path: id }) => {
      const getters = LATE_PACKAGES[id].map((name) => {
        const exported = name === 'default' ? `require('${id}')` : `require('${id}').${name}`;
        return `get ${name}() { return ${exported}; }`;
      });
      return { resolveDir: root, contents: `module.exports = { __esModule: true, ${getters.join(', ')} };` };
    });
  },
};

/**
 * Whatever holds schemas is run at the first use of one of its exports: most commands read all that they hear by hand
 * (`plainEvent`), and need neither the schemas nor their library. `shared`: from which bundle they are had; null: from one's own.
 */
export const schemasWhenUsed = (shared) => ({
  name: 'schemas-when-used',
  setup(builder) {
    builder.onResolve({ filter: /^\.{1,2}\// }, (args) => {
      if (args.path === shared && args.namespace === 'schemas-when-used') return { path: shared, external: true };
      if (args.kind !== 'import-statement' || !args.importer.startsWith(src)) return undefined;
      const file = `${path.resolve(args.resolveDir, args.path)}.ts`;
      const isLate = file.startsWith(path.join(src, 'protocol')) && existsSync(file) && holdsSchemas(file);
      return isLate ? { path: file, namespace: 'schemas-when-used', sideEffects: false } : undefined;
    });
    builder.onLoad({ filter: /.*/, namespace: 'schemas-when-used' }, ({ path: file }) => {
      const text = readFileSync(file, 'utf8');
      const names = [...text.matchAll(/^export (?:const|class|(?:async )?function) (\w+)/gm)].map(([, name]) => name);
      const own = `require(${JSON.stringify(file)})`;
      const load = shared === null ? own : `require(${JSON.stringify(shared)}).${path.basename(file, '.ts')}`;
      const getters = names.map((name) => `get ${name}() { return late().${name}; }`);
      // Each `require` of a module that is bundled makes a copy of all its exports.
      const late = `let known; const late = () => (known ??= ${load});`;
      return {
        resolveDir: path.dirname(file),
        contents: `${late} module.exports = { __esModule: true, ${getters.join(', ')} };`,
      };
    });
  },
});

function holdsSchemas(file) {
  return readFileSync(file, 'utf8').includes("from 'valibot'");
}
