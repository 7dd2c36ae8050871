// The history of a recording: when each line was printed, and how all stood at some time.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { lineText, wholeText } from '../../src/history/history';
import { readHistory } from '../../src/recording/readHistory';

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'pw-'));
const file = path.join(directory, 'segment.cast');
afterAll(() => fs.rmSync(directory, { recursive: true }));

/** Unix s. */
const START = 1_780_000_000;

function record(...events: readonly (readonly [seconds: number, kind: string, data: string])[]): void {
  const header = { version: 2, width: 40, height: 5, timestamp: START };
  fs.writeFileSync(file, `${[header, ...events].map((each) => JSON.stringify(each)).join('\n')}\n`);
}

/** Seconds since the start, and the text. */
async function read(until: number | null = null): Promise<readonly string[]> {
  const history = await readHistory(file, until === null ? null : (START + until) * 1000);
  return (history?.lines ?? []).map((line) => `${line.at / 1000 - START} ${lineText(line)}`);
}

test('a line has the time at which it was begun, also long before it scrolls away, after a resize and an erased screen', async () => {
  record(
    [1, 'o', 'one\r\ntwo\r\n'],
    [2, 'o', 'three'],
    [3, 'o', ' still three\r\n'],
    [4, 'r', '20x8'],
    [5, 'o', 'four\r\n'],
    [6, 'o', '\x1b[2J\x1b[Hfive\r\n'],
    [7, 'o', Array.from({ length: 10 }, (_, i) => `more ${i}\r\n`).join('')],
  );
  const lines = await read();
  const told = ['1 one', '1 two', '2 three still three', '5 four', '6 five'];
  expect(lines.slice(0, 5)).toEqual(told);
  expect(lines.slice(5).every((line) => line.startsWith('7 more'))).toBe(true);
});

test('as it stood at some time: what was overwritten since, and what the other screen showed', async () => {
  record([1, 'o', 'start\r\n10%'], [2, 'o', '\r20%'], [3, 'o', '\x1b[?1049h\x1b[2;2Hediting'], [4, 'o', '\x1b[?1049l']);
  const texts = async (until: number | null) => (await read(until)).map((line) => line.slice(2));
  expect(await texts(1)).toEqual(['start', '10%']);
  expect(await texts(2.5)).toEqual(['start', '20%']);
  expect(await texts(3)).toEqual(['start', '20%', '', ' editing']);
  expect(await texts(null)).toEqual(['start', '20%']);
});

test('links stay links, also where the line was wrapped', async () => {
  record([1, 'o', `\x1b]8;;https://a.example\x1b\\${'x'.repeat(50)}\x1b]8;;\x1b\\ and text\r\n`]);
  const [line] = (await readHistory(file))?.lines ?? [];
  expect(line?.row.map(({ text, link }) => [text.length, link])).toEqual([
    [40, 'https://a.example'],
    [10, 'https://a.example'],
    [9, undefined],
  ]);
});

test('what a cell cannot show is copied as it was printed', async () => {
  const text = 'नमस्ते กำลัง 👨‍👩‍👧 e\u0323\u0301';
  record([1, 'o', `${text}\r\nplain\r\n`]);
  const lines = (await readHistory(file))?.lines ?? [];
  expect(lines.map(wholeText)).toEqual([text, 'plain']);
  expect(lines[1]).not.toHaveProperty('whole');
});
