// Whole lines only, whatever a kill left behind.
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { segmentStartEntry } from '../../src/protocol/logEntry';
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
