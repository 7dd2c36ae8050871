// A stopped Pod that keeps its name: what stands against it is told apart from what went wrong.
import fs from 'node:fs';
import { renameStopped } from '../../src/actions/renamePod';
import { metadataPath } from '../../src/protocol/homePaths';
import { storePod } from '../fixtures/storedPods';
import { makeTempHome, type TempHome } from '../fixtures/tempHome';

let home: TempHome;
beforeEach(() => {
  home = makeTempHome();
});
afterEach(() => home.close());

test('a name that is taken is not eligible, a registry that cannot be written is a failure; the record stays', async () => {
  storePod(home.paths, { name: 'a', updatedAt: 1, preview: 'x' }, 1);
  storePod(home.paths, { name: 'b', updatedAt: 1, preview: 'x' }, 2);
  const kept = fs.readFileSync(metadataPath(home.paths, 'a'), 'utf8');
  expect(await renameStopped(home.paths, 'a', 'b')).toMatchObject({ kind: 'not-eligible' });
  // Whoever is root may write anywhere, but nothing below a file.
  fs.rmSync(home.paths.runtime, { recursive: true, force: true });
  fs.writeFileSync(home.paths.runtime, '');
  expect(await renameStopped(home.paths, 'a', 'c')).toMatchObject({
    kind: 'failed',
    message: expect.stringContaining('"a"'),
  });
  expect(fs.readFileSync(metadataPath(home.paths, 'a'), 'utf8')).toBe(kept);
});
