// What the dashboard and its Pods cost while nothing happens.
import { setTimeout as pause } from 'node:timers/promises';
import { makeBenchHome } from './benchHome.mjs';
import { figure } from './figure.mjs';
import { cpuOf, pssOf } from './processCost.mjs';
import { openTerminal } from './ptyDriver.mjs';

const PODS = 100;
const WINDOW_MS = 10_000;

export const title = `idle: the dashboard (200×60) over ${PODS} quiet Pods, ${WINDOW_MS / 1000} s`;

async function measure(dashboard, pids, when, most) {
  const before = { dashboard: cpuOf(dashboard.pid), pods: pids.map(cpuOf), bytes: dashboard.bytes() };
  await pause(WINDOW_MS);
  const share = (ms) => [(100 * ms) / WINDOW_MS];
  const pods = pids.map(cpuOf).reduce((sum, cpu, index) => sum + cpu - before.pods[index], 0);
  const written = (dashboard.bytes() - before.bytes) / (WINDOW_MS / 1000);
  const unit = '% of a core';
  const target = (value) => (value === null ? null : { most: value, of: 'value' });
  return [
    figure({
      row: 'idle',
      what: `${when}, dashboard`,
      unit,
      samples: share(cpuOf(dashboard.pid) - before.dashboard),
      target: target(most.dashboard),
    }),
    figure({
      row: 'idle',
      what: `${when}, ${PODS} Pod processes together`,
      unit,
      samples: share(pods),
      target: target(most.pods),
    }),
    figure({ row: 'idle', what: `${when}, written to the terminal`, unit: 'bytes/s', samples: [written] }),
  ];
}

export async function run() {
  const home = makeBenchHome();
  try {
    for (let n = 0; n < PODS; n++)
      home.startPod(`quiet-${String(n).padStart(2, '0')}`, ['/bin/sh', '-c', 'echo up; exec sleep 3600']);
    const dashboard = openTerminal(home.podwatch(), { env: home.env, cols: 200, rows: 60 });
    await dashboard.waitFor('quiet-0');
    const pids = home.allocations().map(({ pid }) => pid);
    // Until start-up, garbage collection and the Pods' fall to idle are over.
    await pause(8000);
    const young = await measure(dashboard, pids, 'first minute', { dashboard: 0.5, pods: null });
    // From then on the shown ages count in minutes.
    await pause(65_000 - WINDOW_MS);
    const old = await measure(dashboard, pids, 'later', { dashboard: 0.05, pods: 0.3 });
    const memory = figure({ row: 'idle', what: 'dashboard, PSS', unit: 'MB', samples: [pssOf(dashboard.pid)] });
    await dashboard.close();
    return [...young, ...old, memory];
  } finally {
    await home.close();
  }
}
