// What cannot be put away, or brought back, is named as the Pod that it is.
import fs from 'node:fs';
import { archivePod } from '../../src/actions/archivePod';
import { podArchivedPath } from '../../src/protocol/homePaths';
import { storePod } from '../fixtures/storedPods';
import { makeTempHome, type TempHome } from '../fixtures/tempHome';

let home: TempHome;
beforeEach(() => {
  home = makeTempHome();
});
afterEach(() => home.close());

test.each([
  [true, 'The Pod "a" was not archived: '],
  [false, 'The Pod "a" was not brought back: '],
])('a mark that cannot be changed (%s) names the Pod, what happened and the file', async (isArchived, words) => {
  storePod(home.paths, { name: 'a', updatedAt: 1, preview: 'x' }, 1);
  const file = podArchivedPath(home.paths, 'a');
  // Whoever is root may write anywhere, but no file takes the place of a directory.
  fs.mkdirSync(`${file}/x`, { recursive: true });
  const outcome = await archivePod(home.paths, 'a', isArchived);
  expect(outcome).toMatchObject({ kind: 'failed', message: expect.stringContaining(words) });
  expect(outcome).toMatchObject({ message: expect.stringContaining(file) });
});
