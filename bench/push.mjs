// From a Pod's word on its socket, or its program's output, to the cells on the dashboard's terminal.
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { makeBenchHome } from './benchHome.mjs';
import { openTerminal } from './ptyDriver.mjs';
import { median, now, percentile } from './statistics.mjs';

const PUSHES = 60;

export const title = 'push → cells on the dashboard’s terminal';

/** A Pod that is only a socket and a registry entry: what it says, and when, is ours to choose. */
async function listenAsPod(home, name) {
  const socket = path.join(home.directory, 'run', name, 'sock');
  fs.mkdirSync(path.dirname(socket), { recursive: true, mode: 0o700 });
  const clients = new Set();
  const greeting = { pod_name: name, cwd: '/', provider: '', model: '', scope_summary: '', tools: [] };
  const server = net.createServer((client) => {
    clients.add(client);
    client.on('close', () => clients.delete(client));
    client.on('error', () => {});
    client.on('data', () => {});
    client.write(`${JSON.stringify({ event: 'snapshot', data: { entries: [], greeting, status: 'idle' } })}\n`);
  });
  await new Promise((resolve) => server.listen(socket, resolve));
  const allocation = { pod_name: name, pid: process.pid, socket, scope_allow: [], segment_id: null };
  fs.writeFileSync(path.join(home.directory, 'run', 'pods.json'), JSON.stringify({ allocations: [allocation] }));
  return {
    say: (event) => {
      for (const client of clients) client.write(`${JSON.stringify(event)}\n`);
    },
    close: () => {
      for (const client of clients) client.destroy();
      server.close();
    },
  };
}

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

async function statusPushes() {
  const home = makeBenchHome();
  const pod = await listenAsPod(home, 'pushed');
  try {
    const dashboard = openTerminal(home.podwatch(), { env: home.env });
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

async function outputPushes() {
  const home = makeBenchHome();
  const fifo = path.join(home.directory, 'fifo');
  try {
    const program = `mkfifo ${fifo}; exec 3<>${fifo}; echo up; while read -r word <&3; do printf '\\r%s' "$word"; done`;
    home.startPod('pushed', ['/bin/sh', '-c', program]);
    const dashboard = openTerminal(home.podwatch(), { env: home.env });
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

export async function run() {
  const rows = (what, samples) => [
    { what: `${what}, p50`, value: median(samples), unit: 'ms' },
    { what: `${what}, p99`, value: percentile(samples, 0.99), unit: 'ms' },
  ];
  return [...rows('status push', await statusPushes()), ...rows('program output → tile', await outputPushes())];
}
