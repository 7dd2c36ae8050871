// From a Pod's word on its socket, or its program's output, to the cells on the dashboard's terminal.
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { makeBenchHome } from './benchHome.mjs';
import { figure } from './figure.mjs';
import { TEN_LINES } from './movingPrograms.mjs';
import { openTerminal } from './ptyDriver.mjs';
import { listenAsPod } from './socketPod.mjs';
import { now, percentile } from './statistics.mjs';

/** As many as it takes for the ninety-ninth of a hundred not to be the slowest of all. */
const PUSHES = 100;
/** Until the dashboard has settled over its Pods. */
const SETTLED_MS = 5000;

export const title = 'push → cells on the dashboard’s terminal';

/** What a busy machine makes of the shortest way there is: a bare process writes what its socket says. */
const BARE =
  'require("net").createServer((c) => c.on("data", (d) => process.stdout.write(d))).listen(process.argv[1], () => console.log("up"))';

async function openBare(home) {
  const socket = path.join(home.directory, 'bare');
  const terminal = openTerminal([process.execPath, '-e', BARE, socket], { env: home.env });
  await terminal.waitFor('up');
  const connection = net.connect(socket);
  await new Promise((resolve) => connection.once('connect', resolve));
  return { terminal, say: (text) => connection.write(text), close: () => connection.destroy() };
}

async function timed(terminal, say, text) {
  terminal.forget();
  const from = now();
  await say();
  await terminal.waitFor(text, 10_000);
  return now() - from;
}

/** Of the dashboard and of the bare process in turn. */
async function timedPushes(home, dashboard, push) {
  const bare = await openBare(home);
  await pause(SETTLED_MS);
  const samples = { ours: [], bare: [] };
  for (let i = 0; i < PUSHES; i++) {
    // The two texts differ in every cell, so a differ writes the new one as a whole.
    const text = i % 2 === 0 ? 'QQQQQQ' : 'ZZZZZZ';
    // Long enough for any bound on the frame rate to be over: each push is measured by itself.
    await pause(140 + (i % 7) * 11);
    samples.bare.push(await timed(bare.terminal, () => bare.say(text), text));
    await pause(140);
    samples.ours.push(await timed(dashboard, () => push(i, text), text));
  }
  bare.close();
  await bare.terminal.close();
  return samples;
}

/** Beside the one that is measured. */
const OTHERS = 63;
const LARGE = { cols: 300, rows: 100 };

function startOthers(home, isCrowded) {
  for (let n = 0; isCrowded && n < OTHERS; n++) home.startPod(`tile-${n}`, TEN_LINES);
}

const liveTitle = (isCrowded) => `${isCrowded ? OTHERS + 1 : 1} live`;

async function statusPushes(isCrowded) {
  const home = makeBenchHome();
  startOthers(home, isCrowded);
  const pod = await listenAsPod(home, 'pushed');
  try {
    const dashboard = openTerminal(home.podwatch(), { env: home.env, ...(isCrowded && LARGE) });
    await dashboard.waitFor(liveTitle(isCrowded));
    const samples = await timedPushes(home, dashboard, (i, text) => {
      const status = i % 2 === 0 ? 'running' : 'idle';
      pod.say({ event: 'status', data: { status, since: Date.now(), reason: 'bench', title: text } });
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
    await dashboard.waitFor(liveTitle(isCrowded));
    const samples = await timedPushes(home, dashboard, (_, text) => fs.writeFileSync(fifo, `${text}\n`));
    await dashboard.close();
    return samples;
  } finally {
    await home.close();
  }
}

/** `wakeUps`: of processes, one behind the other, until a word is on the screen; the bare one needs one. */
function rows(row, what, wakeUps, { ours, bare }) {
  const at = (most) => ({ most, of: 'value' });
  const floor = [percentile(bare, 0.5), percentile(bare, 0.99)].map((ms) => ms.toFixed(1)).join(' and ');
  const note = `of ${wakeUps} wake-ups; a bare process beside it, of one: p50 and p99 ${floor} ms`;
  return [
    figure({ row, what: `${what}, p50`, samples: ours, target: at(8) }),
    figure({ row, what: `${what}, p99`, samples: [percentile(ours, 0.99)], target: at(16), note }),
  ];
}

export async function run({ wants }) {
  const figures = [];
  for (const [name, what, wakeUps, pushes] of [
    ['status', 'status push', 2, () => statusPushes(false)],
    ['output', 'program output → tile', 4, () => outputPushes(false)],
    ['status among 64', 'status push, 63 other tiles moving', 2, () => statusPushes(true)],
    ['output among 64', 'program output → tile, 63 others moving', 4, () => outputPushes(true)],
  ]) {
    if (wants(name)) figures.push(...rows(`push/${name}`, what, wakeUps, await pushes()));
  }
  return figures;
}
