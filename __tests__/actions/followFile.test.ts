// A file that is followed: every change of it is looked at, by an event or without one.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { followFile } from '../../src/actions/followFile';
import { until } from '../fixtures/until';

let directory: string;
let over: AbortController;
let following: Promise<void>;
beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'pw-follow-'));
  over = new AbortController();
});
afterEach(async () => {
  over.abort();
  await following;
  jest.restoreAllMocks();
  fs.rmSync(directory, { recursive: true, force: true });
});

/** The texts that it has found, each once. */
function follow(file: string, slowLookMs: number): string[] {
  const seen: string[] = [];
  const look = async () => {
    const text = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
    if (text !== seen.at(-1)) seen.push(text);
  };
  following = followFile(file, look, over.signal, slowLookMs);
  return seen;
}

const NEVER_MS = 1_000_000;

test('a file, and its directory, may come later', async () => {
  const file = path.join(directory, 'sessions', 's', 'g.jsonl');
  const seen = follow(file, NEVER_MS);
  await until(() => seen.length === 1);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, 'a');
  await until(() => seen.at(-1) === 'a');
  fs.appendFileSync(file, 'b');
  await until(() => seen.at(-1) === 'ab');
});

test('a directory that was swapped is watched where it is now', async () => {
  const file = path.join(directory, 's', 'g.jsonl');
  fs.mkdirSync(path.dirname(file));
  fs.writeFileSync(file, 'old');
  const seen = follow(file, 20);
  await until(() => seen.at(-1) === 'old');
  fs.renameSync(path.dirname(file), path.join(directory, 'away'));
  fs.mkdirSync(path.dirname(file));
  fs.writeFileSync(file, 'new');
  await until(() => seen.at(-1) === 'new');
});

test('where there can be no watch it is looked at all the same', async () => {
  const none = Object.assign(new Error('no watch left'), { code: 'ENOSPC' });
  jest.spyOn(fs, 'watch').mockImplementation(() => {
    throw none;
  });
  const file = path.join(directory, 'g.jsonl');
  const seen = follow(file, 20);
  await until(() => seen.length === 1);
  fs.writeFileSync(file, 'a');
  await until(() => seen.at(-1) === 'a');
});

test('what happens beside the file, or beside a directory that is to come, is not looked at', async () => {
  for (const file of [path.join(directory, 'g.jsonl'), path.join(directory, 'later', 'g.jsonl')]) {
    let looks = 0;
    const look = async () => {
      looks += 1;
    };
    over = new AbortController();
    following = followFile(file, look, over.signal, NEVER_MS);
    const witness = fs.watch(directory);
    const heard = new Promise((resolve) => {
      witness.on('change', (_event, name) => name === 'last' && resolve(null));
    });
    for (let count = 0; count < 50; count += 1) fs.writeFileSync(path.join(directory, `other-${count}`), 'a');
    fs.writeFileSync(path.join(directory, 'last'), 'a');
    await heard;
    witness.close();
    expect(looks).toBe(1);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, 'a');
    await until(() => looks > 1);
    over.abort();
    await following;
  }
});
