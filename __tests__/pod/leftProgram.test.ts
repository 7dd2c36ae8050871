// What a killed Pod leaves behind: its program is ended before the next one starts, and its log has one writer.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { removePod } from '../../src/actions/removePod';
import { metadataPath, segmentLogPath } from '../../src/protocol/homePaths';
import { parsePodMetadata } from '../../src/protocol/podMetadata';
import { isAlive, TestHome, type TestPod, until } from '../fixtures/podTestClient';

let home: TestHome;
beforeEach(() => {
  home = new TestHome();
});
afterEach(() => home.end());

async function kill(pod: TestPod): Promise<void> {
  process.kill(pod.pid, 'SIGKILL');
  await pod.exited;
}

/** A program that the loss of its terminal does not end, with one child; its pid. */
async function survivor(name: string, script = 'trap "" HUP'): Promise<{ pod: TestPod; pid: number }> {
  const file = path.join(home.directory, `${name}.pid`);
  const pod = await home.start(name, ['sh', '-c', `${script}; sleep 600 & echo $$ > ${file}; wait`]);
  const pid = await until('its pid', () => {
    try {
      return Number(readFileSync(file, 'utf8'));
    } catch {
      return null;
    }
  });
  return { pod, pid };
}

test.each([
  ['that hears SIGTERM', 'trap "" HUP'],
  ['that hears nothing', 'trap "" HUP TERM'],
])('a program %s, whose Pod was killed, is ended before another starts', async (_, script) => {
  const { pod, pid } = await survivor('left', script);
  await kill(pod);
  expect(isAlive(pid)).toBe(true);
  const next = await home.start('left', ['cat']);
  expect(isAlive(pid)).toBe(false);
  expect(isAlive(next.pid)).toBe(true);
});

test('it is ended before the record goes that leads to it', async () => {
  const { pod, pid } = await survivor('gone');
  await kill(pod);
  expect(await removePod(home.paths, 'gone')).toEqual({ kind: 'done', ended: 2 });
  expect(isAlive(pid)).toBe(false);
});

test('a Pod that lives is not removed, and keeps its program', async () => {
  const { pid } = await survivor('lives');
  expect((await removePod(home.paths, 'lives')).kind).toBe('not-eligible');
  expect(isAlive(pid)).toBe(true);
});

/** Has been typed at, so that it has a log. */
async function activeOne(name: string, runtime?: string): Promise<{ pod: TestPod; restore: Segment }> {
  const where = runtime === undefined ? {} : { home: { data: home.paths.data, runtime } };
  const pod = await home.start(name, ['cat'], where);
  const viewer = await home.attach(pod);
  viewer.type('x\r');
  const restore = await until('its record', () => {
    const read = parsePodMetadata(recordOf(name));
    const active = read.ok ? read.value.active : null;
    return active?.segmentId ? { sessionId: active.sessionId, segmentId: active.segmentId } : null;
  });
  return { pod, restore };
}

interface Segment {
  readonly sessionId: string;
  readonly segmentId: string;
}

/** A Pod locks its log as soon as there is one. */
const isLocked = ({ sessionId, segmentId }: Segment) =>
  spawnSync('flock', ['-n', segmentLogPath(home.paths, sessionId, segmentId), 'true']).status === 1;

const recordOf = (name: string) => readFileSync(metadataPath(home.paths, name), 'utf8');

test('of two records that name one log one is live at a time', async () => {
  const { restore } = await activeOne('one');
  const other = await home.start('two', ['cat'], { restore });
  expect(other.word).toMatchObject({
    kind: 'refused',
    message: expect.stringContaining('is written by the live Pod "one"'),
  });
});

describe('from another runtime directory', () => {
  const elsewhere = () => ({ data: home.paths.data, runtime: path.join(home.directory, 'other') });

  test('a log that is written is refused, and free when its Pod was killed', async () => {
    const { pod, restore } = await activeOne('one');
    const before = recordOf('one').replaceAll('"one"', '"two"');
    cpSync(path.dirname(metadataPath(home.paths, 'one')), path.dirname(metadataPath(home.paths, 'two')), {
      recursive: true,
      filter: (file) => !file.endsWith('holder.json'),
    });
    writeFileSync(metadataPath(home.paths, 'two'), before);
    await until('its lock', () => isLocked(restore));
    const other = await home.start('two', ['sh', '-c', 'sleep 100'], { restore, home: elsewhere() });
    expect(other.word).toMatchObject({
      kind: 'refused',
      taken: true,
      message: expect.stringContaining('Another process writes the session log'),
    });
    expect(recordOf('two')).toBe(before);
    await kill(pod);
    const next = await home.start('two', ['sh', '-c', 'sleep 100'], { restore, home: elsewhere() });
    expect(next.word.kind).toBe('ready');
    expect(recordOf('two')).toContain('sleep 100');
  });

  test('a log that was written again after its removal is still locked', async () => {
    const { restore } = await activeOne('one', elsewhere().runtime);
    const log = segmentLogPath(home.paths, restore.sessionId, restore.segmentId);
    const text = readFileSync(log, 'utf8');
    rmSync(log);
    await until('the log again', () => existsSync(log) && readFileSync(log, 'utf8').startsWith(text));
    await until('its lock', () => isLocked(restore));
    expect((await home.start('two', ['cat'], { restore })).word.kind).toBe('refused');
  });
});

test('a restore that is refused late leaves the record as it was', async () => {
  const { pod, restore } = await activeOne('one');
  await kill(pod);
  const before = recordOf('one');
  // An agent that ends at once: known only when record, entry and socket stand.
  const refused = await home.start('one', ['sh', '-c', 'exit 3'], { restore, kind: 'agent' });
  expect(refused.word.kind).toBe('refused');
  expect(recordOf('one')).toBe(before);
  const next = await home.start('one', ['cat'], { restore });
  expect(next.word.kind).toBe('ready');
});
