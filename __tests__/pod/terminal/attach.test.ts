// Attached viewers of a real Pod: exact screens, no gap, no overlap, and nobody holds anybody up.
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

/** The Pod's own screen, as a fresh viewer gets it. */
async function podScreen(pod: TestPod, size = { cols: 80, rows: 24 }) {
  const viewer = await home.attach(pod, size, true);
  await until('a screen', () => viewer.count(FRAME.screen) > 0);
  const screen = await shown(viewer.bytes, size.cols, size.rows);
  viewer.close();
  return screen;
}

test('the screen first, then the stream: no gap and no overlap, whenever a viewer comes', async () => {
  const count = 3000;
  const pod = await home.start(
    'counter',
    raw(`i=0; while [ $i -lt ${count} ]; do echo "line $i"; i=$((i+1)); done; printf END; cat`),
  );
  const viewers: AttachedClient[] = [];
  for (let i = 0; i < 8; i++) viewers.push(await home.attach(pod, { cols: 80, rows: 24 }, true));
  const expected = await until(
    'the end',
    () => viewers.every((viewer) => viewer.bytes.includes('END')) && podScreen(pod),
  );
  for (const viewer of viewers) {
    expect((await shown(viewer.bytes)).rows).toEqual((await expected).rows);
    // Behind its screen every line follows on the one before.
    const lines = [...viewer.output.toString().matchAll(/line (\d+)\n/g)].map((match) => Number(match[1]));
    expect(lines).toEqual(lines.map((_, index) => (lines[0] ?? 0) + index));
  }
});

test('200 KB and then the exit: every byte arrives, and the exit behind them', async () => {
  for (let round = 0; round < 5; round++) {
    const pod = await home.start(
      `last${round}`,
      raw('printf R; read -r x; head -c 200000 /dev/zero | tr "\\0" x; exit 3'),
    );
    const viewer = await home.attach(pod);
    await viewer.sees('R');
    const before = viewer.output.length;
    viewer.type('\n');
    expect(await viewer.exit()).toEqual({ code: 3, signal: null });
    expect(viewer.output.length - before).toBe(200_000);
    await pod.exited;
  }
});

test('frames end where characters end', async () => {
  const halves =
    'printf "\\343"; sleep 0.1; printf "\\201"; sleep 0.1; printf "\\202\\360\\237"; sleep 0.1; printf "\\230\\200"';
  const pod = await home.start('split', raw(`printf R; dd bs=1 count=1 2>/dev/null >&2; ${halves}; printf END; cat`));
  const viewer = await home.attach(pod);
  await viewer.sees('R');
  viewer.type('x');
  await viewer.sees('END');
  for (const { type, payload } of viewer.frames) {
    if (type === FRAME.output) expect(payload.toString().includes('\ufffd')).toBe(false);
  }
  expect(viewer.output.toString()).toContain('あ😀');
});

test.each([
  ['a colour', '\\033[31', 'mred', 'Rred'],
  ['a character', '\\346\\227', '\\245', 'R日'],
  ['a title', '\\033]2;ti', 'tle\\007x', 'Rx'],
])('a viewer that joins in the middle of %s sees what the Pod sees', async (_, first, second, text) => {
  const script = `printf 'R${first}'; dd bs=1 count=1 2>/dev/null >&2; printf '${second}'; printf END; cat`;
  const pod = await home.start('middle', raw(script));
  const early = await home.attach(pod);
  await early.sees('R');
  const late = await home.attach(pod);
  await until('a screen', () => late.count(FRAME.screen) > 0);
  late.type('x');
  await late.sees('END');
  await early.sees('END');
  const pods = await podScreen(pod);
  expect(pods.text[0]).toBe(`${text}END`);
  expect((await shown(early.bytes)).rows).toEqual(pods.rows);
  expect((await shown(late.bytes)).rows).toEqual(pods.rows);
});

test('a viewer that joins inside a string too long to hold sees nothing of it', async () => {
  const script =
    'printf R; dd bs=1 count=1 2>/dev/null >&2; printf "\\033]52;c;"; head -c 9000 /dev/zero | tr "\\0" A; dd bs=1 count=1 2>/dev/null >&2; printf "BBBB\\007"; printf END; cat';
  const pod = await home.start('long', raw(script));
  const early = await home.attach(pod);
  await early.sees('R');
  early.type('x');
  await early.sees('AAAAAAAA');
  const late = await home.attach(pod);
  await until('a screen', () => late.count(FRAME.screen) > 0);
  late.type('x');
  await late.sees('END');
  expect(late.output.toString()).toBe('END');
  expect((await shown(late.bytes)).text[0]).toBe('REND');
});

