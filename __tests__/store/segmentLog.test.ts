// Whole lines only, whatever a kill left behind.
import fs, {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { segmentStartEntry } from '../../src/protocol/logEntry';
import { readEnd } from '../../src/store/regularFile';
import { SegmentLog } from '../../src/store/segmentLog';

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'pw-log-'));
  file = path.join(directory, 'session', 'segment.jsonl');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Opens, appends one entry, closes; gives the file's text. */
function appended(kind: string, ts: number): string {
  const log = SegmentLog.open(file);
  log.append({ kind, ts });
  log.close();
  return readFileSync(file, 'utf8');
}

test('is made with its directory, for the owner alone', () => {
  const log = SegmentLog.open(file);
  expect(log.isEmpty).toBe(true);
  log.append(segmentStartEntry('s', 1));
  expect(log.isEmpty).toBe(false);
  log.close();
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ kind: 'segment_start', session_id: 's' });
});

test('goes on behind what is there', () => {
  appended('a', 1);
  expect(appended('b', 2)).toBe('{"kind":"a","ts":1}\n{"kind":"b","ts":2}\n');
});

test.each([
  [
    'a line cut short is taken off',
    '{"kind":"a","ts":1}\n{"kind":"b","t',
    '{"kind":"a","ts":1}\n{"kind":"c","ts":3}\n',
  ],
  ['a line without its newline is kept', '{"kind":"a","ts":1}', '{"kind":"a","ts":1}\n{"kind":"c","ts":3}\n'],
  ['a first line cut short leaves an empty log', '{"ki', '{"kind":"c","ts":3}\n'],
])('%s', (_, before, after) => {
  appended('x', 0);
  writeFileSync(file, before);
  expect(appended('c', 3)).toBe(after);
});

test('a line of 20 MB that a kill cut short is taken off, whole', () => {
  appended('a', 1);
  const start = Buffer.from('{"kind":"b","ts":2,"text":"');
  writeFileSync(file, Buffer.concat([readFileSync(file), start, Buffer.alloc(20 * 1024 * 1024, 'x')]));
  expect(appended('c', 3)).toBe('{"kind":"a","ts":1}\n{"kind":"c","ts":3}\n');
});

test('a line of 5 MB that only lacks its newline stays', () => {
  appended('a', 1);
  const long = JSON.stringify({ kind: 'b', ts: 2, text: 'x'.repeat(5 * 1024 * 1024) });
  writeFileSync(file, readFileSync(file, 'utf8') + long);
  expect(appended('c', 3) === `{"kind":"a","ts":1}\n${long}\n{"kind":"c","ts":3}\n`).toBe(true);
});

test('behind a line without end a line of its own begins', () => {
  SegmentLog.open(file).close();
  truncateSync(file, 300 * 1024 * 1024);
  const log = SegmentLog.open(file);
  expect(log.size).toBe(300 * 1024 * 1024 + 1);
  log.append({ kind: 'a', ts: 1 });
  log.close();
  expect(readEnd(file, 24).bytes.toString('utf8')).toBe('\0\0\0\n{"kind":"a","ts":1}\n');
});

describe('what is done to the file from outside', () => {
  const BEGINNING = [{ kind: 'segment_start', ts: 0 }];
  const lines = () =>
    readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).kind);
  let log: SegmentLog;
  beforeEach(() => {
    log = SegmentLog.open(file);
    for (const kind of ['segment_start', 'a', 'b']) log.append({ kind, ts: 1 });
  });
  afterEach(() => log.close());

  test('nothing: it stays as it is', () => {
    expect(log.putBack(BEGINNING)).toBe('own');
    expect(lines()).toEqual(['segment_start', 'a', 'b']);
  });

  test('removed, with its directory: it comes back whole', () => {
    rmSync(path.dirname(file), { recursive: true });
    log.append({ kind: 'unseen', ts: 2 });
    expect(log.putBack(BEGINNING)).toBe('whole');
    log.append({ kind: 'c', ts: 3 });
    expect(lines()).toEqual(['segment_start', 'a', 'b', 'unseen', 'c']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(log.putBack(BEGINNING)).toBe('own');
  });

  test('replaced by an older copy of itself: the rest is added to that', () => {
    const [first = ''] = readFileSync(file, 'utf8').split('\n');
    rmSync(file);
    writeFileSync(file, `${first}\n`);
    const { ino } = statSync(file);
    expect(log.putBack(BEGINNING)).toBe('whole');
    expect(lines()).toEqual(['segment_start', 'a', 'b']);
    expect(statSync(file).ino).toBe(ino);
  });

  test('replaced by something else: that is set aside', () => {
    rmSync(file);
    writeFileSync(file, 'theirs\n');
    expect(log.putBack(BEGINNING)).toBe('whole');
    expect(lines()).toEqual(['segment_start', 'a', 'b']);
    const [aside = ''] = readdirSync(path.dirname(file)).filter((name) => name.includes('.replaced-'));
    expect(readFileSync(path.join(path.dirname(file), aside), 'utf8')).toBe('theirs\n');
  });

  test('replaced by a directory: that is set aside', () => {
    rmSync(file);
    mkdirSync(path.join(file, 'inside'), { recursive: true });
    expect(log.putBack(BEGINNING)).toBe('whole');
    expect(lines()).toEqual(['segment_start', 'a', 'b']);
    expect(readdirSync(path.dirname(file)).filter((name) => name.includes('.replaced-'))).toHaveLength(1);
  });

  test('emptied: it begins again', () => {
    truncateSync(file);
    expect(log.isCut).toBe(true);
    expect(log.putBack(BEGINNING)).toBe('cut');
    log.append({ kind: 'c', ts: 3 });
    expect(lines()).toEqual(['segment_start', 'c']);
  });

  test('cut in the middle of a line: it goes on behind the last whole one', () => {
    truncateSync(file, statSync(file).size - 5);
    expect(log.putBack(BEGINNING)).toBe('cut');
    log.append({ kind: 'c', ts: 3 });
    expect(lines()).toEqual(['segment_start', 'a', 'c']);
  });
});

describe('a write that fails', () => {
  afterEach(() => jest.restoreAllMocks());

  test('in part, and cannot even be taken back: the next one mends it', () => {
    const log = SegmentLog.open(file);
    log.append({ kind: 'a', ts: 1 });
    const { writeSync } = fs;
    const full = Object.assign(new Error('full'), { code: 'ENOSPC', syscall: 'write' });
    let isFirst = true;
    const write = (fd: number, bytes: Buffer, at: number, length: number): number => {
      if (!isFirst) throw full;
      isFirst = false;
      return writeSync(fd, bytes, at, Math.floor(length / 2));
    };
    jest.spyOn(fs, 'writeSync').mockImplementation(write as typeof fs.writeSync);
    jest.spyOn(fs, 'ftruncateSync').mockImplementation(() => {
      throw full;
    });
    expect(() => log.append({ kind: 'b', ts: 2 })).toThrow('full');
    jest.restoreAllMocks();
    log.append({ kind: 'c', ts: 3 });
    log.close();
    expect(readFileSync(file, 'utf8')).toBe('{"kind":"a","ts":1}\n{"kind":"c","ts":3}\n');
  });
});
