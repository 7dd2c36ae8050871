// Reading a log as it grows, shrinks, breaks off in the middle of a line or of a character, or holds a giant line.
import fs from 'node:fs';
import path from 'node:path';
import { MAX_LINE_BYTES } from '../../src/protocol/lineDecoder';
import { inputText } from '../../src/protocol/logEntry';
import { LogReader } from '../../src/store/logReader';

let directory: string;
let file: string;
beforeEach(() => {
  directory = fs.mkdtempSync('/tmp/pw-');
  file = path.join(directory, 'log.jsonl');
});
afterEach(() => fs.rmSync(directory, { recursive: true, force: true }));

const entry = (content: string) => ({ kind: 'user_input', ts: 1, segments: [{ kind: 'text', content }] });
const line = (content: string) => `${JSON.stringify(entry(content))}\n`;

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
const texts = async (reader: LogReader) =>
  (await collect(reader.newEntries())).map((read) => (read.ok ? inputText(read.value.segments) : read.error));

it('gives each line once, when it is whole; characters may come in pieces', async () => {
  const reader = new LogReader(file);
  expect(await texts(reader)).toEqual([]);
  fs.writeFileSync(file, line('one'));
  expect(await texts(reader)).toEqual(['one']);
  const bytes = Buffer.from(line('zwei – 二'));
  for (const byte of bytes.subarray(0, -1)) {
    fs.appendFileSync(file, Buffer.from([byte]));
    expect(await texts(reader)).toEqual([]);
  }
  fs.appendFileSync(file, '\n\n \n');
  expect(await texts(reader)).toEqual(['zwei – 二']);
});

it('reads a log again from its start that has been rewritten shorter', async () => {
  const reader = new LogReader(file);
  fs.writeFileSync(file, `${line('first')}${line('second')}{"half`);
  expect(await texts(reader)).toEqual(['first', 'second']);
  fs.writeFileSync(file, line('other'));
  expect(reader.restarts).toBe(0);
  expect(await texts(reader)).toEqual(['other']);
  expect(reader.restarts).toBe(1);
});

it('gives every entry, and what is wrong with a line that is none', async () => {
  fs.writeFileSync(file, `${line('one')}{"kind":"turn_end","ts":2,"turn_count":1}\n{"kind":\n${line('two')}`);
  expect(await collect(new LogReader(file).newEntries())).toEqual([
    { ok: true, value: entry('one') },
    { ok: true, value: { kind: 'turn_end', ts: 2, turn_count: 1 } },
    { ok: false, error: expect.stringContaining('JSON') },
    { ok: true, value: entry('two') },
  ]);
});

it('reads a line of many megabytes', async () => {
  const text = 'x'.repeat(30 * 1024 * 1024);
  fs.writeFileSync(file, line(text) + line('after'));
  const [long, after] = await texts(new LogReader(file));
  expect(long === text).toBe(true);
  expect(after).toBe('after');
});

it('leaves out one line that is too long, in one sentence, and goes on behind it', async () => {
  fs.writeFileSync(file, line('before'));
  // A hole: it takes no room, and reads as bytes without a newline.
  const before = fs.statSync(file).size;
  fs.truncateSync(file, before + 3 * MAX_LINE_BYTES);
  const reader = new LogReader(file);
  const tooLong = 'it is longer than 64 MiB';
  expect(await texts(reader)).toEqual(['before', tooLong]);
  fs.appendFileSync(file, `\n${line('after')}`);
  expect(await texts(reader)).toEqual(['after']);
});
