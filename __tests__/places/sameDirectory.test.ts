import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { directoriesLike, directoryPlaces } from '../../src/places/sameDirectory';

let base: string;
beforeEach(() => {
  base = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'pw-here-')));
});
afterEach(() => fs.rmSync(base, { recursive: true, force: true }));

function write(name: string, content: string): void {
  fs.mkdirSync(path.dirname(path.join(base, name)), { recursive: true });
  fs.writeFileSync(path.join(base, name), content);
}

test('a directory is itself, by a link too, and not its neighbour', () => {
  fs.mkdirSync(path.join(base, 'a'));
  fs.mkdirSync(path.join(base, 'b'));
  fs.symlinkSync(path.join(base, 'a'), path.join(base, 'link'));
  const isHere = directoriesLike(path.join(base, 'link'));
  const answers = ['a', 'link', 'a/', 'b', 'a/below', '.'].map((name) => isHere(path.join(base, name)));
  expect(answers).toEqual([true, true, true, false, false, false]);
});

test('a directory that is gone is known by its path', () => {
  expect(directoriesLike(path.join(base, 'gone'))(path.join(base, 'gone'))).toBe(true);
});

test('the same place in another worktree is here, from each of them', () => {
  write('main/.git/worktrees/feature/gitdir', `${base}/feature/.git\n`);
  write('main/.git/worktrees/feature/commondir', '../..\n');
  write('feature/.git', `gitdir: ${base}/main/.git/worktrees/feature\n`);
  for (const name of ['main/src', 'feature/src']) fs.mkdirSync(path.join(base, name), { recursive: true });
  for (const from of ['main', 'feature']) {
    const isHere = directoriesLike(path.join(base, from, 'src'));
    expect(['main/src', 'feature/src', 'main', 'feature'].map((name) => isHere(path.join(base, name)))).toEqual([
      ...[true, true, false, false],
    ]);
  }
});

test('seen from a directory of a worktree: here, by whatever path; elsewhere in the repository; not in it', () => {
  write('main/.git/worktrees/feature/gitdir', `${base}/feature/.git\n`);
  write('main/.git/worktrees/feature/commondir', '../..\n');
  write('feature/.git', `gitdir: ${base}/main/.git/worktrees/feature\n`);
  write('main/module/.git/HEAD', 'ref: refs/heads/main\n');
  for (const name of ['main/src/deep', 'feature/src', 'main/docs', 'other']) {
    fs.mkdirSync(path.join(base, name), { recursive: true });
  }
  fs.symlinkSync(path.join(base, 'main/src'), path.join(base, 'link'));
  for (const from of ['main/src', 'feature/src', 'link']) {
    const placeOf = directoryPlaces(path.join(base, from));
    const places = Object.fromEntries(
      ['main/src', 'link', 'main/src/deep', 'feature/src', 'main/src/gone'].map((name) => [name, 'directory']),
    );
    const others = { main: 'repository', 'feature/docs': 'repository', 'main/module': 'elsewhere', other: 'elsewhere' };
    const all = Object.entries({ ...places, ...others });
    expect(all.map(([name]) => [name, placeOf(path.join(base, name))])).toEqual(all);
  }
});

test('outside of any repository there is only here and elsewhere', () => {
  fs.mkdirSync(path.join(base, 'a/b'), { recursive: true });
  const placeOf = directoryPlaces(path.join(base, 'a'));
  expect([base, path.join(base, 'a/b'), '/'].map(placeOf)).toEqual(['elsewhere', 'directory', 'elsewhere']);
});
