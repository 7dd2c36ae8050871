// From the command to its complete first page, over stopped Pods, against the start of Node itself; and cost against size.
import { makeBenchHome, podName, storeStoppedPods } from './benchHome.mjs';
import { figure } from './figure.mjs';
import { pickerRun } from './pickerRun.mjs';
import { nodeFloor, timedRun } from './processCost.mjs';
import { interleaved } from './statistics.mjs';

const PODS = 1000;
const PAGE = 10;
const FLOOR = 'node -e 0';

export const title = `start-up, ${PODS} stopped Pods, to the complete first page`;

const TARGETS = { 'ls --json': 2.5, '-r': 4 };

export async function run({ rounds = 15, wants }) {
  const home = makeBenchHome();
  storeStoppedPods(home, PODS);
  const newest = Array.from({ length: PAGE }, (_, index) => podName(PODS - 1 - index));
  const rows = {
    '--version': () => timedRun(home.podwatch('--version'), home.env),
    ls: async () => {
      const done = await timedRun(home.podwatch('ls', '--all'), home.env);
      if (!done.output.includes(podName(0))) throw new Error(`ls did not show every Pod: ${done.output.slice(0, 500)}`);
      return done;
    },
    'ls --json': () => listedAll(home, PODS),
    '-r': async () => (await pickerRun(home, { first: newest })).first,
  };
  const asked = Object.fromEntries(Object.entries(rows).filter(([name]) => wants(name)));
  const samples = await interleaved({ [FLOOR]: () => nodeFloor(home.env), ...asked }, rounds);
  await home.close();
  const beside = { name: FLOOR, samples: samples[FLOOR] };
  const figures = Object.entries(samples).map(([name, values]) =>
    name === FLOOR
      ? figure({ row: `start-up/${name}`, what: FLOOR, samples: values })
      : figure({
          row: `start-up/${name}`,
          what: `podwatch ${name}`,
          samples: values,
          beside,
          target: TARGETS[name] === undefined ? null : { most: TARGETS[name], of: 'ratio' },
        }),
  );
  if (wants('sizes')) figures.push(...(await sizes(rounds, 'ls --json', listedAll)));
  if (wants('-r sizes')) figures.push(...(await sizes(rounds, '-r, complete', pickedAll)));
  return figures;
}

async function listedAll(home, count) {
  const done = await timedRun(home.podwatch('ls', '--json', '--all'), home.env);
  const { length } = JSON.parse(done.output);
  if (length !== count) throw new Error(`ls --json showed ${length} Pods of ${count}`);
  return done;
}

async function pickedAll(home, count) {
  const { complete } = await pickerRun(home, { first: [podName(count - 1)], complete: `${count} stopped` });
  return complete;
}

/** Ten times the Pods may cost ten times as much at most. */
async function sizes(rounds, what, measure) {
  const counts = [10, 100, 1000, 10_000];
  const homes = counts.map((count) => {
    const home = makeBenchHome();
    storeStoppedPods(home, count);
    return home;
  });
  const samples = await interleaved(
    Object.fromEntries(homes.map((home, at) => [counts[at], () => measure(home, counts[at])])),
    Math.min(rounds, 7),
  );
  for (const home of homes) await home.close();
  return counts.map((count, at) =>
    figure({
      row: `start-up/${what === 'ls --json' ? 'sizes' : '-r sizes'}`,
      what: `${what}, ${count} stopped`,
      samples: samples[count],
      ...(at > 0 && {
        beside: { name: `${counts[at - 1]} stopped`, samples: samples[counts[at - 1]] },
        target: { most: 10, of: 'ratio' },
      }),
    }),
  );
}
