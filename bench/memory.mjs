// The memory of a Pod's own process (its program not counted), beside a Node process that does nothing.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { makeBenchHome } from './benchHome.mjs';
import { median } from './statistics.mjs';

const COUNT = 20;

export const title = `memory of ${COUNT} processes each (PSS)`;

/** Proportional set size, MB: shared pages are counted once over all who share them. */
export function pssOf(pid) {
  const line = /^Pss:\s+(\d+) kB/m.exec(fs.readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
  return Number(line?.[1]) / 1024;
}

export async function run() {
  const home = makeBenchHome();
  const bare = Array.from({ length: COUNT }, () =>
    spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], { stdio: 'ignore' }),
  );
  try {
    await pause(1500);
    const floor = median(bare.map(({ pid }) => pssOf(pid)));
    for (const child of bare) child.kill('SIGKILL');
    for (let n = 0; n < COUNT; n++) home.startPod(`quiet-${n}`, ['/bin/sh', '-c', 'echo up; exec sleep 3600']);
    await pause(1500);
    const pods = median(home.allocations().map(({ pid }) => pssOf(pid)));
    return [
      { what: 'bare node', value: floor, unit: 'MB', ratio: 1, against: 'bare node' },
      { what: 'Pod process', value: pods, unit: 'MB', ratio: pods / floor, against: 'bare node' },
    ];
  } finally {
    for (const child of bare) child.kill('SIGKILL');
    await home.close();
  }
}
