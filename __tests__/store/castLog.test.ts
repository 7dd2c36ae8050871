// A recording never plays backwards, and goes on whatever a kill or somebody else has done to it.
import fs, { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CastLog } from '../../src/store/castLog';
import { CastReader } from '../../src/store/castReader';

const HEADER = { cols: 80, rows: 24, startedAt: 1_000_000 };
let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'pw-cast-'));
  file = path.join(directory, 'segment.cast');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const open = (startedAt = HEADER.startedAt) => CastLog.open(file, { ...HEADER, startedAt }, 'pod');
const events = () =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => JSON.parse(line));

test('a clock set back, also between two lives, does not play backwards', () => {
  const first = open();
  first.append([
    { at: 1_005_000, kind: 'o', data: 'a' },
    { at: 1_002_000, kind: 'o', data: 'b' },
  ]);
  first.close();
  const second = open(400_000);
  second.append([{ at: 500_000, kind: 'o', data: 'c' }]);
  second.close();
  expect(events()).toEqual([
    [5, 'o', 'a'],
    [5, 'o', 'b'],
    [5, 'o', 'c'],
  ]);
});

test('an event of 5 MB that a kill cut short is taken off', () => {
  const first = open();
  first.append([{ at: 1_001_000, kind: 'o', data: 'a' }]);
  first.close();
  appendFileSync(file, `[2.000, "o", "${'x'.repeat(5 * 1024 * 1024)}`);
  const second = open();
  second.append([{ at: 1_003_000, kind: 'o', data: 'c' }]);
  second.close();
  expect(events()).toEqual([
    [1, 'o', 'a'],
    [3, 'o', 'c'],
  ]);
});

test('emptied from outside, it begins again with its header', () => {
  const log = open();
  log.append([{ at: 1_001_000, kind: 'o', data: 'a' }]);
  truncateSync(file);
  expect(log.putBack({ cols: 100, rows: 30, startedAt: 1_010_000 })).toBe('cut');
  log.append([{ at: 1_011_000, kind: 'o', data: 'b' }]);
  log.close();
  expect(JSON.parse(readFileSync(file, 'utf8').split('\n')[0] ?? '')).toMatchObject({ width: 100, timestamp: 1010 });
  expect(events()).toEqual([[1, 'o', 'b']]);
});

test('cut from outside, and written to since: the next look finds it', () => {
  const log = open();
  const begun = readFileSync(file).length;
  log.append([{ at: 1_001_000, kind: 'o', data: 'a' }]);
  truncateSync(file, begun);
  log.append([{ at: 1_002_000, kind: 'o', data: 'b'.repeat(200) }]);
  expect(log.putBack(HEADER)).toBe('cut');
  expect(log.putBack(HEADER)).toBe('own');
  log.close();
  expect(events()).toEqual([[2, 'o', 'b'.repeat(200)]]);
});

test('removed from outside, it comes back whole, and rotates as before', () => {
  const log = open();
  log.append([{ at: 1_001_000, kind: 'o', data: 'a' }]);
  rmSync(file);
  expect(log.putBack(HEADER)).toBe('whole');
  expect(events()).toEqual([[1, 'o', 'a']]);
  log.rotate({ ...HEADER, startedAt: 1_020_000 });
  log.append([{ at: 1_021_000, kind: 'o', data: 'b' }]);
  log.close();
  expect(events()).toEqual([[1, 'o', 'b']]);
  expect(readFileSync(`${file}.1`, 'utf8')).toContain('"a"');
});

test('a half that could not even be begun gets its header with the first event', () => {
  const log = open();
  log.append([{ at: 1_001_000, kind: 'o', data: 'a' }]);
  const full = jest.spyOn(fs, 'writeSync').mockImplementation(() => {
    throw Object.assign(new Error('full'), { code: 'ENOSPC', syscall: 'write' });
  });
  expect(() => log.rotate({ ...HEADER, startedAt: 1_020_000 })).toThrow('full');
  full.mockRestore();
  log.append([{ at: 1_021_000, kind: 'o', data: 'b' }]);
  log.close();
  expect(JSON.parse(readFileSync(file, 'utf8').split('\n')[0] ?? '')).toMatchObject({ version: 2, timestamp: 1020 });
  expect(events()).toEqual([[1, 'o', 'b']]);
});

test('what is no recording is not read to its end; a line that is too long is passed over', async () => {
  const read = async (text: string) => {
    writeFileSync(file, text);
    const reader = new CastReader(file);
    const events: string[] = [];
    for await (const event of reader.newEvents()) events.push(event.data);
    await reader.close();
    return events;
  };
  const header = JSON.stringify({ version: 2, width: 80, height: 24, timestamp: 1 });
  expect(await read(`${header}\n[1, "o", "a"]\n${'x'.repeat(17 * 1024 * 1024)}\n[2, "o", "b"]\n`)).toEqual([
    '80x24',
    'a',
    'b',
  ]);
  // Whatever comes behind so much that is none.
  expect(await read(`${'\0'.repeat(17 * 1024 * 1024)}\n${header}\n[1, "o", "a"]\n`)).toEqual([]);
});
