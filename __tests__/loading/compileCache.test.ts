// Compiled code is kept in a directory that nobody else can write to, or nowhere.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { compileCacheDirectory } from '../../src/loading/compileCache';

let base = '';
beforeEach(() => {
  base = fs.mkdtempSync(path.join(os.tmpdir(), 'pw-cache-'));
});
afterEach(() => fs.rmSync(base, { recursive: true, force: true }));

test('in XDG_CACHE_HOME, else in .cache of HOME, and only its user may enter', () => {
  const own = path.join(base, 'podwatch', 'compiled');
  expect(compileCacheDirectory({ XDG_CACHE_HOME: base, HOME: '/nowhere' })).toBe(own);
  expect(fs.statSync(own).mode & 0o777).toBe(0o700);
  expect(fs.statSync(path.dirname(own)).mode & 0o777).toBe(0o700);
  const inHome = path.join(base, '.cache', 'podwatch', 'compiled');
  expect(compileCacheDirectory({ XDG_CACHE_HOME: '', HOME: base })).toBe(inHome);
});

test('nowhere without an absolute path, or where it cannot be made', () => {
  fs.writeFileSync(path.join(base, 'podwatch'), '');
  expect(compileCacheDirectory({})).toBeNull();
  expect(compileCacheDirectory({ XDG_CACHE_HOME: 'cache' })).toBeNull();
  expect(compileCacheDirectory({ XDG_CACHE_HOME: base })).toBeNull();
});

test.each(['podwatch', 'podwatch/compiled'])('nowhere where others may write: %s', (shared) => {
  compileCacheDirectory({ XDG_CACHE_HOME: base });
  fs.chmodSync(path.join(base, shared), 0o775);
  expect(compileCacheDirectory({ XDG_CACHE_HOME: base })).toBeNull();
});

test('nowhere in a directory of another user', () => {
  expect(compileCacheDirectory({ XDG_CACHE_HOME: base }, (process.getuid?.() ?? 0) + 1)).toBeNull();
});
