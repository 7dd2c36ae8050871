// What the dashboard and its Pods cost while nothing happens: over a hundred, and over ten beside it.
import { setTimeout as pause } from 'node:timers/promises';
import { makeBenchHome } from './benchHome.mjs';
import { figure } from './figure.mjs';
import { cpuOf, pssOf } from './processCost.mjs';
import { openTerminal } from './ptyDriver.mjs';

const PODS = 100;
const FEW = 10;
/** Long enough for what comes now and then to weigh what it weighs: a collection, a slow look, an age. */
const WINDOW_MS = 30_000;
/** Until start-up and the Pods' fall to idle are over. */
const SETTLED_MS = 8000;
/** From then on the shown ages count in minutes. */
const OLD_MS = 65_000;

export const title = `idle: the dashboard (200×60) over ${PODS} quiet Pods, ${WINDOW_MS / 1000} s`;

async function openOver(count) {
  const home = makeBenchHome();
  for (let n = 0; n < count; n++)
    home.startPod(`quiet-${String(n).padStart(2, '0')}`, ['/bin/sh', '-c', 'echo up; exec sleep 3600']);
  const dashboard = openTerminal(home.podwatch(), { env: home.env, cols: 200, rows: 60 });
  await dashboard.waitFor(`${count} live`);
  return { home, dashboard, pids: home.allocations().map(({ pid }) => pid) };
}

const UNIT = '% of a core';
const target = (most) => (most === null ? null : { most, of: 'value' });
const share = (ms) => (100 * ms) / WINDOW_MS;

/** Of both in the same time: shares of a core, and bytes a second to the terminal. */
async function windowOver(dashboards) {
  const look = () =>
    dashboards.map(({ dashboard, pids }) => ({
      dashboard: cpuOf(dashboard.pid),
      pods: pids.map(cpuOf).reduce((sum, cpu) => sum + cpu, 0),
      bytes: dashboard.bytes(),
    }));
  const before = look();
  await pause(WINDOW_MS);
  return look().map((after, at) => ({
    dashboard: share(after.dashboard - before[at].dashboard),
    pods: share(after.pods - before[at].pods),
    bytes: (after.bytes - before[at].bytes) / (WINDOW_MS / 1000),
  }));
}

function figuresOf(when, [many, few], most) {
  const row = 'idle';
  return [
    figure({ row, what: `${when}, dashboard`, unit: UNIT, samples: [many.dashboard], target: target(most.dashboard) }),
    figure({ row, what: `${when}, dashboard over ${FEW}`, unit: UNIT, samples: [few.dashboard] }),
    figure({
      row,
      what: `${when}, ${PODS} Pod processes together`,
      unit: UNIT,
      samples: [many.pods],
      target: target(most.pods),
    }),
    figure({ row, what: `${when}, written to the terminal`, unit: 'bytes/s', samples: [many.bytes] }),
  ];
}

export async function run() {
  const opened = [];
  try {
    for (const count of [PODS, FEW]) opened.push(await openOver(count));
    await pause(SETTLED_MS);
    const young = figuresOf('first minute', await windowOver(opened), { dashboard: 0.5, pods: null });
    await pause(OLD_MS - WINDOW_MS);
    const old = figuresOf('later', await windowOver(opened), { dashboard: 0.05, pods: 0.3 });
    const [{ dashboard }] = opened;
    return [
      ...young,
      ...old,
      figure({ row: 'idle', what: 'dashboard, PSS', unit: 'MB', samples: [pssOf(dashboard.pid)] }),
    ];
  } finally {
    for (const { dashboard, home } of opened) {
      await dashboard.close();
      await home.close();
    }
  }
}
