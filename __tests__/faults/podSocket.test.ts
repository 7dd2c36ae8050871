// The Pod's socket, while a viewer is attached: whatever comes over other connections, the viewer goes on and the Pod stays small.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import net from 'node:net';
import fc from 'fast-check';
import { encodeLine } from '../../src/protocol/lineDecoder';
import { encodeFrame, encodeResize, FRAME } from '../../src/protocol/terminalFrame';
import { SEED, Tally } from '../fixtures/campaign';
import { isAlive, TestHome, type TestPod, until } from '../fixtures/podTestClient';

let home: TestHome;
beforeEach(() => {
  home = new TestHome();
});
afterEach(() => home.end());

const METHODS = [
  'attach_terminal',
  'watch_screen',
  'unwatch_screen',
  'read_scrollback',
  'cancel',
  'pause',
  'resume',
  'compact',
  'set_status',
  'watch_agent',
  'answer_permission',
  'find_files',
  'nothing',
];
const method = fc
  .tuple(
    fc.constantFrom(...METHODS),
    fc.oneof(
      fc.jsonValue(),
      fc.record({
        cols: fc.integer(),
        rows: fc.integer(),
        from: fc.integer(),
        count: fc.integer(),
        max_fps: fc.double(),
      }),
    ),
  )
  .map(([name, params]) => Buffer.from(encodeLine({ method: name, params })));
const attach = fc
  .tuple(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 100 }))
  // Who may type is another user at the keyboard: it would answer for the viewer.
  .map(([cols, rows]) =>
    Buffer.from(encodeLine({ method: 'attach_terminal', params: { cols, rows, read_only: true } })),
  );
const frame = fc.oneof(
  fc
    .tuple(fc.integer({ min: 0, max: 255 }), fc.uint8Array({ maxLength: 50 }))
    .map(([type, payload]) => encodeFrame(type, Buffer.from(payload))),
  fc.tuple(fc.nat(2000), fc.nat(2000)).map(([cols, rows]) => encodeResize(cols, rows)),
  fc.constant(encodeFrame(FRAME.ping, Buffer.alloc(100_000))),
);
const bytes = fc.uint8Array({ maxLength: 2000 }).map((each) => Buffer.from(each));
const conversation = fc.record({
  parts: fc.array(fc.oneof({ weight: 3, arbitrary: method }, attach, frame, bytes), { maxLength: 60 }),
  repeat: fc.constantFrom(1, 1, 20),
  reads: fc.boolean(),
  ending: fc.constantFrom('end', 'destroy', 'stay'),
});
type Talk = typeof conversation extends fc.Arbitrary<infer T> ? T : never;

/** All of it is taken, or the Pod has hung up. */
function say(pod: TestPod, { parts, repeat, reads, ending }: Talk): Promise<void> {
  return new Promise((resolve) => {
    const socket = net.connect(pod.socketPath);
    const timer = setTimeout(() => socket.destroy(), 500);
    socket.on('error', () => {});
    socket.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    if (reads) socket.resume();
    socket.once('connect', () => {
      for (let i = 0; i < repeat; i++) for (const part of parts) socket.write(part);
      if (ending === 'end') socket.end();
      else if (ending === 'destroy') socket.destroy();
      // Else it stays until it is let go, or its time is over.
    });
  });
}

function memoryOf(pod: TestPod): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pod.pid}/status`, 'utf8'))?.[1]) / 1024;
}

/** Log and recording are opened when they are written. */
function socketsOf(pod: TestPod): number {
  const directory = `/proc/${pod.pid}/fd`;
  return readdirSync(directory).filter((name) => {
    try {
      return readlinkSync(`${directory}/${name}`).startsWith('socket:');
    } catch {
      return false;
    }
  }).length;
}

test('a viewer notices nothing of what others say', async () => {
  // A cancel is Ctrl+C, and no fault of the Pod.
  const tally = new Tally('fuzz: the socket of a Pod with a viewer', 0.15);
  const pod = await home.start('fuzzed', ['sh', '-c', 'trap "" INT; exec cat']);
  const viewer = await home.attach(pod);
  viewer.type('ready\r');
  await viewer.sees('ready');
  await say(pod, { parts: [], repeat: 1, reads: true, ending: 'end' });
  const before = { memory: memoryOf(pod), sockets: socketsOf(pod) };
  let n = 0;
  for (let seed = SEED; n === 0 || tally.hasTime; seed += 1) {
    const talks = fc.sample(conversation, { seed, numRuns: 5 });
    await tally.try(`seed ${seed}`, async () => {
      await Promise.all(talks.map((talk) => say(pod, talk)));
      n += 1;
      viewer.type(`mark${n};\r`);
      await viewer.sees(`mark${n};`);
      viewer.frames.length = 0;
      return isAlive(pod.pid) && !viewer.closed ? [] : ['the Pod or the viewer has gone'];
    });
    tally.count(talks.length - 1);
    if (!isAlive(pod.pid) || viewer.closed) break;
  }
  await tally.try('afterwards', async () => {
    await until('its sockets back', () => socketsOf(pod) <= before.sockets, 20_000);
    // Lines and frames that were refused are given back; what V8 keeps of its young generation is three times 16 MB.
    await until('its memory back', () => memoryOf(pod) - before.memory < 64, 20_000).catch(() => {});
    const grown = memoryOf(pod) - before.memory;
    return grown < 64 ? [] : [`the Pod has grown by ${grown.toFixed(0)} MB`];
  });
  tally.end();
});
