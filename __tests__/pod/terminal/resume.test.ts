// A viewer whose connection is cut goes on where it was: nothing of what the Pod puts out or is typed is lost or doubled.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { dialTerminal } from '../../../src/actions/dialTerminal';
import type { TerminalSession } from '../../../src/actions/terminalSession';
import { type Dial, DialRefused } from '../../../src/client/dial';
import { dialSocket } from '../../../src/client/dialSocket';
import { podSocketPath } from '../../../src/protocol/homePaths';
import { type CutProxy, startCutProxy } from '../../fixtures/cutProxy';
import { makeTempHome, type TempHome } from '../../fixtures/tempHome';
import { until } from '../../fixtures/until';

let home: TempHome;
let proxy: CutProxy;
beforeEach(() => {
  home = makeTempHome();
});
const sessions: TerminalSession[] = [];
afterEach(async () => {
  // One that still tries to come back would never end.
  for (const session of sessions.splice(0)) session.bytes.destroy();
  await proxy?.close();
  await home.close();
});

const overProxy: Dial = () =>
  new Promise((resolve, reject) => {
    const socket = net.connect(proxy.port, '127.0.0.1');
    socket.on('error', reject);
    socket.once('connect', () => resolve(socket));
  });

async function attached(argv: readonly string[], dial: Dial = overProxy, isAway = true): Promise<TerminalSession> {
  const started = await home.podwatch(['run', '-d', 'demo', '--', ...argv]);
  expect(started).toMatchObject({ code: 0 });
  proxy = await startCutProxy({ path: podSocketPath(home.paths, 'demo') });
  const size = { cols: 80, rows: 24 };
  const dialled = await dialTerminal({ ...size, dial, podName: 'demo', readOnly: false, inside: null, isAway });
  if (dialled.kind !== 'done') throw new Error(dialled.message);
  sessions.push(dialled.session);
  return dialled.session;
}

/** A key is typed for so many bytes that have come, and as many more may be put out then. */
const STEP_BYTES = 256 * 1024;

/**
 * Bytes that a child puts out, without a line end that the terminal would change; never more ahead of who has typed than a Pod keeps,
 * as it waits for nobody.
 */
function flood(megabytes: number): readonly string[] {
  const script = `
    process.stdin.setRawMode(true);
    const hash = require('node:crypto').createHash('sha256');
    let left = ${megabytes} * 4;
    process.stdin.on('data', (keys) => {
      for (let may = keys.length; may > 0 && left > 0; may -= 1, left -= 1) {
        const chunk = Buffer.alloc(${STEP_BYTES}, String.fromCharCode(97 + left % 26));
        hash.update(chunk);
        process.stdout.write(chunk);
        if (left === 1) process.stdout.write('<' + hash.digest('hex') + '>');
      }
    });
    process.stdout.write('<ready>');`;
  return [process.execPath, '-e', script];
}

test('a flood through many cuts arrives to the byte', async () => {
  const session = await attached(flood(12));
  const hash = createHash('sha256');
  let tail = '';
  let begun = false;
  let since = 0;
  let bytes = 0;
  let answered = 0;
  let cuts = 0;
  const ended = new Promise<string>((resolve) => {
    session.bytes.on('data', (chunk: Buffer) => {
      const text = chunk.toString('latin1');
      tail += text;
      if (!begun) {
        if (!tail.includes('<ready>')) return;
        begun = true;
        tail = '';
        session.bytes.write('goon');
        return;
      }
      const at = tail.indexOf('<');
      const plain = at < 0 ? tail : tail.slice(0, at);
      hash.update(plain, 'latin1');
      tail = at < 0 ? '' : tail.slice(at);
      since += plain.length;
      bytes += plain.length;
      const steps = Math.floor(bytes / STEP_BYTES);
      session.bytes.write('k'.repeat(steps - answered));
      answered = steps;
      if (since > 1_500_000 && cuts < 5) {
        since = 0;
        cuts += 1;
        proxy.cut();
      }
      const said = /^<([0-9a-f]{64})>/.exec(tail)?.[1];
      if (said !== undefined) resolve(said);
    });
  });
  expect(await ended).toBe(hash.digest('hex'));
  expect(cuts).toBeGreaterThanOrEqual(3);
  session.detach();
});

