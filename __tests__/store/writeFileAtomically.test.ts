// The old text or the new one, never a part of either.
import fs, { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { homeInDirectory, metadataPath } from '../../src/protocol/homePaths';
import { readMetadata, removeMetadata, writeMetadata } from '../../src/store/metadataFile';
import { writeFileAtomically } from '../../src/store/writeFileAtomically';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'pw-file-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('replaces a file by a new one, for the owner alone, and leaves nothing else', () => {
  const file = path.join(directory, 'deep', 'er', 'file');
  writeFileAtomically(file, 'one');
  const before = statSync(file).ino;
  writeFileAtomically(file, Buffer.from('two'));
  expect(readFileSync(file, 'utf8')).toBe('two');
  // Another inode: who reads the old one still reads it whole.
  expect(statSync(file).ino).not.toBe(before);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
  expect(readdirSync(path.dirname(file))).toEqual(['file']);
});

test('what is in place of the old text is on the disk before', () => {
  const order: string[] = [];
  const { fsyncSync, renameSync } = fs;
  jest.spyOn(fs, 'fsyncSync').mockImplementation((fd) => {
    order.push('sync');
    fsyncSync(fd);
  });
  jest.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
    order.push('rename');
    renameSync(from, to);
  });
  writeFileAtomically(path.join(directory, 'file'), 'text');
  jest.restoreAllMocks();
  // The text, and then the directory that says where it is.
  expect(order).toEqual(['sync', 'rename', 'sync']);
});

test('a write that fails leaves the old and no temporary file', () => {
  const target = path.join(directory, 'taken');
  mkdirSync(target);
  writeFileSync(path.join(target, 'inside'), '');
  expect(() => writeFileAtomically(target, 'text')).toThrow();
  expect(readdirSync(directory)).toEqual(['taken']);
});

test('metadata: written, read back, removed with its directory, and a bad one named', () => {
  const home = homeInDirectory(directory);
  const metadata = { podName: 'p', active: { sessionId: 's', segmentId: null }, launch: null };
  expect(readMetadata(home, 'p')).toBeNull();
  writeMetadata(home, metadata);
  expect(readMetadata(home, 'p')).toEqual({ ok: true, value: metadata });
  writeFileSync(metadataPath(home, 'p'), '{');
  expect(readMetadata(home, 'p')).toMatchObject({ ok: false, error: expect.stringContaining(metadataPath(home, 'p')) });
  removeMetadata(home, 'p');
  expect(readMetadata(home, 'p')).toBeNull();
  expect(readdirSync(home.pods)).toEqual([]);
});
