// The last screen of a stopped Pod for a preview: text and styles, bounded, and no error where there is none.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readLastScreen } from '../../src/actions/readLastScreen';
import { homeInDirectory, segmentScreenPath } from '../../src/protocol/homePaths';

let directory: string;
beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'pw-screen-'));
});
afterEach(() => fs.rmSync(directory, { recursive: true }));

async function read(text: string | Buffer | null) {
  const home = homeInDirectory(directory);
  const file = segmentScreenPath(home, 's', 'g');
  fs.mkdirSync(path.dirname(file), { recursive: true });
  if (text !== null) fs.writeFileSync(file, text);
  return readLastScreen(home, 's', 'g');
}

test('styles stay, every other sequence and control goes', async () => {
  expect(await read('\u001b[0;1;38;2;1;2;3m$ make\u001b[0m\r\n\r\n\u001b[4:3m漢字\u001b[0m')).toEqual([
    '\u001b[0;1;38;2;1;2;3m$ make\u001b[0m',
    '',
    '\u001b[4:3m漢字\u001b[0m',
  ]);
  // A repetition of two billion characters, a title, a cleared screen, C1, bidi.
  expect(await read('a\u001b[2147483647b\u001b]0;title\u0007b\u001b[2Jc\u009b5Ad\u202ee\u001b[>4mf\u0000')).toEqual([
    'abcdef\ufffd',
  ]);
  expect(await read('')).toEqual(['']);
});

test('of a long one the end, in whole rows', async () => {
  const rows = Array.from({ length: 20_000 }, (_, i) => `row ${i}`);
  const found = await read(rows.join('\r\n'));
  expect(found?.at(-1)).toBe('row 19999');
  expect(found?.length).toBeGreaterThan(100);
  expect(found?.length).toBeLessThan(1000);
  expect(found?.every((row) => /^row \d{5}$/.test(row))).toBe(true);
});

test('a file that is cut within a row begins with the next one', async () => {
  const wide = '\u001b[31mx\u001b[0m'.repeat(10_000);
  const found = await read([wide, wide, wide, wide, 'last'].join('\r\n'));
  expect(found?.at(-1)).toBe('last');
  expect(found?.slice(0, -1).every((row) => row === wide)).toBe(true);
  expect(found?.length).toBeLessThan(5);
});

test('none is null', async () => {
  expect(await read(null)).toBeNull();
});
