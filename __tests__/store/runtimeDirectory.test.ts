// A runtime directory is the user's own, and nobody else's to write in.
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { dialSocket } from '../../src/client/dialSocket';
import { homePaths } from '../../src/protocol/homePaths';
import { runtimeBaseFault } from '../../src/store/runtimeBaseFault';
import { ensureRuntimeDirectory } from '../../src/store/runtimeDirectory';
import { updateRegistry } from '../../src/store/updateRegistry';

const OTHER = 47_474;
const asRoot = process.getuid?.() === 0 ? test : test.skip;
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'pw-rt-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const homeWith = (runtime: string) => homePaths(path.join(directory, 'data'), runtime);

test('one that others may write in is refused, and nothing is made in it', async () => {
  const runtime = path.join(directory, 'run');
  mkdirSync(runtime);
  for (const mode of [0o770, 0o777, 0o1777]) {
    chmodSync(runtime, mode);
    const changed = await updateRegistry(homeWith(runtime), () => ({ ok: true, value: [] }));
    expect(changed).toMatchObject({ ok: false, error: expect.stringContaining('others may write in it') });
  }
  chmodSync(runtime, 0o755);
  expect(ensureRuntimeDirectory(homeWith(runtime))).toEqual({ ok: true, value: null });
});

asRoot('one that another user owns is refused', () => {
  const runtime = path.join(directory, 'run');
  mkdirSync(runtime, { mode: 0o700 });
  chownSync(runtime, OTHER, OTHER);
  expect(ensureRuntimeDirectory(homeWith(runtime))).toMatchObject({
    ok: false,
    error: expect.stringContaining(`another user (uid ${OTHER})`),
  });
});

asRoot('nothing is said to the socket of another user', async () => {
  const file = path.join(directory, 'sock');
  let connections = 0;
  const server = net.createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(file, resolve));
  chownSync(file, OTHER, OTHER);
  await expect(dialSocket(file)(new AbortController().signal)).rejects.toThrow(`another user (uid ${OTHER})`);
  expect(connections).toBe(0);
  await new Promise((resolve) => server.close(resolve));
});

test('a base directory is used where it is the user’s own, or can be made', () => {
  expect(runtimeBaseFault(directory)).toBeNull();
  expect(runtimeBaseFault(path.join(directory, 'later', 'still'))).toBeNull();
  expect(runtimeBaseFault('relative/dir')).toContain('absolute');
  writeFileSync(path.join(directory, 'file'), '');
  expect(runtimeBaseFault(path.join(directory, 'file'))).toContain('not a directory');
});

asRoot('a base directory of another user is passed over, and so is one that only they could make', () => {
  chownSync(directory, OTHER, OTHER);
  expect(runtimeBaseFault(directory)).toContain('another user');
  expect(runtimeBaseFault(path.join(directory, 'x'))).toBe('it does not exist');
});
