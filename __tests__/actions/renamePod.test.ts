// A stopped Pod that keeps its name: what stands against it is told apart from what went wrong.
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { renameStopped } from '../../src/actions/renamePod';
import { metadataPath, podSocketPath } from '../../src/protocol/homePaths';
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

test('a refusal says which of the two is live', async () => {
  storePod(home.paths, { name: 'a', updatedAt: 1, preview: 'x' }, 1);
  const socket = podSocketPath(home.paths, 'b');
  fs.mkdirSync(path.dirname(socket), { recursive: true });
  const server = net.createServer().listen(socket);
  await once(server, 'listening');
  try {
    expect(await renameStopped(home.paths, 'a', 'b')).toEqual({
      kind: 'not-eligible',
      message: 'The Pod "a" was not renamed: a Pod "b" is live. Choose another name.',
    });
  } finally {
    server.close();
  }
});
