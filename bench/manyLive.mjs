// Live Pods by the hundred and as many that refuse, from the command to the complete list.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeBenchHome } from './benchHome.mjs';
import { figure } from './figure.mjs';
import { nodeFloor, timedRun } from './processCost.mjs';
import { interleaved } from './statistics.mjs';

const SIZES = [10, 100, 1000];
const FLOOR = 'node -e 0';
const LISTENER = path.join(path.dirname(fileURLToPath(import.meta.url)), 'listenMany.mjs');

export const title = 'live Pods, and as many that refuse, to the complete list (ls --json)';

async function listen(home, live, refusing) {
  const child = spawn(process.execPath, [LISTENER, home.directory, live, refusing], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await new Promise((resolve, reject) => {
    child.stdout.once('data', resolve);
    child.once('exit', (code) => reject(new Error(`The listener gave ${code}`)));
  });
  return async () => {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.stdin.end();
    await gone;
  };
}

async function listed(home, live) {
  const done = await timedRun(home.podwatch('ls', '--json'), home.env);
  const entries = JSON.parse(done.output);
  const found = entries.filter(({ state }) => state === 'live').length;
  if (found !== live || entries.length !== 2 * live)
    throw new Error(`${found} of ${live} live Pods, ${entries.length} rows`);
  if (entries.slice(0, live).some(({ state }) => state !== 'live'))
    throw new Error('A live Pod is not among the first');
  return done;
}

export async function run({ rounds = 7, wants }) {
  const sizes = SIZES.filter((size) => wants(String(size)));
  const homes = sizes.map(() => makeBenchHome());
  const ends = [];
  try {
    for (const [at, home] of homes.entries()) ends.push(await listen(home, sizes[at], sizes[at]));
    const samples = await interleaved(
      {
        [FLOOR]: () => nodeFloor(homes[0].env),
        ...Object.fromEntries(homes.map((home, at) => [`${sizes[at]}`, () => listed(home, sizes[at])])),
      },
      rounds,
    );
    return sizes.flatMap((size, at) => {
      const row = `live/${size}`;
      const what = `${size} live + ${size} refusing`;
      const own = samples[size];
      const smaller = sizes[at - 1];
      const whole = figure({
        row,
        what,
        samples: own,
        beside: { name: FLOOR, samples: samples[FLOOR] },
        target: size === 1000 ? { most: 1500, of: 'value' } : null,
      });
      if (smaller === undefined) return [whole];
      const beside = { name: `${smaller} live`, samples: samples[smaller] };
      return [
        whole,
        figure({ row, what: `${what}, beside a tenth`, samples: own, beside, target: { most: 10, of: 'ratio' } }),
      ];
    });
  } finally {
    for (const end of ends) await end();
    for (const home of homes) home.forget();
    for (const home of homes) await home.close();
  }
}
