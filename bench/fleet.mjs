// A fleet on one NATS server, its agents played: the whole list, changes as a viewer sees them, and what that costs.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { makeBenchHome } from './benchHome.mjs';
import { absent, figure } from './figure.mjs';
import { cpuOf, nodeFloor, peakOf, timedRun } from './processCost.mjs';
import { interleaved, percentile } from './statistics.mjs';

const FLOOR = 'node -e 0';
const SIMULATOR = path.join(path.dirname(fileURLToPath(import.meta.url)), 'fleetSimulator.mjs');
const SIZES = { '100x100': { hosts: 100, pods: 100 }, '1000x100': { hosts: 1000, pods: 100 } };
/** Of the Pods, in a second. */
const CHURN = 0.01;
const CHURN_MS = 15_000;
/** The first changes meet code that has not run yet. */
const WARM_MS = 3000;

export const title = 'a fleet on one NATS server on this machine, its agents played by one process';

function serverProgram() {
  const named = (process.env.PATH ?? '').split(':').map((directory) => path.join(directory, 'nats-server'));
  return [process.env.NATS_SERVER ?? '', ...named, '/usr/sbin/nats-server'].find((file) => file && fs.existsSync(file));
}

function freePort() {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function startServer(program, directory) {
  const port = await freePort();
  const words = ['-a', '127.0.0.1', '-p', String(port), '-js', '-sd', path.join(directory, 'jetstream')];
  const child = spawn(program, words, { stdio: 'ignore' });
  for (let left = 200; left > 0; left -= 1) {
    if (
      await new Promise((resolve) => {
        const socket = net.connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
        socket.on('connect', () => socket.destroy());
      })
    )
      return { child, url: `nats://127.0.0.1:${port}` };
    await pause(50);
  }
  throw new Error('nats-server does not start');
}

/** A process and its lines; `end` waits until it has gone. */
function startLines(argv, env, onLine) {
  const child = spawn(argv[0], argv.slice(1), { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  createInterface({ input: child.stdout }).on('line', onLine);
  return {
    child,
    end: async () => {
      child.kill('SIGTERM');
      await gone;
    },
  };
}

async function playFleet(url, { hosts, pods }) {
  let ready;
  const isReady = new Promise((resolve) => {
    ready = resolve;
  });
  const argv = [process.execPath, SIMULATOR, url, 'sim', String(hosts), String(pods)];
  const played = startLines(argv, process.env, (line) => line === 'ready' && ready(true));
  played.child.once('exit', () => ready(false));
  if (!(await isReady)) throw new Error('The played agents have ended');
  return { ...played, say: (line) => played.child.stdin.write(`${line}\n`) };
}

async function wholeList(home, expected) {
  const done = await timedRun(home.podwatch('ls', '--json', '--wait', '60'), home.env);
  const found = JSON.parse(done.output).filter(({ state }) => state === 'live').length;
  if (found !== expected) throw new Error(`${found} of ${expected} live Pods are listed`);
  return done;
}

/** From the put of a change to its line in `events`, ms, and what that viewer has cost. */
async function changesSeen(home, fleet, pods) {
  const delays = [];
  let ready;
  const isReady = new Promise((resolve) => {
    ready = resolve;
  });
  let from = Number.POSITIVE_INFINITY;
  const viewer = startLines(home.podwatch('events', '--json'), home.env, (line) => {
    const event = JSON.parse(line);
    if (event.type === 'ready') ready();
    const sent = Number(/^at (\d+)$/.exec(event.title ?? '')?.[1]);
    if (sent >= from) delays.push(Date.now() - sent);
  });
  await isReady;
  fleet.say(`change ${pods * CHURN}`);
  await pause(WARM_MS);
  from = Date.now();
  const before = cpuOf(viewer.child.pid);
  await pause(CHURN_MS);
  const cpu = (100 * (cpuOf(viewer.child.pid) - before)) / CHURN_MS;
  fleet.say('stop');
  await pause(WARM_MS);
  const peak = peakOf(viewer.child.pid);
  await viewer.end();
  const expected = (pods * CHURN * CHURN_MS) / 1000;
  if (delays.length < expected * 0.9) throw new Error(`${delays.length} of ${expected} changes were seen`);
  return { delays, cpu, peak };
}

async function measure(program, name, rounds) {
  const { hosts, pods } = SIZES[name];
  const home = makeBenchHome();
  const server = await startServer(program, home.directory);
  let fleet = null;
  try {
    fleet = await playFleet(server.url, SIZES[name]);
    const config = path.join(home.directory, 'config.json');
    fs.writeFileSync(config, JSON.stringify({ fleet: { servers: [server.url], user: 'sim' } }));
    home.env.PODWATCH_CONFIG = config;
    const samples = await interleaved(
      { [FLOOR]: () => nodeFloor(home.env), list: () => wholeList(home, hosts * pods) },
      rounds,
    );
    const { delays, cpu, peak } = await changesSeen(home, fleet, hosts * pods);
    const row = `fleet/${name}`;
    const isAimed = name === '100x100';
    const most = (value) => (isAimed ? { most: value, of: 'value' } : null);
    const beside = { name: FLOOR, samples: samples[FLOOR] };
    const what = (text) => `${hosts} hosts × ${pods} live: ${text}`;
    const note = `${delays.length} changes`;
    return [
      figure({ row, what: what('ls --json, all'), samples: samples.list, beside, target: most(5000) }),
      figure({ row, what: what('1 % a second, change to viewer, p50'), samples: [percentile(delays, 0.5)], note }),
      figure({ row, what: what('p99'), samples: [percentile(delays, 0.99)], target: most(500), note }),
      figure({ row, what: what('CPU of that viewer'), unit: '% of a core', samples: [cpu] }),
      figure({ row, what: what('its peak memory'), unit: 'MB', samples: [peak] }),
      figure({ row, what: what('peak memory of the server'), unit: 'MB', samples: [peakOf(server.child.pid)] }),
    ];
  } finally {
    await fleet?.end();
    const gone = new Promise((resolve) => server.child.once('exit', resolve));
    server.child.kill('SIGTERM');
    await gone;
    await home.close();
  }
}

export async function run({ rounds = 3, wants }) {
  const program = serverProgram();
  const names = Object.keys(SIZES).filter(wants);
  if (program === undefined) return names.map((name) => absent(`fleet/${name}`, name));
  const figures = [];
  for (const name of names) figures.push(...(await measure(program, name, rounds)));
  return figures;
}
