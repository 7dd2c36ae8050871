// Whether anybody listens at a path: no only where that is certain, whatever stands there.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { answers } from '../../src/client/answers';

let directory: string;
let socket: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'pw-answers-'));
  socket = path.join(directory, 'sock');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('a socket that is listened on', async () => {
  const server = net.createServer((client) => client.destroy());
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  expect(await answers(socket)).toBe(true);
  await new Promise((resolve) => server.close(resolve));
  expect(await answers(socket)).toBe(false);
});

const THERE: Readonly<Record<string, () => void>> = {
  nothing: () => {},
  'the socket of a process that was killed': () => {
    const script = `require('net').createServer().listen(${JSON.stringify(socket)}, () => process.kill(process.pid, 'SIGKILL'))`;
    spawnSync(process.execPath, ['-e', script]);
  },
  'a file': () => writeFileSync(socket, ''),
  'a directory': () => mkdirSync(socket),
  'a link to nowhere': () => symlinkSync('/nowhere/at/all', socket),
};

test.each(Object.entries(THERE))('%s does not answer', async (_, plant) => {
  plant();
  expect(await answers(socket)).toBe(false);
});

test('what is no path of a socket, or leads through a file, does not answer', async () => {
  writeFileSync(path.join(directory, 'file'), '');
  for (const wrong of ['', '7000', 'relative', path.join(directory, 'file', 'sock')]) {
    expect([wrong, await answers(wrong)]).toEqual([wrong, false]);
  }
});
