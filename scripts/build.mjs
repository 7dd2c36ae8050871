// Bundles src/ into dist/: one file for the CLI, one for the Pod process, one a command.
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Parts of a program that only some of its processes need. */
const loadedLate = ['pod/terminal/liveTerminalPod', 'pod/agent/liveAgentPod'];

/** A dynamic import of a command, or of such a part, stays a `require` of its own file, so that a command loads only its own code. */
const commandsStaySeparate = {
  name: 'commands-stay-separate',
  setup(builder) {
    builder.onResolve({ filter: /^\.{1,2}\// }, (args) => {
      if (args.kind !== 'dynamic-import') return undefined;
      const target = path.relative(path.join(root, 'src'), path.resolve(args.resolveDir, args.path));
      if (!target.startsWith(`commands${path.sep}`) && !loadedLate.includes(target)) return undefined;
      const from = path.dirname(path.relative(path.join(root, 'src'), args.importer));
      const link = path.relative(from, target);
      return { path: `${link.startsWith('.') ? link : `./${link}`}.js`, external: true };
    });
  },
};

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
  plugins: [commandsStaySeparate, blessedInParts],
};

/** What is started as a process of its own. */
const programs = ['cli.ts', 'pod/podMain.ts', 'demo/scriptedAgent.ts'].map((file) => path.join(root, 'src', file));

export async function build() {
  const parts = loadedLate.map((part) => path.join(root, 'src', `${part}.ts`));
  const commands = readdirSync(path.join(root, 'src', 'commands'))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => path.join(root, 'src', 'commands', file));
  const outdir = path.join(root, 'dist');
  await esbuild.build({
    ...bundleOptions,
    entryPoints: [...programs, ...parts, ...commands],
    outbase: path.join(root, 'src'),
    outdir,
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  rmSync(path.join(root, 'dist'), { recursive: true, force: true });
  await build();
}
