// A program asks its terminal, and is told of its viewers: exactly one answer, at once, whoever is attached.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { FRAME } from '../../../src/protocol/terminalFrame';
import type { AttachedClient } from '../../fixtures/attachedClient';
import { TestHome, type TestPod, until } from '../../fixtures/podTestClient';

let home: TestHome;
beforeEach(() => {
  home = new TestHome();
});
afterEach(() => home.end());

/** Prints what it is told to (`printf` escapes, a line each), and writes down all else that it is sent. */
const ECHO = `
process.stdin.setRawMode(true);
process.stdin.on('data', (bytes) => require('fs').appendFileSync('got', bytes));
process.stdout.write('ready');
const at = setInterval(() => {
  if (!require('fs').existsSync('say')) return;
  const text = require('fs').readFileSync('say', 'utf8');
  require('fs').unlinkSync('say');
  process.stdout.write(text);
}, 5);`;

const got = () => {
  try {
    return readFileSync(path.join(home.directory, 'got'), 'latin1');
  } catch {
    return '';
  }
};

async function say(text: string): Promise<void> {
  const fs = await import('node:fs');
  fs.writeFileSync(path.join(home.directory, 'next'), text);
  fs.renameSync(path.join(home.directory, 'next'), path.join(home.directory, 'say'));
  await until('the program to say it', () => !fs.existsSync(path.join(home.directory, 'say')));
}

async function start(): Promise<TestPod> {
  const pod = await home.start('asks', [process.execPath, '-e', ECHO]);
  const viewer = await home.attach(pod, { cols: 80, rows: 24 }, true);
  await viewer.sees('ready');
  viewer.close();
  return pod;
}

/** A viewer whose screen has come. */
async function attach(pod: TestPod, readOnly = false): Promise<AttachedClient> {
  const viewer = await home.attach(pod, { cols: 80, rows: 24 }, readOnly);
  await until('a screen', () => viewer.count(FRAME.screen) > 0);
  return viewer;
}

const QUESTIONS: readonly (readonly [question: string, answer: string])[] = [
  ['\x1b[c', '\x1b[?1;2c'],
  ['\x1bZ', '\x1b[?1;2c'],
  ['\x1b[>c', '\x1b[>0;276;0c'],
  ['\x1b[=c', '\x1bP!|00000000\x1b\\'],
  ['\x1b[>q', '\x1bP>|podwatch\x1b\\'],
  ['\x1b[?u', '\x1b[?0u'],
  ['\x1b[>5u\x1b[?u\x1b[<u', '\x1b[?5u'],
  ['\x1b[?4m', '\x1b[>4;0m'],
  ['\x1b[?2026$p', '\x1b[?2026;2$y'],
  // What the Pod's screen does not do is not claimed.
  ['\x1b[?2027$p', '\x1b[?2027;0$y'],
  ['\x1bP+q544e\x1b\\', '\x1bP1+r544e=787465726d2d323536636f6c6f72\x1b\\'],
  ['\x1bP+q4d73\x1b\\', '\x1bP0+r4d73\x1b\\'],
  // Any answer would mean that there are graphics; that to the attributes behind it says that there are none.
  ['\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\\x1b[c', '\x1b[?1;2c'],
  ['\x1b]22;?__current__\x1b\\\x1b]99;i=1:p=?;\x1b\\\x1b]1337;ReportCellSize\x07', ''],
  ['\x1b[?2048$p', '\x1b[?2048;2$y'],
  ['\x1b[?2048h\x1b[?2048$p\x1b[?2048l', '\x1b[48;24;80;0;0t\x1b[?2048;1$y'],
  ['\x1b]11;?\x07', '\x1b]11;rgb:0000/0000/0000\x1b\\'],
  ['\x1b]11;#102030\x07\x1b]11;?\x07\x1b]111\x07', '\x1b]11;rgb:1010/2020/3030\x1b\\'],
  ['\x1b]4;1;?\x07', '\x1b]4;1;rgb:cdcd/0000/0000\x1b\\'],
  ['\x1b[?996n', '\x1b[?997;1n'],
];

test('every question has one answer, in its turn, with nobody, two or a stopped viewer attached', async () => {
  const pod = await start();
  const all = QUESTIONS.map(([question]) => question).join('');
  const answers = QUESTIONS.map(([, answer]) => answer).join('');
  await say(all);
  await until('all answers', () => got() === answers);
  const viewers = [await attach(pod), await attach(pod)];
  // They do not answer what they are asked: their colours are waited for, and no longer than a program waits.
  for (const viewer of viewers) viewer.socket.pause();
  await say(all);
  await until('all answers once more', () => got() === answers + answers);
});

test('no question reaches a viewer, but that for its colours', async () => {
  const pod = await start();
  const [first, second] = [await attach(pod), await attach(pod)];
  second.type('x');
  await until('the key', () => got() === 'x');
  await say(`${QUESTIONS.map(([question]) => question).join('')}\x1b]12;?\x07THE END`);
  await first.sees('THE END');
  await second.sees('THE END');
  const asked = (viewer: AttachedClient) =>
    viewer.output.toString('latin1').match(/\x1b(?:\[[?<>=]?[\d;]*[$]?[cnpqu]|\][\d;]+\?[^\x1b]*|[PZ_])/g);
  // One at a time, each until it is answered or given up.
  const colours = () => asked(second)?.filter((sequence) => !/u$/.test(sequence)) ?? [];
  await until('the last question', () => colours().length >= 3);
  expect(colours()).toEqual(['\x1b]11;?', '\x1b]4;1;?', '\x1b]12;?']);
  expect(asked(first)).toEqual(['\x1b[>5u', '\x1b[<u']);
});

