// Branches follow HEAD as long as somebody looks, whatever else Git does in its folder.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { NEVER, Subject } from 'rxjs';
import { repositoryWatches } from '../../src/places/repositoryWatches';
import { until } from '../fixtures/until';

let directory: string;
beforeEach(() => {
  directory = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'pw-branch-')));
});
afterEach(() => fs.rmSync(directory, { recursive: true }));

function git(cwd: string, ...args: string[]): void {
  const ran = spawnSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
    cwd,
    encoding: 'utf8',
  });
  expect(ran.stderr + String(ran.status)).toMatch(/0$/);
}

test('a checkout is told, in a linked worktree too; who has gone hears nothing', async () => {
  const main = path.join(directory, 'main');
  fs.mkdirSync(main);
  git(main, 'init', '-q', '-b', 'trunk');
  git(main, 'commit', '-q', '--allow-empty', '-m', 'first');
  git(main, 'worktree', 'add', '-q', '-b', 'side', '../linked');
  const repositoryOf = repositoryWatches();
  const seen: string[] = [];
  const watches = ['main', 'linked'].map((name) =>
    repositoryOf(path.join(directory, name)).subscribe((found) =>
      seen.push(`${name} ${found?.branch} ${path.basename(found?.main ?? '')}`),
    ),
  );
  expect(seen).toEqual(['main trunk main', 'linked side main']);
  git(path.join(directory, 'linked'), 'checkout', '-q', '-b', 'other');
  await until(() => seen.includes('linked other main'));
  git(main, 'checkout', '-q', '--detach');
  await until(() => seen.some((each) => /^main [0-9a-f]{8} main$/.test(each)));
  for (const watch of watches) watch.unsubscribe();
  const count = seen.length;
  git(main, 'checkout', '-q', 'trunk');
  expect(seen).toHaveLength(count);
});

test('HEAD is read when it changes, and a worktree is watched once however many look', () => {
  for (const below of ['a', 'b']) fs.mkdirSync(path.join(directory, below));
  fs.mkdirSync(path.join(directory, '.git'));
  const head = path.join(directory, '.git', 'HEAD');
  fs.writeFileSync(head, 'ref: refs/heads/one\n');
  const changes = new Subject<string | null>();
  const watched: string[] = [];
  const repositoryOf = repositoryWatches((folder) => {
    watched.push(folder);
    return changes;
  });
  const seen: unknown[] = [];
  const a = repositoryOf(path.join(directory, 'a')).subscribe((found) => seen.push(found?.branch));
  const b = repositoryOf(path.join(directory, 'b')).subscribe((found) => seen.push(found?.branch));
  expect(watched).toEqual([path.join(directory, '.git')]);
  fs.writeFileSync(head, 'ref: refs/heads/two\n');
  changes.next('index');
  expect(seen).toEqual(['one', 'one']);
  changes.next('HEAD');
  changes.next(null);
  expect(seen).toEqual(['one', 'one', 'two', 'two']);
  a.unsubscribe();
  b.unsubscribe();
  expect(changes.observed).toBe(false);
  repositoryOf(directory)
    .subscribe((found) => seen.push(found?.branch))
    .unsubscribe();
  expect(watched).toHaveLength(2);
});

test('what is in no repository says so once, and ends', () => {
  const seen: unknown[] = [];
  repositoryWatches(() => NEVER)(path.join(directory, 'gone')).subscribe({
    next: (found) => seen.push(found),
    complete: () => seen.push('end'),
  });
  expect(seen).toEqual([null, 'end']);
});
