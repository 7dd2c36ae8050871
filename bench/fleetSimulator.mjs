// Plays the agents of a fleet on a NATS server, for the benches: `fleetSimulator.mjs URL USER HOSTS PODS [SAID]`; SAID: how many Pods each
// host says to have, though only PODS have records. Says "ready" once all records are there; then takes lines: `change N` changes N
// Pods a second, `stop` ends that and says in JSON how long each took to a bare subscriber, ms. It ends with its input.
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { bundleOptions } from '../scripts/build.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const [url, user, hostCount, podCount, saidCount] = process.argv.slice(2);
const HOSTS = Number(hostCount);
const PODS = Number(podCount);
const SAID = Number(saidCount ?? podCount);
/** Each connection speaks for so many hosts: as many as there are agents would only measure this process. */
const HOSTS_A_CONNECTION = 100;
const AT_ONCE = 128;
const STEP_MS = 20;
/** As an agent remembers that somebody looks at it. */
const WATCHED_MS = 15_000;

/** The words of the agents are those of the real one. */
async function loadWords() {
  const directory = mkdtempSync(path.join(root, 'node_modules', '.fleet-'));
  const outfile = path.join(directory, 'words.cjs');
  const from = (file, names) => `export { ${names} } from './hosts/nats/${file}';`;
  try {
    await esbuild.build({
      ...bundleOptions,
      stdin: {
        resolveDir: path.join(root, 'src'),
        contents: [
          from('bucket', 'Bucket, makeBucket'),
          from('fleetWire', 'BEAT_MS, encodeRecord, isLookedAt'),
          from('fleetSummary', 'encodeSummary'),
          from('subjects', 'beatSubject, hostKey, hostsBucket, podsBucket, podToken, recordKey, rollCallSubject'),
          "export { buildPodList } from './podList/buildPodList';",
          "export { summarizePods } from './podList/summarizePods';",
          "export { connect } from '@nats-io/transport-node';",
        ].join('\n'),
      },
      define: { WAY_TO_DIST: '"."' },
      outfile,
    });
    return createRequire(import.meta.url)(outfile);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const words = await loadWords();
const HOME = '/home/anna/.local/share/podwatch';
const began = Date.now() - 3_600_000;
const id = (n) => `019e7789-fb40-7a10-8c11-${n.toString(16).padStart(12, '0')}`;

/** What a real host would say of a Pod at work in a shell. */
function podOf(host, at, title) {
  const name = `pod-${String(at).padStart(3, '0')}`;
  const n = host * PODS + at;
  const place = { place: HOME, name };
  const log = {
    kind: 'readable',
    updatedAt: began,
    preview: 'npm run watch',
    hasEntries: true,
    title: null,
    lastExit: null,
  };
  const stored = {
    id: place,
    metadata: {
      kind: 'ok',
      active: { sessionId: id(2 * n), segmentId: id(2 * n + 1) },
      launch: { kind: 'terminal', argv: ['npm', 'run', 'watch'], cwd: `/home/anna/src/${name}` },
    },
    log,
  };
  const live = {
    id: place,
    socketPath: `/run/user/1000/podwatch/${name}/sock`,
    segmentId: id(2 * n + 1),
    reach: 'reachable',
    status: at % 4 === 0 ? 'running' : 'idle',
    statusSince: began,
    statusReason: null,
    attention: null,
    title,
    cwd: `/home/anna/src/${name}`,
    startedAt: began,
    extensions: ['terminal', 'screen', 'resume'],
    log: { sessionId: id(2 * n), fact: log },
    error: null,
  };
  return { stored, live };
}

const connections = await Promise.all(
  Array.from({ length: Math.ceil(HOSTS / HOSTS_A_CONNECTION) }, () => words.connect({ servers: [url] })),
);
const connectionOf = (host) => connections[Math.floor(host / HOSTS_A_CONNECTION)];
await words.makeBucket(connections[0], words.podsBucket(user));
await words.makeBucket(connections[0], words.hostsBucket(user));
const pods = connections.map((nc) => new words.Bucket(nc, words.podsBucket(user)));
const summaries = connections.map((nc) => new words.Bucket(nc, words.hostsBucket(user)));
const nameOf = (host) => `h${String(host).padStart(5, '0')}`;
const revs = new Array(HOSTS).fill(0);
const watchedUntil = new Array(HOSTS).fill(0);
const isWatched = (host) => performance.now() < watchedUntil[host];

/** As an agent does: what is not acknowledged in time is put again. */
async function put(bucket, key, value) {
  for (;;) {
    try {
      return await bucket.put(key, value);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }
}

async function putPod(host, at, title) {
  const { stored, live } = podOf(host, at, title);
  const key = words.recordKey(null, nameOf(host), words.podToken(HOME, stored.id.name));
  const bucket = pods[Math.floor(host / HOSTS_A_CONNECTION)];
  revs[host] = await put(bucket, key, words.encodeRecord(stored, [live]));
}

async function putHost(host) {
  const name = nameOf(host);
  const own = { hostId: `id-${name}`, hostName: name, version: '0.1.0', problems: [] };
  const at = Math.floor(host / HOSTS_A_CONNECTION);
  await put(pods[at], words.hostKey(null, name), JSON.stringify(own));
  const rows = Array.from({ length: SAID }, (_, at) => podOf(host, at, null));
  const facts = {
    stored: rows.map(({ stored }) => stored),
    live: rows.map(({ live }) => live),
    problems: [],
    loading: false,
  };
  const summary = words.summarizePods(words.buildPodList(facts).entries);
  await put(summaries[at], words.hostKey(null, name), words.encodeSummary(summary));
}

/** So many at a time, each next one as soon as one is done. */
async function each(count, work) {
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const at = next;
      next += 1;
      await work(at);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, count) }, worker));
}

