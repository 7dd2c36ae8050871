// Viewers and much output or input: nobody is held up, nothing is lost that is read, nothing is hoarded.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { FRAME } from '../../../src/protocol/terminalFrame';
import type { AttachedClient } from '../../fixtures/attachedClient';
import { TestHome, type TestPod, until } from '../../fixtures/podTestClient';
import { answered, raw, screens, shown } from './shownToViewer';

let home: TestHome;
beforeEach(() => {
  home = new TestHome();
});
afterEach(async () => {
  for (const screen of screens.splice(0)) screen.dispose();
  await home.end();
});

/** Tens of megabytes on a loaded machine. */
const FLOOD_MS = 50_000;

/** The Pod's own screen, as a fresh viewer gets it. */
async function podScreen(pod: TestPod, size = { cols: 80, rows: 24 }) {
  const viewer = await home.attach(pod, size, true);
  await until('a screen', () => viewer.count(FRAME.screen) > 0);
  const screen = await shown(viewer.bytes, size.cols, size.rows);
  viewer.close();
  return screen;
}

test('a stalled viewer stalls nobody, is not hoarded for, and gets the screen when it reads again', async () => {
  const pod = await home.start(
    'stall',
    raw('printf R; dd bs=1 count=1 2>/dev/null >&2; seq 1 2000000; printf END; cat'),
  );
  const stalled = await home.attach(pod);
  const reading = await home.attach(pod);
  await stalled.sees('R');
  stalled.socket.pause();
  reading.type('x');
  await reading.sees('END');
  await answered(reading);
  stalled.socket.resume();
  await stalled.sees('END');
  expect(stalled.bytes.length).toBeLessThan(6_000_000);
  const pods = await podScreen(pod);
  expect((await shown(stalled.bytes)).rows).toEqual(pods.rows);
  expect((await shown(reading.bytes)).rows).toEqual(pods.rows);
});

/** How long this process has been kept from reading, at most, ms, until it is asked. */
function longestPause(): () => number {
  let last = performance.now();
  let longest = 0;
  const look = () => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  };
  const timer = setInterval(look, 5);
  return () => {
    clearInterval(timer);
    look();
    return longest;
  };
}

/** Of the last frames together: what is written at once may come in two. */
function hasEnd({ frames }: AttachedClient): boolean {
  const last = frames.slice(-8).filter(({ type }) => type === FRAME.output || type === FRAME.screen);
  return Buffer.concat(last.map(({ payload }) => payload)).includes('END');
}

test('a viewer that reads gets all of a flood, byte by byte', async () => {
  const line = 'y'.repeat(99);
  // On a loaded machine this process may be no viewer that reads: then nothing is said of one, and it is tried again.
  for (let tries = 1; ; tries++) {
    const pod = await home.start(
      `flood${tries}`,
      raw(`printf R; read go; yes ${line} | head -c 20000000; printf END; cat`),
    );
    const viewer = await home.attach(pod, { cols: 80, rows: 24 }, false);
    await until('the raw terminal', () => viewer.frames.some(({ payload }) => payload.includes('R')));
    const pause = longestPause();
    viewer.type('go\n');
    await until('the end', () => hasEnd(viewer), FLOOD_MS);
    const hasRead = pause() < 100;
    const frames = viewer.frames.filter(({ type }) => type === FRAME.output);
    const all = Buffer.concat(frames.map(({ payload }) => payload));
    // It stands in the screen, or came behind it.
    const output = all[0] === 'R'.charCodeAt(0) ? all.subarray(1) : all;
    viewer.socket.destroy();
    if (viewer.count(FRAME.screen) > 1 && !hasRead && tries < 10) continue;
    if (!hasRead && tries === 10) return;
    expect(viewer.count(FRAME.screen)).toBe(1);
    expect(output.length).toBe(20_000_000 + 3);
    expect(output.equals(Buffer.from(`${`${line}\n`.repeat(200_000)}END`))).toBe(true);
    return;
  }
});

test('a flood does not grow the Pod', async () => {
  const pod = await home.start(
    'flood',
    raw('yes "a line of some length to fill the screen" | head -c 60000000; printf END; cat'),
  );
  const viewer = await home.attach(pod);
  await until('the end', () => hasEnd(viewer), FLOOD_MS);
  if (process.platform !== 'linux') return;
  const [, peak] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pod.pid}/status`, 'utf8')) ?? [];
  expect(Number(peak)).toBeLessThan(200_000);
});

test('the end waits for a slow viewer, and brings it the last screen', async () => {
  const pod = await home.start('slowend', raw('printf R; dd bs=1 count=1 2>/dev/null >&2; seq 1 1000000; printf END'));
  const slow = await home.attach(pod);
  const reading = await home.attach(pod);
  await slow.sees('R');
  slow.socket.pause();
  reading.type('x');
  expect(await reading.exit()).toEqual({ code: 0, signal: null });
  slow.socket.resume();
  expect(await slow.exit()).toEqual({ code: 0, signal: null });
  expect((await shown(slow.bytes)).rows).toEqual((await shown(reading.bytes)).rows);
});

test('1 MB of input arrives whole, also at a program that is slow to read', async () => {
  const bytes = Buffer.alloc(1_000_000, 'The quick brown fox. ');
  const pod = await home.start('paste', raw(`printf R; sleep 0.5; head -c ${bytes.length} | md5sum; cat`));
  const viewer = await home.attach(pod);
  await viewer.sees('R');
  for (let at = 0; at < bytes.length; at += 65536) viewer.type(bytes.subarray(at, at + 65536));
  await viewer.sees(createHash('md5').update(bytes).digest('hex'));
});

test('a program that never reads its input does not stop the Pod', async () => {
  const pod = await home.start('deaf', raw('printf R; exec sleep 1000'));
  const viewer = await home.attach(pod);
  const other = await home.attach(pod, { cols: 80, rows: 24 }, true);
  await viewer.sees('R');
  for (let i = 0; i < 64; i++) viewer.type(Buffer.alloc(65536, 'x'));
  await answered(other);
  const client = await home.connect(pod);
  client.say({ method: 'shutdown' });
  await client.next('shutdown');
});
