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
import { freePort } from './freePort.mjs';
import { pickerRun } from './pickerRun.mjs';
import { cpuOf, nodeFloor, peakOf, timedRun } from './processCost.mjs';
import { interleaved, now, percentile } from './statistics.mjs';

const FLOOR = 'node -e 0';
const SIMULATOR = path.join(path.dirname(fileURLToPath(import.meta.url)), 'fleetSimulator.mjs');
/** Read whole. */
const SIZES = { '100x100': { hosts: 100, pods: 100 } };
/** Known by their summaries; of the last one few of the Pods that its hosts say to have have records. */
const SUMMARIES = { '1000x100': { hosts: 1000, pods: 100 }, '10000x100': { hosts: 10_000, pods: 3, said: 100 } };
const BARE = 'a bare subscriber';
/** Of the Pods, in a second. */
const CHURN = 0.01;
const CHURN_MS = 15_000;
/** The first changes meet code that has not run yet. */
const WARM_MS = 3000;
const WINDOW_MS = 5000;

export const title = 'a fleet on one NATS server on this machine, its agents played by one process';

function serverProgram() {
  const named = (process.env.PATH ?? '').split(':').map((directory) => path.join(directory, 'nats-server'));
  return [process.env.NATS_SERVER ?? '', ...named, '/usr/sbin/nats-server'].find((file) => file && fs.existsSync(file));
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

async function playFleet(url, { hosts, pods, said = pods }) {
  let ready;
  const isReady = new Promise((resolve) => {
    ready = resolve;
  });
  const argv = [process.execPath, SIMULATOR, url, 'sim', String(hosts), String(pods), String(said)];
  let answered = (_) => {};
  const played = startLines(argv, process.env, (line) => {
    if (line === 'ready') ready(true);
    else answered(JSON.parse(line));
  });
  played.child.once('exit', () => ready(false));
  if (!(await isReady)) throw new Error('The played agents have ended');
  const say = (line) => played.child.stdin.write(`${line}\n`);
  const stop = () =>
    new Promise((resolve) => {
      answered = resolve;
      say('stop');
    });
  return { ...played, say, stop };
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
  const bare = await fleet.stop();
  await pause(WARM_MS);
  const peak = peakOf(viewer.child.pid);
  await viewer.end();
  const expected = (pods * CHURN * CHURN_MS) / 1000;
  if (delays.length < expected * 0.9) throw new Error(`${delays.length} of ${expected} changes were seen`);
  return { delays, bare, cpu, peak };
}

/** `work` with a viewer's home, a server, and agents that are played on it. */
async function withFleet(program, size, work) {
  const home = makeBenchHome();
  const server = await startServer(program, home.directory);
  let fleet = null;
  try {
    fleet = await playFleet(server.url, size);
    const config = path.join(home.directory, 'config.json');
    fs.writeFileSync(config, JSON.stringify({ fleet: { servers: [server.url], user: 'sim' } }));
    home.env.PODWATCH_CONFIG = config;
    return await work(home, fleet, server);
  } finally {
    await fleet?.end();
    const gone = new Promise((resolve) => server.child.once('exit', resolve));
    server.child.kill('SIGTERM');
    await gone;
    await home.close();
  }
}

function measure(program, name, rounds) {
  const size = SIZES[name];
  return withFleet(program, size, (home, fleet, server) => figuresOf(name, size, rounds, { home, fleet, server }));
}

async function figuresOf(name, { hosts, pods }, rounds, { home, fleet, server }) {
  const samples = await interleaved(
    { [FLOOR]: () => nodeFloor(home.env), list: () => wholeList(home, hosts * pods) },
    rounds,
  );
  const { delays, bare, cpu, peak } = await changesSeen(home, fleet, hosts * pods);
  const row = `fleet/${name}`;
  const isAimed = name === '100x100';
  const most = (value) => (isAimed ? { most: value, of: 'value' } : null);
  const beside = { name: FLOOR, samples: samples[FLOOR] };
  const what = (text) => `${hosts} hosts × ${pods} live: ${text}`;
  const note = `${delays.length} changes`;
  const besideBare = (share) => ({ beside: { name: BARE, samples: [Math.max(1, percentile(bare, share))] } });
  return [
    figure({ row, what: what('ls --json, all'), samples: samples.list, beside, target: most(5000) }),
    figure({
      row,
      what: what('1 % a second, change to viewer, p50'),
      samples: [percentile(delays, 0.5)],
      ...besideBare(0.5),
      note,
    }),
    figure({
      row,
      what: what('p99'),
      samples: [percentile(delays, 0.99)],
      ...besideBare(0.99),
      target: most(500),
      note,
    }),
    figure({ row, what: what('CPU of that viewer'), unit: '% of a core', samples: [cpu] }),
    figure({ row, what: what('its peak memory'), unit: 'MB', samples: [peak] }),
    figure({ row, what: what('peak memory of the server'), unit: 'MB', samples: [peakOf(server.child.pid)] }),
  ];
}

/** All hosts in `hosts`; the picker over them, and one of them opened. */
async function measureSummaries(program, name, rounds) {
  const { hosts, pods, said = pods } = SUMMARIES[name];
  return withFleet(program, SUMMARIES[name], async (home, fleet, server) => {
    const row = `fleet/${name}`;
    const peaks = [];
    const opened = [];
    const cpus = [];
    const churn = hosts * pods * CHURN;
    fleet.say(`change ${churn}`);
    const samples = await interleaved(
      {
        [FLOOR]: () => nodeFloor(home.env),
        hosts: async () => {
          const done = await timedRun(home.podwatch('hosts', '--json', '--wait', '60'), home.env);
          const rows = JSON.parse(done.output);
          const sum = rows.reduce((total, each) => total + (each.pods ?? 0), 0);
          if (rows.length !== hosts || sum !== hosts * said) throw new Error(`${rows.length} hosts, ${sum} Pods`);
          return done;
        },
        picker: async () => {
          let terminalPid = 0;
          const run = await pickerRun(home, {
            first: [`of ${hosts} rows`, `${hosts * said} live`],
            during: async (terminal, shows) => {
              terminalPid = terminal.pid;
              const from = cpuOf(terminalPid);
              await pause(WINDOW_MS);
              cpus.push((100 * (cpuOf(terminalPid) - from)) / WINDOW_MS);
              const pressed = now();
              terminal.send('\r');
              await shows(['pod-00']);
              opened.push(now() - pressed);
            },
          });
          peaks.push(run.peak);
          return run.first;
        },
      },
      rounds,
    );
    const beside = { name: FLOOR, samples: samples[FLOOR] };
    const bare = await fleet.stop();
    const note = `${churn} changes a second meanwhile, to a bare subscriber p99 ${percentile(bare, 0.99)} ms`;
    const what = (text) => `${hosts} hosts × ${said} by summaries: ${text}`;
    return [
      figure({
        row,
        what: what('hosts --json, all'),
        samples: samples.hosts,
        beside,
        target: { most: 5000, of: 'value' },
      }),
      figure({ row, what: what('-r to its first page, complete'), samples: samples.picker, beside }),
      figure({ row, what: what('CPU of that picker'), unit: '% of a core', samples: cpus, note }),
      figure({ row, what: what('Enter on a host to its Pods'), samples: opened, target: { most: 500, of: 'value' } }),
      figure({
        row,
        what: what('peak memory of the picker'),
        unit: 'MB',
        samples: peaks,
        target: { most: 300, of: 'value' },
      }),
      figure({ row, what: what('peak memory of the server'), unit: 'MB', samples: [peakOf(server.child.pid)] }),
    ];
  });
}

export async function run({ rounds = 3, wants }) {
  const program = serverProgram();
  const names = [...Object.keys(SIZES), ...Object.keys(SUMMARIES)].filter(wants);
  if (program === undefined) return names.map((name) => absent(`fleet/${name}`, name));
  const figures = [];
  for (const name of names) {
    figures.push(...(await (name in SIZES ? measure(program, name, rounds) : measureSummaries(program, name, rounds))));
  }
  return figures;
}
