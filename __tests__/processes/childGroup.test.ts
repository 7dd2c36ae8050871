// A child and what it has started end together, politely first; how it ended is told in words.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { childEnd, endGroup, signalGroup } from '../../src/processes/childGroup';

const started = (script: string) =>
  spawn('/bin/sh', ['-c', script], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });

/** Closes only when nobody of the group holds it any more. */
async function outputClosed(child: ReturnType<typeof started>): Promise<void> {
  child.stdout.resume();
  if (!child.stdout.closed) await once(child.stdout, 'close');
}

test('its end in words: a code, a signal, or why there was no start', async () => {
  expect(await childEnd(started('exit 3'))).toBe('exit code 3');
  expect(await childEnd(started('kill -KILL $$'))).toBe('SIGKILL');
  expect(await childEnd(spawn('/no/such/program'))).toMatch(/ENOENT/);
});

test('one that hears the first word ends by it, and what it has started goes as well, deaf or not', async () => {
  const child = started('trap "exit 7" TERM; (trap "" TERM; sleep 1000) & echo up; wait');
  const ended = childEnd(child);
  await once(child.stdout, 'data');
  await endGroup(child.pid, ended);
  expect(await ended).toBe('exit code 7');
  await outputClosed(child);
});

test('one that does not is killed', async () => {
  const child = started('trap "" TERM; echo up; while :; do sleep 1000; done');
  const ended = childEnd(child);
  await once(child.stdout, 'data');
  await endGroup(child.pid, ended);
  expect(await ended).toBe('SIGKILL');
});

test('a group that is not there is nothing', async () => {
  signalGroup(undefined, 'SIGKILL');
  await endGroup(undefined, new Promise(() => {}));
  const child = started('exit 0');
  await childEnd(child);
  signalGroup(child.pid, 'SIGTERM');
});
