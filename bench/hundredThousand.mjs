// 100,000 stopped Pods in the picker: when the first page is there, when all is, how long a key waits meanwhile.
import { setTimeout as pause } from 'node:timers/promises';
import { makeBenchHome, podName, storeStoppedPods } from './benchHome.mjs';
import { figure } from './figure.mjs';
import { pickerRun } from './pickerRun.mjs';
import { nodeFloor } from './processCost.mjs';
import { interleaved, now } from './statistics.mjs';

const STOPPED = 100_000;
const FLOOR = 'node -e 0';
const KEYS = 15;

export const title = `${STOPPED} stopped Pods in the picker`;

/** Down and up again, each until the marker stands on another row; ms of the slowest. */
async function slowestKey(terminal, shows) {
  let slowest = 0;
  let at = -1;
  const markerMoved = (text) => {
    const row = text.split('\n').findIndex((line) => line.startsWith('>'));
    const isMoved = row >= 0 && row !== at;
    if (isMoved) at = row;
    return isMoved;
  };
  await shows(markerMoved);
  for (let key = 0; key < KEYS; key++) {
    const from = now();
    terminal.send(key % 2 === 0 ? '\x1b[B' : '\x1b[A');
    await shows(markerMoved);
    slowest = Math.max(slowest, now() - from);
    await pause(60);
  }
  return slowest;
}

export async function run({ rounds = 3 }) {
  const home = makeBenchHome();
  storeStoppedPods(home, STOPPED, { entries: 2 });
  const peaks = [];
  const keys = [];
  let last;
  const samples = await interleaved(
    {
      [FLOOR]: () => nodeFloor(home.env),
      first: async () => {
        home.forgetCatalogues();
        last = await pickerRun(home, {
          // Without a catalogue nobody knows yet which are the newest: rows, said not to be whole.
          first: ['stored-', 'reading'],
          // The selection stays with its Pod, wherever that comes to stand.
          complete: `${STOPPED} stopped`,
          during: async (terminal, shows) => {
            keys.push(await slowestKey(terminal, shows));
          },
        });
        peaks.push(last.peak);
        return last.first;
      },
      complete: () => last.complete,
      'with its catalogue': async () => {
        last = await pickerRun(home, { first: [podName(STOPPED - 1)], complete: `${STOPPED} stopped` });
        return last.first;
      },
      'with its catalogue, complete': () => last.complete,
    },
    rounds,
  );
  await home.close();
  const beside = { name: FLOOR, samples: samples[FLOOR] };
  const value = (most) => ({ most, of: 'value' });
  return [
    figure({ row: 'hundred-thousand', what: 'first page', samples: samples.first, beside, target: value(1000) }),
    figure({ row: 'hundred-thousand', what: 'complete', samples: samples.complete, beside, target: value(5000) }),
    figure({
      row: 'hundred-thousand',
      what: 'first page, with its catalogue',
      samples: samples['with its catalogue'],
      beside,
      target: value(1000),
    }),
    figure({
      row: 'hundred-thousand',
      what: 'complete, with its catalogue',
      samples: samples['with its catalogue, complete'],
      beside,
      target: value(1500),
    }),
    figure({
      row: 'hundred-thousand',
      what: 'a key from then on, the slowest',
      samples: keys,
      target: value(50),
    }),
    figure({ row: 'hundred-thousand', what: 'peak memory', unit: 'MB', samples: peaks, target: value(300) }),
  ];
}
