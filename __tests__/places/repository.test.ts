// Branches by Git's own files: a repository, a linked worktree, a detached HEAD, and what is none.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { repositoryReader } from '../../src/places/repository';

let directory: string;
beforeEach(() => {
  directory = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'pw-repo-')));
});
afterEach(() => fs.rmSync(directory, { recursive: true }));

function git(cwd: string, ...args: string[]): string {
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.org'];
  const ran = spawnSync('git', [...identity, ...args], { cwd, encoding: 'utf8' });
  expect(ran.stderr + String(ran.status)).toMatch(/0$/);
  return ran.stdout.trim();
}

test('worktrees have branches of their own, a detached one its commit', () => {
  const main = path.join(directory, 'main');
  fs.mkdirSync(path.join(main, 'below'), { recursive: true });
  git(main, 'init', '-q', '-b', 'trunk/one');
  git(main, 'commit', '-q', '--allow-empty', '-m', 'first');
  git(main, 'worktree', 'add', '-q', '-b', 'side', '../linked');
  git(main, 'worktree', 'add', '-q', '--detach', '../loose');
  const read = repositoryReader();
  expect(read(path.join(main, 'below'))).toEqual({ root: main, main, branch: 'trunk/one' });
  expect(read(path.join(directory, 'linked'))).toEqual({ root: path.join(directory, 'linked'), main, branch: 'side' });
  expect(read(path.join(directory, 'loose'))?.branch).toBe(git(main, 'rev-parse', 'HEAD').slice(0, 8));
});

test('no repository, a directory that is gone, and one that says nothing of its branch', () => {
  fs.mkdirSync(path.join(directory, 'bad', '.git'), { recursive: true });
  const read = repositoryReader();
  expect(read(path.join(directory, 'gone', 'deeper'))).toBeNull();
  expect(read(path.join(directory, 'bad'))).toEqual({
    root: path.join(directory, 'bad'),
    main: path.join(directory, 'bad'),
    branch: null,
  });
});