test('every byte that is typed through cuts arrives once and in order', async () => {
  const script = `
    process.stdin.setRawMode(true);
    let typed = '';
    process.stdin.on('data', (chunk) => {
      typed += chunk;
      if (typed.endsWith('!')) process.stdout.write('<' + typed + '>');
    });
    process.stdout.write('<ready>');`;
  const session = await attached([process.execPath, '-e', script]);
  let seen = '';
  session.bytes.on('data', (chunk: Buffer) => {
    seen += chunk.toString('latin1');
  });
  await until(() => seen.includes('<ready>'));
  let expected = '';
  for (let count = 0; count < 200; count += 1) {
    const word = `${count},`;
    expected += word;
    // Both ways in: neither overtakes the other.
    if (count % 3 === 0) session.bytes.write(word);
    else session.type(Buffer.from(word));
    if (count % 25 === 10) proxy.cut();
    if (count % 5 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  session.type(Buffer.from('!'));
  await until(() => seen.includes('!>'));
  expect(seen.slice(seen.lastIndexOf('<') + 1)).toBe(`${expected}!>`);
  session.detach();
});

test('while there is no way the cut is told with what waits, and detaching works at once', async () => {
  const session = await attached(['cat']);
  session.bytes.on('data', () => {});
  const told: boolean[] = [];
  session.onCut(() => told.push(session.cut !== null));
  await proxy.accept(false);
  proxy.cut();
  await until(() => session.cut !== null);
  session.bytes.write('waits');
  expect(session.cut?.waiting).toBe(5);
  await proxy.accept(true);
  await until(() => session.cut === null);
  expect(told).toEqual([true, false]);
  await proxy.accept(false);
  proxy.cut();
  await until(() => session.cut !== null);
  session.detach();
  expect(session.bytes.writableEnded).toBe(true);
});

test('a line that was silent for a while, with a Pod that went on, loses nothing of what is kept', async () => {
  const done = path.join(home.directory, 'done');
  const program = `
    process.stdin.setRawMode(true);
    process.stdin.once('data', () => {
      for (let at = 0; at < 16; at += 1) process.stdout.write(Buffer.alloc(65536, 97 + at));
      process.stdout.write('<end>');
      require('node:fs').writeFileSync(${JSON.stringify(done)}, '');
    });
    process.stdout.write('<ready>');`;
  const session = await attached([process.execPath, '-e', program]);
  const parts: Buffer[] = [];
  session.bytes.on('data', (chunk: Buffer) => parts.push(chunk));
  const seen = () => Buffer.concat(parts).toString('latin1');
  await until(() => seen().includes('<ready>'));
  parts.length = 0;
  proxy.hold(true, 'answers');
  session.bytes.write('go');
  await until(() => fs.existsSync(done));
  proxy.hold(false);
  await until(() => seen().endsWith('<end>'));
  const expected = Array.from({ length: 16 }, (_, at) => String.fromCharCode(97 + at).repeat(65536)).join('');
  // As texts they would fill the screen.
  expect(seen() === `${expected}<end>`).toBe(true);
  session.detach();
});

test('who is told that the way is back can ask for a screen over it', async () => {
  const session = await attached(['sh']);
  let seen = '';
  session.bytes.on('data', (chunk: Buffer) => {
    seen += chunk.toString('latin1');
  });
  await until(() => seen.includes('$'));
  session.onCut(() => {
    seen = '';
    if (session.cut === null) session.redraw();
  });
  proxy.cut();
  await until(() => session.cut === null && /\x1b\[2J.*\$/s.test(seen));
  session.detach();
});

test('another size meanwhile, or too much output, brings a screen instead of bytes', async () => {
  const session = await attached(['sh']);
  let seen = '';
  session.bytes.on('data', (chunk: Buffer) => {
    seen += chunk.toString('latin1');
  });
  await until(() => seen.includes('$'));
  await proxy.accept(false);
  proxy.cut();
  await until(() => session.cut !== null);
  session.resize({ cols: 100, rows: 30 });
  seen = '';
  await proxy.accept(true);
  await until(() => session.cut === null && seen.includes('$'));
  // A whole screen begins by clearing what is there.
  expect(seen).toMatch(/\x1b\[(?:H|2J|0?J)/);
  session.detach();
});

test('a Pod that has ended is lost, on this machine at once and elsewhere as soon as that is known', async () => {
  const session = await attached(['cat'], (signal) => dialSocket(podSocketPath(home.paths, 'demo'))(signal), false);
  const ended = new Promise((resolve) => session.bytes.on('end', resolve));
  session.bytes.resume();
  const pid = home.allocations()[0]?.pid ?? 0;
  process.kill(pid, 'SIGKILL');
  await ended;
  expect(session.end()).toEqual({ kind: 'lost', reason: 'its process has gone' });
});

test('a far end that says no is believed', async () => {
  let isGone = false;
  const session = await attached(['cat'], (signal) =>
    isGone ? Promise.reject(new DialRefused('there is no such Pod any more')) : overProxy(signal),
  );
  const ended = new Promise((resolve) => session.bytes.on('end', resolve));
  session.bytes.resume();
  isGone = true;
  proxy.cut();
  await ended;
  expect(session.end().kind).toBe('lost');
});

test('what is typed in a cut waits for its end; in a long one it is refused, and the user hears it', async () => {
  const session = await attached(['sh', '-c', 'stty raw -echo; echo ready; exec cat -v']);
  let text = '';
  session.bytes.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  await until(() => text.includes('ready'));
  const told: (boolean | null)[] = [];
  let refusals = 0;
  session.onCut(
    () => told.push(session.cut === null ? null : session.cut.isDeaf),
    () => {
      refusals += 1;
    },
  );
  await proxy.accept(false);
  proxy.cut();
  await until(() => session.cut !== null);
  session.bytes.write('early');
  await until(() => session.cut?.waiting === 5);
  // Time goes on.
  const { now } = performance;
  performance.now = () => now.call(performance) + 16_000;
  try {
    expect(session.cut).toMatchObject({ isDeaf: true });
    session.bytes.write('late');
    await until(() => refusals === 1);
    expect(session.cut).toMatchObject({ waiting: 5 });
    await proxy.accept(true);
    await until(() => text.includes('early'));
  } finally {
    performance.now = now;
  }
  session.bytes.write('after');
  await until(() => text.includes('after'));
  expect(text).not.toContain('late');
  expect(told).toEqual([false, null]);
});
