// The last screen of a stopped Pod for a preview: safe rows, bounded, and no error where there is none.
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

test('styles and escapes are left out, blank rows at the end too', async () => {
  expect(await read('\u001b[1;31m$ make\u001b[0m  \r\n\r\n漢字\u001b]0;title\u0007\r\n\u001b[0m\r\n  \r\n')).toEqual([
    '$ make',
    '',
    '漢字',
  ]);
  expect(await read('')).toEqual([]);
});

test('of a long one the end, in whole rows', async () => {
  const rows = Array.from({ length: 20_000 }, (_, i) => `row ${i}`);
  const found = await read(rows.join('\r\n'));
  expect(found?.at(-1)).toBe('row 19999');
  expect(found?.length).toBeGreaterThan(1000);
  expect(found?.length).toBeLessThan(20_000);
  expect(found?.every((row) => /^row \d{5}$/.test(row))).toBe(true);
});

test('none is null', async () => {
  expect(await read(null)).toBeNull();
});