test('a viewer never leaves its own alternate screen; each switch brings a fresh screen', async () => {
  const step = 'dd bs=1 count=1 2>/dev/null >&2';
  const script = `printf 'normal'; ${step}; printf '\\033[?1049;2004h\\033[Hfull screen'; ${step}; printf '\\033[?1049lback'; printf END; cat`;
  const pod = await home.start('alternate', raw(script));
  const viewer = await home.attach(pod);
  await viewer.sees('normal');
  viewer.type('x');
  await viewer.sees('full screen');
  expect((await shown(viewer.bytes)).text[0]).toBe('full screen');
  expect(viewer.bytes.toString()).toContain('\x1b[?2004h');
  viewer.type('x');
  await viewer.sees('END');
  expect((await shown(viewer.bytes)).text[0]).toBe('normalbackEND');
  expect(viewer.bytes.toString()).not.toMatch(/\x1b\[\?[\d;]*1049/);
});

test('queries are answered by the Pod, in their order, while nobody is attached who could', async () => {
  const ask =
    "dd bs=1 count=2 2>/dev/null >&2; printf '\\033]11;?\\007\\033[c'; dd bs=1 count=32 2>/dev/null | od -An -c -w200";
  const pod = await home.start('asks', raw(`${ask}; printf END; cat`), { cols: 200 });
  const client = await home.connect(pod);
  client.say({ method: 'run', params: { input: [{ kind: 'text', content: 'x' }] } });
  const reader = await home.attach(pod, { cols: 200, rows: 24 }, true);
  await reader.sees('END');
  const { text } = await shown(reader.bytes, 200);
  expect(text.join('').replace(/ /g, '')).toBe('033]11;rgb:0000/0000/0000033\\033[?1;2cEND');
});

test('the size is that of the viewer who typed last; readers never decide; a leaver hands it on', async () => {
  const pod = await home.start('sizes', ['sh', '-c', 'trap "stty size" WINCH; stty size; while :; do read -r x; done']);
  const early = await home.attach(pod, { cols: 150, rows: 40 }, true);
  await early.sees('24 80');
  const a = await home.attach(pod, { cols: 100, rows: 30 });
  await a.sees('30 100');
  const b = await home.attach(pod, { cols: 60, rows: 20 });
  const reader = await home.attach(pod, { cols: 200, rows: 50 }, true);
  reader.resize(210, 55);
  b.resize(61, 21);
  await answered(b);
  await answered(reader);
  expect(a.bytes.toString()).not.toMatch(/21 61|20 60|50 200|55 210|40 150/);
  b.type('\n');
  await until('the size of b', () => /21 61/.test(b.bytes.toString()));
  b.resize(62, 22);
  await b.sees('22 62');
  b.close();
  await until('the size of a', () => (a.output.toString().match(/30 100/g) ?? []).length > 0);
});

test('a viewer of another size gets whole screens that fit, and the stream when the size becomes its own', async () => {
  const pod = await home.start('mirror', ['cat']);
  const owner = await home.attach(pod, { cols: 80, rows: 24 });
  const small = await home.attach(pod, { cols: 20, rows: 5 });
  owner.type(`${'\n'.repeat(20)}${'w'.repeat(40)}\n`);
  await small.sees('w'.repeat(20));
  expect(small.count(FRAME.output)).toBe(0);
  expect((await shown(small.bytes, 20, 5)).text.join('|')).toContain('w'.repeat(20));
  small.type('mine\n');
  await until('the stream', () => small.output.includes('mine'));
  expect((await shown(small.bytes, 20, 5)).rows).toEqual((await podScreen(pod, { cols: 20, rows: 5 })).rows);
});

test('what a reader types is not for the program', async () => {
  const pod = await home.start('reader', ['cat']);
  const reader = await home.attach(pod, { cols: 80, rows: 24 }, true);
  const writer = await home.attach(pod);
  reader.type('from reader\n');
  await answered(reader);
  writer.type('from writer\n');
  await reader.sees('from writer');
  expect(writer.bytes.includes('from reader')).toBe(false);
});

test('detach: what was typed before still arrives, and the Pod lives on', async () => {
  const pod = await home.start('detach', ['cat']);
  const viewer = await home.attach(pod);
  viewer.type('last words\n');
  viewer.send(FRAME.detach);
  await until('the close', () => viewer.closed);
  const again = await home.attach(pod);
  await again.sees('last words');
});

test('frames that make no sense close that viewer only', async () => {
  const pod = await home.start('nonsense', ['cat']);
  const broken = await home.attach(pod);
  const good = await home.attach(pod);
  broken.socket.write(Buffer.from([FRAME.input, 0xff, 0xff, 0xff, 0xff]));
  await until('the close', () => broken.closed);
  good.send(99, Buffer.from('an unknown frame'));
  good.send(FRAME.resize, Buffer.from([0]));
  await answered(good);
});
