// The recording of a terminal Pod: an asciicast beside its log, bounded, whole after a kill, and true to the screen.
import { appendFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { screenTerminal } from '../../../src/pod/terminal/screenTerminal';
import { type CastEvent, parseCastEvent, parseCastHeader } from '../../../src/protocol/castEvent';
import { type PlainClient, TestHome, type TestPod, until } from '../../fixtures/podTestClient';

let home: TestHome;
beforeEach(() => {
  home = new TestHome();
});
afterEach(() => home.end());

/** The only one of this home; null: none. */
function castFile(ending = '.cast'): string | null {
  const { sessions } = home.paths;
  if (!existsSync(sessions)) return null;
  const files = readdirSync(sessions).flatMap((id) =>
    readdirSync(path.join(sessions, id)).map((f) => path.join(sessions, id, f)),
  );
  // It is there before its header is.
  return files.find((file) => file.endsWith(ending) && readFileSync(file).includes('\n')) ?? null;
}

function readCast(file = castFile()): { events: CastEvent[]; cols: number; rows: number; startedAt: number } {
  // The last line may just be being written.
  const [first = '', ...lines] = readFileSync(file ?? '', 'utf8')
    .split('\n')
    .slice(0, -1);
  const header = parseCastHeader(first);
  if (!header.ok) throw new Error(header.error);
  const events = lines.map((line) => {
    const event = parseCastEvent(line, header.value.startedAt);
    if (!event.ok) throw new Error(`${event.error}: ${line}`);
    return event.value;
  });
  return { ...header.value, events };
}

function output(file = castFile()): string {
  if (file === null) return '';
  return readCast(file)
    .events.filter(({ kind }) => kind === 'o')
    .map(({ data }) => data)
    .join('');
}

async function shown(bytes: string, cols = 80, rows = 24): Promise<string> {
  const terminal = screenTerminal({ cols, rows }, { scrollback: 1000 });
  await new Promise<void>((resolve) => terminal.write(bytes, resolve));
  const lines = Array.from({ length: rows }, (_, y) =>
    terminal.buffer.active.getLine(terminal.buffer.active.baseY + y),
  );
  terminal.dispose();
  return lines
    .map((line) => line?.translateToString(true) ?? '')
    .join('\n')
    .trimEnd();
}

function say(client: PlainClient, content: string): void {
  client.say({ method: 'run', params: { input: [{ kind: 'text', content }] } });
}

const ended = (pod: TestPod) => pod.exited;

test('all output, not the input, with its times and sizes, in a private file', async () => {
  const script =
    'stty -echo; printf "h\\303"; sleep 0.4; printf "\\251llo \\033[31m世界\\033[0m\\r\\n"; read x; echo "bye $x" | tr a-z A-Z';
  const pod = await home.start('rec', ['sh', '-c', script]);
  const viewer = await home.attach(pod);
  await viewer.sees('世界');
  viewer.resize(100, 30);
  await until(
    'the resize',
    () => castFile() !== null && readCast().events.some(({ kind, data }) => kind === 'r' && data === '100x30'),
  );
  const before = Date.now();
  viewer.type('secret\r');
  await ended(pod);
  const { events, cols, rows, startedAt } = readCast();
  expect([cols, rows]).toEqual([80, 24]);
  expect(output()).toContain('héllo \u001b[31m世界');
  expect(output()).not.toContain('secret');
  expect(output()).toContain('BYE SECRET');
  const times = events.map(({ at }) => at);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(times[0]).toBeGreaterThanOrEqual(startedAt);
  expect(events.find(({ data }) => data.includes('BYE'))?.at).toBeGreaterThanOrEqual(before - 1000);
  expect(statSync(castFile() ?? '').mode & 0o777).toBe(0o600);
});

test('a Pod that ends at once is recorded', async () => {
  const pod = await home.start('short', ['sh', '-c', 'echo seen']);
  await ended(pod);
  expect(output()).toContain('seen');
});

test('a Pod without recording has none', async () => {
  const pod = await home.start('off', ['sh', '-c', 'echo seen; exit 0'], { recordBytes: 0 });
  await ended(pod);
  expect(castFile('.jsonl')).not.toBeNull();
  expect(castFile()).toBeNull();
});

test('what goes on and on while nobody looks is read in turns, and recorded whole', async () => {
  const script = 'i=0; while [ ! -e enough ]; do i=$((i+1)); echo $i; sleep 0.08; done; echo end';
  const pod = await home.start('steady', ['sh', '-c', script]);
  const linesOf = (data: string) => data.split('\n').length - 1;
  await until('a turn', () => castFile() !== null && readCast().events.some(({ data }) => linesOf(data) > 1));
  writeFileSync(path.join(home.directory, 'enough'), '');
  await ended(pod);
  const count = output().split('\r\n').length - 2;
  expect(output()).toBe(`${Array.from({ length: count }, (_, at) => `${at + 1}\r\n`).join('')}end\r\n`);
});

test('a flood is recorded by its screens: what is left out is said, and the end is right', async () => {
  const pod = await home.start('flood', ['sh', '-c', 'read x; seq 1 400000; read x; echo the end']);
  const client = await home.connect(pod);
  say(client, '');
  await until('the last line of the flood', () => output().includes('400000'));
  say(client, '');
  await ended(pod);
  const { events } = readCast();
  const marks = events.filter(({ kind }) => kind === 'm').map(({ data }) => data);
  expect(marks.length).toBeGreaterThan(0);
  expect(marks.every((mark) => /^podwatch:skipped \d+$/.test(mark))).toBe(true);
  expect(statSync(castFile() ?? '').size).toBeLessThan(3_000_000);
  const screen = await shown(output());
  expect(screen).toContain('399999\n400000');
  expect(screen.endsWith('the end')).toBe(true);
});

test('two halves: the newer begins with the whole screen, and both together stay within their bound', async () => {
  const script =
    'printf "\\033[5;10Hfixed\\033[7m"; i=0; while [ $i -lt 60 ]; do printf "\\033[20;1H%0300d" $i; sleep 0.02; i=$((i+1)); done; read x';
  const pod = await home.start('halves', ['sh', '-c', script], { recordBytes: 12_000 });
  await until('an older half', () => castFile('.cast.1') !== null && output().includes('00059'));
  const client = await home.connect(pod);
  say(client, '');
  await ended(pod);
  const [mark, size, redraw] = readCast().events;
  expect([mark?.data, size?.data, redraw?.kind]).toEqual(['podwatch:rotated', '80x24', 'o']);
  const screen = await shown(output());
  expect(screen.split('\n')[4]).toBe(`${' '.repeat(9)}fixed`);
  expect(screen).toContain('00059');
  expect(readCast(castFile('.cast.1')).events.length).toBeGreaterThan(0);
  expect(statSync(castFile() ?? '').size + statSync(castFile('.cast.1') ?? '').size).toBeLessThan(2 * 12_000);
});

test('killed, it ends with a whole batch; restored, it goes on in time after a torn line', async () => {
  const pod = await home.start('killed', ['sh', '-c', 'stty -echo; echo first life; exec cat']);
  const client = await home.connect(pod);
  say(client, 'x');
  await until('its recording', () => output().includes('first life'));
  process.kill(pod.pid, 'SIGKILL');
  await pod.exited;
  const before = readCast();
  appendFileSync(castFile() ?? '', '[99.5, "o", "to');
  const [session] = readdirSync(home.paths.sessions);
  const segment = path.basename(castFile() ?? '', '.cast');
  const again = await home.start('killed', ['sh', '-c', 'echo second life; read x'], {
    restore: { sessionId: session ?? '', segmentId: segment },
  });
  await until('both', () => readFileSync(castFile() ?? '', 'utf8').includes('second life'));
  const { events } = readCast();
  expect(events.slice(0, before.events.length)).toEqual(before.events);
  expect(events[before.events.length]).toMatchObject({ kind: 'm', data: 'podwatch:restored' });
  expect(events.at(-1)?.at).toBeGreaterThan(before.events.at(-1)?.at ?? Number.POSITIVE_INFINITY);
  const viewer = await home.attach(again);
  await viewer.sees('second life');
  expect(await shown(output())).toBe(await shown(viewer.bytes.toString()));
});
