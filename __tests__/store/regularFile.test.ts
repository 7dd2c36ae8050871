// What stands in the place of a file may be anything: it is said, and never waited for.
import { execFileSync } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { homeInDirectory, metadataPath } from '../../src/protocol/homePaths';
import { readMetadata } from '../../src/store/metadataFile';
import { readLogTail } from '../../src/store/readLogTail';
import { readAllocations, readRegistry } from '../../src/store/readRegistry';
import { readStoredMetadata } from '../../src/store/readStoredMetadata';
import { openOwn, openOwnAnew, openRegularHandle, readEnd, readText } from '../../src/store/regularFile';
import { SegmentLog } from '../../src/store/segmentLog';

const MIB = 1024 * 1024;
function makeHuge(at: string): void {
  writeFileSync(at, '');
  truncateSync(at, 2 ** 31);
}

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'pw-f-'));
  file = path.join(directory, 'file');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const KINDS: readonly (readonly [string, (file: string) => void, RegExp])[] = [
  ['a named pipe', (at) => execFileSync('mkfifo', [at]), /not a regular file/],
  ['a device without an end', (at) => symlinkSync('/dev/zero', at), /not a regular file/],
  ['a directory', (at) => mkdirSync(at), /directory/],
  ['two gigabytes', makeHuge, /larger than 16 MiB/],
];

describe.each(KINDS)('%s in the place of a file', (_, plant, words) => {
  beforeEach(() => plant(file));

  test('is refused by the reader of texts', () => {
    expect(() => readText(file, 16 * MIB)).toThrow(words);
  });

  test('is one corrupt record', () => {
    const home = homeInDirectory(directory);
    const record = metadataPath(home, 'odd');
    mkdirSync(path.dirname(record), { recursive: true });
    plant(record);
    expect(readMetadata(home, 'odd')).toMatchObject({ ok: false, error: expect.stringMatching(words) });
    expect(readStoredMetadata(record, null).value).toMatchObject({ kind: 'read', metadata: { kind: 'corrupt' } });
  });

  test('is a registry that cannot be read', async () => {
    const home = homeInDirectory(directory);
    mkdirSync(home.runtime);
    plant(home.registry);
    expect(readRegistry(home.registry).value).toMatchObject({
      kind: 'read',
      table: null,
      faults: [expect.any(String)],
    });
    await expect(readAllocations(home)).resolves.toEqual([]);
  });
});

test.each(KINDS.slice(0, 3))('%s is no log, to read or to write', async (_, plant) => {
  plant(file);
  expect(readLogTail(file).fact).toMatchObject({ kind: 'corrupt' });
  await expect(openRegularHandle(file)).rejects.toThrow();
  expect(() => SegmentLog.open(file)).toThrow();
});

test('a socket is no file', async () => {
  const server = net.createServer().listen(file);
  await new Promise((resolve) => server.once('listening', resolve));
  expect(() => readText(file, MIB)).toThrow();
  await new Promise((resolve) => server.close(resolve));
});

test('nothing of ours is written through a link', () => {
  const other = path.join(directory, 'other');
  writeFileSync(other, 'theirs');
  symlinkSync(other, file);
  expect(() => openOwn(file)).toThrow(/ELOOP/);
  closeSync(openOwnAnew(file));
  expect(readFileSync(other, 'utf8')).toBe('theirs');
  expect(readFileSync(file, 'utf8')).toBe('');
});

test('a pipe makes way for what nobody misses', () => {
  execFileSync('mkfifo', [file]);
  closeSync(openOwnAnew(file));
  expect(readFileSync(file, 'utf8')).toBe('');
});

test('the end of a long file is read alone', () => {
  writeFileSync(file, 'abcdef');
  expect(readEnd(file, 3)).toEqual({ bytes: Buffer.from('def'), cut: true });
  expect(readEnd(file, 10)).toEqual({ bytes: Buffer.from('abcdef'), cut: false });
});