test('a question for a colour is asked, also where screen after screen is drawn anew behind it', async () => {
  const pod = await start();
  const viewer = await attach(pod);
  await say('\x1b]11;?\x07\x1b[?1049h\x1b[?1049l\x1b[?1049h');
  await until('the question', () => viewer.output.includes('\x1b]11;?'));
});

test('colours are those of the viewer who typed last, and remembered when it has gone', async () => {
  const pod = await start();
  const [light, dark] = [await attach(pod), await attach(pod)];
  const asks = (viewer: AttachedClient) => until('the question', () => viewer.output.includes('\x1b]11;?'));
  const takes = (text: string) => until(JSON.stringify(text), () => got().endsWith(text));
  light.type('l');
  await takes('l');
  await say('\x1b]11;?\x07\x1b[c');
  await asks(light);
  // Cut in the middle, and with a key behind it: the program sees the key and one answer, before the next one.
  light.type('\x1b]11;rgb:ffff/ff');
  light.type('ff/ffff\x1b\\k');
  await until('the answer and the key', () => got() === 'l\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[?1;2ck');
  dark.type('d');
  await takes('d');
  await say('\x1b]11;?\x07');
  await asks(dark);
  dark.type('\x1b]11;rgb:1111/1111/1111\x07');
  await takes('\x1b]11;rgb:1111/1111/1111\x1b\\');
  light.type('L');
  await takes('L');
  await say('\x1b]11;?\x07');
  await takes('\x1b]11;rgb:ffff/ffff/ffff\x1b\\');
  light.close();
  dark.close();
  await until('both to be gone', () => light.closed && dark.closed);
  await say('\x1b[?996n');
  await takes('\x1b[?997;2n');
});

test('focus: told when the last viewer who can type has gone, and when one comes', async () => {
  const pod = await start();
  await say('\x1b[?1004h');
  // Who only watches looks at nothing in the program's sense, and decides nothing.
  await attach(pod, true);
  await say('\x1b[5n');
  await until('the answer alone', () => got() === '\x1b[0n');
  const [first, second] = [await attach(pod), await attach(pod)];
  await until('focus in', () => got() === '\x1b[0n\x1b[I');
  await attach(pod, true);
  first.socket.destroy();
  second.type('x');
  await until('the key', () => got() === '\x1b[0n\x1b[Ix');
  second.socket.destroy();
  await until('focus out', () => got() === '\x1b[0n\x1b[Ix\x1b[O');
  const third = await attach(pod);
  await until('focus in again', () => got() === '\x1b[0n\x1b[Ix\x1b[O\x1b[I');
  // Its own terminal says that it has lost the focus: that is not said twice.
  third.type('\x1b[Oy');
  third.send(FRAME.detach);
  await until('the end of the viewer', () => third.closed);
  await say('\x1b[?1004l\x1b[5n');
  await until('the answer', () => got() === '\x1b[0n\x1b[Ix\x1b[O\x1b[I\x1b[Oy\x1b[0n');
  await attach(pod);
  await say('\x1b[5n');
  await until('no focus where none is wanted', () => got().endsWith('y\x1b[0n\x1b[0n'));
});

test('a size that is wanted as input is told once, whatever viewers are told, and again when it changes', async () => {
  const pod = await start();
  const viewers = [await attach(pod), await attach(pod)];
  await say('\x1b[?2048hTHE END');
  for (const viewer of viewers) await viewer.sees('THE END');
  await until('the size', () => got() === '\x1b[48;24;80;0;0t');
  expect(viewers.map(({ output }) => output.includes('2048'))).toEqual([false, false]);
  viewers[0]?.resize(100, 30);
  await until('the new size', () => got() === '\x1b[48;24;80;0;0t\x1b[48;30;100;0;0t');
});

test('modes that a program has saved come back, and are not saved over those of the user', async () => {
  const pod = await start();
  const viewer = await attach(pod);
  await say('\x1b[?2004h\x1b[?1000h\x1b[?1000;2004;25;1007s\x1b[?2004l\x1b[?1003h\x1b[?25l\x1b[?1007h');
  await say('\x1b[?1000;2004;25;1007r\x1b[?1000$p\x1b[?2004$p\x1b[?25$pTHE END');
  await viewer.sees('THE END');
  await until('what is on', () => got() === '\x1b[?1000;1$y\x1b[?2004;1$y\x1b[?25;1$y');
  expect(viewer.output.toString('latin1')).not.toMatch(/\x1b\[\?[\d;]*[sr]/);
});

test("the program's stack of titles stays in the Pod, and a title that it takes back is shown", async () => {
  const pod = await start();
  const viewer = await attach(pod);
  await say('\x1b]2;one\x07\x1b[22;0t\x1b]2;two\x07\x1b[23;0tEND');
  await until('the first title again', () =>
    /\x1b\]2;two\x07.*\x1b\]2;one\x07/s.test(viewer.output.toString('latin1')),
  );
  expect(viewer.output.toString('latin1')).not.toMatch(/\x1b\[2[23];?\d*t/);
});
