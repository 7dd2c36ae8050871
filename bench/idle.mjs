// What the dashboard and its Pods cost while nothing happens.
import fs from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { makeBenchHome } from './benchHome.mjs';
import { pssOf } from './memory.mjs';
import { openTerminal } from './ptyDriver.mjs';

const PODS = 50;
const WINDOW_MS = 10_000;

export const title = `idle: the dashboard (200×60) over ${PODS} quiet Pods, ${WINDOW_MS / 1000} s`;

/** Time on a CPU of all threads, ms. */
function cpuOf(pid) {
  let nanoseconds = 0;
  for (const task of fs.readdirSync(`/proc/${pid}/task`)) {
    nanoseconds += Number(fs.readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]);
  }
  return nanoseconds / 1e6;
}

async function measure(dashboard, pids, when) {
  const before = { dashboard: cpuOf(dashboard.pid), pods: pids.map(cpuOf), bytes: dashboard.bytes() };
  await pause(WINDOW_MS);
  const share = (ms) => (100 * ms) / WINDOW_MS;
  const pods = pids.map(cpuOf).reduce((sum, cpu, index) => sum + cpu - before.pods[index], 0);
  const written = (dashboard.bytes() - before.bytes) / (WINDOW_MS / 1000);
  return [
    { what: `${when}dashboard`, value: share(cpuOf(dashboard.pid) - before.dashboard), unit: '% of a core' },
    { what: `${when}${PODS} Pod processes together`, value: share(pods), unit: '% of a core' },
    { what: `${when}written to the terminal`, value: written, unit: 'bytes/s' },
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
    const young = await measure(dashboard, pids, 'first minute: ');
    // From then on the shown ages count in minutes.
    await pause(65_000 - WINDOW_MS);
    const old = await measure(dashboard, pids, 'later: ');
    const rows = [...young, ...old, { what: 'dashboard, PSS', value: pssOf(dashboard.pid), unit: 'MB' }];
    await dashboard.close();
    return rows;
  } finally {
    await home.close();
  }
}
