// The picture in the clipboard: by whichever program there is, bounded, in a file of the user's own.
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readClipboardPicture } from '../../src/actions/readClipboardPicture';

const PNG = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.from('picture')]);

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'pw-'));
  mkdirSync(path.join(directory, 'bin'));
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

/** A program of that name that notes its arguments and runs this. */
function program(name: string, script: string): void {
  const file = path.join(directory, 'bin', name);
  writeFileSync(file, `#!/bin/sh\nPATH=/usr/bin:/bin\necho "$@" >> ${directory}/said\n${script}\n`);
  chmodSync(file, 0o755);
}

const env = (more: object = {}) => ({ PATH: path.join(directory, 'bin'), TMPDIR: directory, ...more });
const picture = () => {
  writeFileSync(path.join(directory, 'p.png'), PNG);
  return `cat ${directory}/p.png`;
};

test('comes from Wayland, else from X, and lies where nobody else can read it', async () => {
  program('wl-paste', 'exit 1');
  program('xclip', picture());
  const read = await readClipboardPicture(env({ WAYLAND_DISPLAY: 'w', DISPLAY: ':0' }));
  if (read.kind !== 'done') throw new Error(read.message);
  expect(readFileSync(read.file)).toEqual(PNG);
  expect(statSync(read.file).mode & 0o777).toBe(0o600);
  expect(statSync(path.dirname(read.file)).mode & 0o777).toBe(0o700);
  expect(readFileSync(path.join(directory, 'said'), 'utf8')).toBe(
    '--no-newline --type image/png\n-selection clipboard -target image/png -o\n',
  );
});

test.each([
  ['no program for it', () => {}, 'xclip'],
  ['another display', () => program('wl-paste', picture()), 'wl-paste'],
  ['no picture', () => program('xclip', 'echo text'), 'no picture'],
  ['one that is too large', () => program('xclip', 'head -c 6000000 /dev/zero'), 'larger than 5 MiB'],
])('%s is said', async (_, prepare, words) => {
  prepare();
  expect(await readClipboardPicture(env({ DISPLAY: ':0' }))).toMatchObject({ message: expect.stringContaining(words) });
});

test('a directory of that name that others can write to is not used', async () => {
  program('xclip', picture());
  const own = path.join(directory, `podwatch-pictures-${process.getuid?.()}`);
  mkdirSync(own);
  chmodSync(own, 0o777);
  expect(await readClipboardPicture(env({ DISPLAY: ':0' }))).toMatchObject({
    kind: 'failed',
    message: expect.stringContaining('used by others'),
  });
});
