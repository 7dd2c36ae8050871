// The memory of a Pod's own process (its program not counted), beside a Node process that does nothing.
import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { makeBenchHome } from './benchHome.mjs';
import { figure } from './figure.mjs';
import { pssOf } from './processCost.mjs';

const COUNT = 20;
/** The engine gives back what a start has needed when it has been quiet for eight seconds; then it may do so once more. */
const SETTLED_MS = 12_000;

export const title = `memory of ${COUNT} processes each (PSS)`;

export async function run() {
  const home = makeBenchHome();
  const bare = Array.from({ length: COUNT }, () =>
    spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], { stdio: 'ignore' }),
  );
  try {
    await pause(1500);
    const floor = bare.map(({ pid }) => pssOf(pid));
    for (const child of bare) child.kill('SIGKILL');
    for (let n = 0; n < COUNT; n++) home.startPod(`quiet-${n}`, ['/bin/sh', '-c', 'echo up; exec sleep 3600']);
    await pause(1500);
    const pids = home.allocations().map(({ pid }) => pid);
    const young = pids.map(pssOf);
    await pause(SETTLED_MS);
    const pods = pids.map(pssOf);
    return [
      figure({ row: 'memory', what: 'bare node', unit: 'MB', samples: floor }),
      figure({ row: 'memory', what: 'Pod process, just started', unit: 'MB', samples: young }),
      figure({
        row: 'memory',
        what: 'Pod process',
        unit: 'MB',
        samples: pods,
        beside: { name: 'bare node', samples: floor },
        target: { most: 11, of: 'value' },
      }),
    ];
  } finally {
    for (const child of bare) child.kill('SIGKILL');
    await home.close();
  }
}
