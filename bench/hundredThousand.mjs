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

/** `?` shows the help, Esc takes it away: both change the screen whatever is being read. */
async function pressKeys(terminal, waits) {
  for (let key = 0; key < KEYS; key++) {
    for (const [keys, shown] of [
      ['?', 'quit'],
      ['\x1b[27u', 'stored'],
    ]) {
      terminal.forget();
      const from = now();
      terminal.send(keys);
      await terminal.waitFor(shown);
      waits.push(now() - from);
    }
    await pause(30);
  }
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
        last = await pickerRun(home, {
          first: [podName(STOPPED - 1)],
          complete: [`${STOPPED} stopped`],
          during: (terminal) => pressKeys(terminal, keys),
        });
        peaks.push(last.peak);
        return last.first;
      },
      complete: () => last.complete,
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
      what: 'a key from then on, the slowest',
      samples: [Math.max(...keys)],
      target: value(50),
    }),
    figure({ row: 'hundred-thousand', what: 'peak memory', unit: 'MB', samples: peaks, target: value(300) }),
  ];
}
