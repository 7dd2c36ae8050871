// The same commands under other releases of Node: `BENCH_NODES=/path/to/node:…` names their programs.
import { spawnSync } from 'node:child_process';
import { CLI, makeBenchHome, podName, storeStoppedPods } from './benchHome.mjs';
import { absent, figure } from './figure.mjs';
import { pickerRun } from './pickerRun.mjs';
import { timedRun } from './processCost.mjs';
import { interleaved } from './statistics.mjs';

const PODS = 1000;

export const title = `releases of Node, ${PODS} stopped Pods`;

/** What is measured under each; the words are those of the rows. */
const SUBJECTS = {
  'node -e 0': (node, home) => timedRun([node, '-e', '0'], home.env),
  'ls --json': (node, home) => timedRun([node, CLI, 'ls', '--json'], home.env),
  '-r, first page': async (node, home) => {
    const under = { ...home, podwatch: (...words) => [node, CLI, ...words] };
    return (await pickerRun(under, { first: [podName(PODS - 1)] })).first;
  },
};

const versionOf = (node) => spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim().slice(1);

export async function run({ rounds = 9 }) {
  const others = (process.env.BENCH_NODES ?? '').split(':').filter((file) => file !== '');
  if (others.length === 0) return [absent('nodes', 'other releases (BENCH_NODES)')];
  const nodes = [process.execPath, ...others].map((node) => ({ node, version: versionOf(node) }));
  const home = makeBenchHome();
  storeStoppedPods(home, PODS);
  const key = (version, what) => `Node ${version}: ${what}`;
  const subjects = Object.entries(SUBJECTS).flatMap(([what, measure]) =>
    nodes.map(({ node, version }) => [key(version, what), () => measure(node, home)]),
  );
  // Each keeps its own compiled code, from its first run on.
  const samples = await interleaved(Object.fromEntries(subjects), rounds, 2);
  await home.close();
  const own = nodes[0].version;
  return Object.keys(SUBJECTS).flatMap((what) =>
    nodes.map(({ version }) =>
      figure({
        row: 'nodes',
        what: key(version, what),
        samples: samples[key(version, what)],
        ...(version !== own && { beside: { name: `Node ${own}`, samples: samples[key(own, what)] } }),
      }),
    ),
  );
}
