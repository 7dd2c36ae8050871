// Bytes of a file larger than a piece, and of one that becomes another between two pieces.
import fs from 'node:fs';
import path from 'node:path';
import { PieceReader } from '../../src/store/pieceReader';

const SIZE = 8.5 * 1024 * 1024;
const BYTES = Buffer.from(Uint32Array.from({ length: SIZE / 4 }, (_, n) => n * 2654435761).buffer);

let directory: string;
let file: string;
beforeEach(() => {
  directory = fs.mkdtempSync('/tmp/pwc-');
  file = path.join(directory, 'file');
  fs.writeFileSync(file, BYTES);
});
afterEach(() => fs.rmSync(directory, { recursive: true, force: true }));

test('gives the bytes that stand there, in whatever order they are asked for', () => {
  const reader = PieceReader.open(file);
  expect(reader.size).toBe(SIZE);
  const ranges = [
    [SIZE - 3, SIZE],
    [0, 10],
    [1024 * 1024 - 5, 1024 * 1024 + 5],
    [5, SIZE - 5],
    [2_000_000, 2_000_000],
    [7, 9],
  ] as const;
  for (const [from, to] of ranges) {
    expect(reader.bytes(from, to)?.equals(BYTES.subarray(from, to))).toBe(true);
    expect(reader.text(from, to)).toBe(BYTES.subarray(from, to).toString('utf8'));
  }
  expect(reader.text(SIZE - 3, SIZE)).toBe(BYTES.subarray(SIZE - 3).toString('utf8'));
  expect(reader.text(0, SIZE + 1)).toBeNull();
  expect(reader.text(9, 7)).toBeNull();
  expect(reader.bytes(0, SIZE + 1)).toBeNull();
  expect(reader.bytes(9, 7)).toBeNull();
});

test.each([
  ['replaced by rename', () => fs.copyFileSync(file, `${file}.new`), () => fs.renameSync(`${file}.new`, file)],
  ['cut short', () => {}, () => fs.truncateSync(file, 10)],
  ['removed', () => {}, () => fs.rmSync(file)],
])('of one that was %s it has no more than it had read', (_, prepare, change) => {
  prepare();
  const reader = PieceReader.open(file);
  const first = Buffer.from(reader.bytes(0, 100) ?? []);
  change();
  expect(reader.bytes(2_000_000, 2_000_100)).toBeNull();
  expect(reader.bytes(0, 100)?.equals(first)).toBe(true);
});

test('a small one is read once', () => {
  fs.writeFileSync(file, 'short');
  const reader = PieceReader.open(file);
  fs.rmSync(file);
  expect(reader.bytes(0, 5)?.toString()).toBe('short');
  expect(reader.bytes(1, 3)?.toString()).toBe('ho');
});
