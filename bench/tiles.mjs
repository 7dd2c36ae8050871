// 63 tiles on a large screen, each with a program that prints: what the dashboard costs, what the Pods do, what is written.
import { setTimeout as pause } from 'node:timers/promises';
import { makeBenchHome } from './benchHome.mjs';
import { figure } from './figure.mjs';
import { REPAINTS, TEN_LINES } from './movingPrograms.mjs';
import { cpuOf } from './processCost.mjs';
import { openTerminal } from './ptyDriver.mjs';

const PODS = 63;
const WINDOWS = 4;
const WINDOW_MS = 5000;

export const title = `${PODS} moving tiles at 300×100`;

const PROGRAMS = { '10 lines/s': TEN_LINES, 'repaints at 30 Hz': REPAINTS };

const TARGETS = { '10 lines/s': [12, 20], 'repaints at 30 Hz': [35, null] };

export async function run({ rounds = WINDOWS, wants }) {
  const figures = [];
  for (const name of Object.keys(PROGRAMS).filter(wants))
    figures.push(...(await moving(name, Math.min(rounds, WINDOWS))));
  return figures;
}

async function moving(name, windows) {
  const home = makeBenchHome();
  try {
    for (let n = 0; n < PODS; n++) home.startPod(`tile-${String(n).padStart(2, '0')}`, PROGRAMS[name]);
    const dashboard = openTerminal(home.podwatch(), { env: home.env, cols: 300, rows: 100 });
    await dashboard.waitFor(`${PODS} live`);
    await pause(5000);
    const pids = home.allocations().map(({ pid }) => pid);
    const samples = { dashboard: [], pods: [], bytes: [] };
    for (let window = 0; window < windows; window++) {
      const before = { dashboard: cpuOf(dashboard.pid), pods: pids.map(cpuOf), bytes: dashboard.bytes() };
      await pause(WINDOW_MS);
      const share = (ms) => (100 * ms) / WINDOW_MS;
      samples.dashboard.push(share(cpuOf(dashboard.pid) - before.dashboard));
      samples.pods.push(share(pids.reduce((sum, pid, at) => sum + cpuOf(pid) - before.pods[at], 0)));
      samples.bytes.push((dashboard.bytes() - before.bytes) / WINDOW_MS);
    }
    await dashboard.close();
    const [most, mostOfPods] = TARGETS[name];
    const row = `tiles/${name}`;
    const value = (bound) => (bound === null ? null : { most: bound, of: 'value' });
    const unit = '% of a core';
    return [
      figure({ row, what: `${name}: the dashboard`, unit, samples: samples.dashboard, target: value(most) }),
      figure({ row, what: `${name}: the Pods together`, unit, samples: samples.pods, target: value(mostOfPods) }),
      figure({ row, what: `${name}: to the terminal`, unit: 'kB/s', samples: samples.bytes }),
    ];
  } finally {
    await home.close();
  }
}
