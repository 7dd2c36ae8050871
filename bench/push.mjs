// From a Pod's word on its socket, or its program's output, to the cells on the dashboard's terminal.
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { makeBenchHome } from './benchHome.mjs';
import { figure } from './figure.mjs';
import { openTerminal } from './ptyDriver.mjs';
import { listenAsPod } from './socketPod.mjs';
import { now, percentile } from './statistics.mjs';

const PUSHES = 60;

export const title = 'push → cells on the dashboard’s terminal';

async function timedPushes(dashboard, push) {
  const samples = [];
  for (let i = 0; i < PUSHES; i++) {
    // Long enough for any bound on the frame rate to be over: each push is measured by itself.
    await pause(150 + (i % 7) * 11);
    dashboard.forget();
    const from = now();
    await push(i, (text) => dashboard.waitFor(text, 10_000));
    samples.push(now() - from);
  }
  return samples;
}

/** Beside the one that is measured. */
const OTHERS = 63;
const MOVES = 'while :; do i=$((i+1)); echo "line $i of some output that is as long as most are"; sleep 0.1; done';
const LARGE = { cols: 300, rows: 100 };

function startOthers(home, isCrowded) {
  for (let n = 0; isCrowded && n < OTHERS; n++) home.startPod(`tile-${n}`, ['/bin/sh', '-c', MOVES]);
}

async function statusPushes(isCrowded) {
  const home = makeBenchHome();
  startOthers(home, isCrowded);
  const pod = await listenAsPod(home, 'pushed');
  try {
    const dashboard = openTerminal(home.podwatch(), { env: home.env, ...(isCrowded && LARGE) });
    await dashboard.waitFor('pushed');
    const samples = await timedPushes(dashboard, (i, seen) => {
      const status = i % 2 === 0 ? 'running' : 'idle';
      // The two titles differ in every cell, so a differ writes the new one as a whole.
      const text = i % 2 === 0 ? 'QQQQQQ' : 'ZZZZZZ';
      pod.say({ event: 'status', data: { status, since: Date.now(), reason: 'bench', title: text } });
      return seen(text);
    });
    await dashboard.close();
    return samples;
  } finally {
    pod.close();
    await home.close();
  }
}

async function outputPushes(isCrowded) {
  const home = makeBenchHome();
  startOthers(home, isCrowded);
  const fifo = path.join(home.directory, 'fifo');
  try {
    const program = `mkfifo ${fifo}; exec 3<>${fifo}; echo up; while read -r word <&3; do printf '\\r%s' "$word"; done`;
    home.startPod('pushed', ['/bin/sh', '-c', program]);
    const dashboard = openTerminal(home.podwatch(), { env: home.env, ...(isCrowded && LARGE) });
    await dashboard.waitFor('up');
    const samples = await timedPushes(dashboard, (i, seen) => {
      const text = i % 2 === 0 ? 'QQQQQQ' : 'ZZZZZZ';
      fs.writeFileSync(fifo, `${text}\n`);
      return seen(text);
    });
    await dashboard.close();
    return samples;
  } finally {
    await home.close();
  }
}

export async function run({ wants }) {
  const rows = (row, what, samples) => [
    figure({ row, what: `${what}, p50`, samples, target: { most: 8, of: 'value' } }),
    figure({ row, what: `${what}, p99`, samples: [percentile(samples, 0.99)], target: { most: 16, of: 'value' } }),
  ];
  return [
    ...(wants('status') ? rows('push/status', 'status push', await statusPushes(false)) : []),
    ...(wants('output') ? rows('push/output', 'program output → tile', await outputPushes(false)) : []),
    ...(wants('status among 64')
      ? rows('push/status among 64', 'status push, 63 other tiles moving', await statusPushes(true))
      : []),
    ...(wants('output among 64')
      ? rows('push/output among 64', 'program output → tile, 63 others moving', await outputPushes(true))
      : []),
  ];
}