await each(HOSTS, putHost);
await each(HOSTS * PODS, (n) => putPod(Math.floor(n / PODS), n % PODS, null));

function beat(host) {
  const name = nameOf(host);
  const everyMs = isWatched(host) ? words.BEAT_MS.watched : words.BEAT_MS.unwatched;
  const said = {
    ...{ everyMs, epoch: `epoch-${name}`, startedAt: began, rev: revs[host], hostId: `id-${name}`, hostName: name },
    ...{ version: '0.1.0', protocol: [1, 1], now: Date.now(), pods: SAID, isLast: false },
  };
  connectionOf(host).publish(words.beatSubject(user, null, name), JSON.stringify(said));
}

// Spread over the second, as of machines that know nothing of each other; a late turn gives those that are due.
const beatingSince = performance.now();
const SELDOM = words.BEAT_MS.unwatched / words.BEAT_MS.watched;
let beaten = 0;
setInterval(() => {
  const due = Math.floor(((performance.now() - beatingSince) / words.BEAT_MS.watched) * HOSTS);
  for (const last = Math.min(due, beaten + HOSTS); beaten < last; beaten += 1) {
    const host = beaten % HOSTS;
    if (isWatched(host) || (host + Math.floor(beaten / HOSTS)) % SELDOM === 0) beat(host);
  }
  beaten = due;
}, STEP_MS);
connections[0].subscribe(words.rollCallSubject(user), {
  callback: (_, { data }) => {
    for (let host = 0; host < HOSTS; host += 1) {
      const isLooked = words.isLookedAt(data, nameOf(host));
      const isNew = isLooked === true && !isWatched(host);
      if (isLooked === true) watchedUntil[host] = performance.now() + WATCHED_MS;
      if (isLooked === null || isNew) beat(host);
    }
  },
});

/** What a viewer does at least: the floor of whatever is made of it. */
const bare = await words.connect({ servers: [url] });
let delays = [];
bare.subscribe(`$KV.${words.podsBucket(user)}.>`, {
  callback: (_, message) => {
    const sent = Number(/"title":"at (\d+)"/.exec(message.string())?.[1]);
    if (sent > 0) delays.push(Date.now() - sent);
  },
});

let changing = null;
let changes = 0;
function change(perSecond) {
  clearInterval(changing);
  const from = performance.now();
  let done = 0;
  changing = setInterval(() => {
    const due = Math.floor(((performance.now() - from) / 1000) * perSecond);
    for (; done < due; done += 1) {
      // Far apart, so that no Pod changes twice within what an agent would hold back.
      const n = (changes * 7919) % (HOSTS * PODS);
      changes += 1;
      putPod(Math.floor(n / PODS), n % PODS, `at ${Date.now()}`);
    }
  }, STEP_MS);
}

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const [word, count] = line.split(' ');
    if (word === 'change') change(Number(count));
    else {
      clearInterval(changing);
      process.stdout.write(`${JSON.stringify(delays)}\n`);
      delays = [];
    }
  })
  .on('close', () => process.exit(0));
process.stdout.write('ready\n');
