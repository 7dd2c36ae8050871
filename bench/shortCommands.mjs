// Commands that somebody waits for at each key or hook: a Tab of completion, send, status, and to nothing but help.
import { makeBenchHome, storeStoppedPods } from './benchHome.mjs';
import { figure } from './figure.mjs';
import { nodeFloor, timedRun } from './processCost.mjs';
import { interleaved } from './statistics.mjs';

const STOPPED = 100;
const FLOOR = 'node -e 0';

export const title = `short commands, one live Pod and ${STOPPED} stopped`;

export async function run({ rounds = 15, wants }) {
  const home = makeBenchHome();
  storeStoppedPods(home, STOPPED);
  home.startPod('listener', ['/bin/sh', '-c', 'while read -r line; do :; done']);
  const [{ socket }] = home.allocations();
  const podwatch = (...words) => timedRun(home.podwatch(...words), { ...home.env, PODWATCH_SOCKET: socket });
  const rows = {
    'Tab: a command': () => podwatch('__complete', 'words', 'a'),
    'Tab: a live Pod': () => podwatch('__complete', 'words', 'attach', ''),
    'Tab: any Pod': () => podwatch('__complete', 'words', 'explain', ''),
    send: () => podwatch('send', 'listener', 'hello'),
    status: () => podwatch('status', 'running', '--reason', 'bench'),
    '--help': () => podwatch('--help'),
  };
  const asked = Object.fromEntries(Object.entries(rows).filter(([name]) => wants(name)));
  const samples = await interleaved({ [FLOOR]: () => nodeFloor(home.env), ...asked }, rounds);
  await home.close();
  return Object.entries(samples).map(([name, values]) =>
    figure({
      row: `commands/${name}`,
      what: name,
      samples: values,
      ...(name !== FLOOR && {
        beside: { name: FLOOR, samples: samples[FLOOR] },
        ...(name !== '--help' && { target: { most: 1.5, of: 'ratio' } }),
      }),
    }),
  );
}
