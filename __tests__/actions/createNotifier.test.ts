// Calling the user: the bell, and a real command that gets what it needs in its environment, past no shell.
import fs from 'node:fs';
import path from 'node:path';
import { createNotifier, type NotifyOptions } from '../../src/actions/createNotifier';
import { until } from '../fixtures/until';

let directory = '';
beforeEach(() => {
  directory = fs.mkdtempSync('/tmp/pwn-');
});
afterEach(() => fs.rmSync(directory, { recursive: true, force: true }));

const call = { podKey: 'h\0demo', podName: 'de$(mo)', kind: 'failed', reason: 'failed: exit 2\u001b[31m\n' };

/** A desktop that writes what it was to show into a file. */
let shown: (title: string, text: string) => [string, ...string[]] = () => ['true'];

function notifier(options: Partial<NotifyOptions>) {
  const heard = { rings: 0, time: 0 };
  const notify = createNotifier({
    options: { bell: false, desktop: false, command: [], ...options },
    env: { PATH: process.env.PATH },
    desktop: { pictureReaders: [], copyCommand: () => null, notifyCommand: shown },
    ring: () => {
      heard.rings += 1;
    },
    now: () => heard.time,
  });
  return { notify, heard };
}

test('off: nothing happens', async () => {
  const { notify, heard } = notifier({});
  expect(await notify(call)).toEqual({ kind: 'done' });
  expect(heard.rings).toBe(0);
});

test('the bell rings, not too often', async () => {
  const { notify, heard } = notifier({ bell: true });
  await notify(call);
  await notify(call);
  expect(heard.rings).toBe(1);
  heard.time = 10_000;
  await notify(call);
  expect(heard.rings).toBe(2);
});

test('the command gets its arguments as they are, and the Pod, the kind and the reason in its environment', async () => {
  const file = path.join(directory, 'out');
  const script =
    'printf "%s|%s|%s|%s" "$1" "$PODWATCH_POD" "$PODWATCH_ATTENTION" "$PODWATCH_REASON" > "$0.t"; mv "$0.t" "$0"';
  const { notify } = notifier({ command: ['sh', '-c', script, file, '$HOME; ls'] });
  expect(await notify(call)).toEqual({ kind: 'done' });
  await until(() => fs.existsSync(file));
  expect(fs.readFileSync(file, 'utf8').trimEnd()).toMatch(/^\$HOME; ls\|de\$\(mo\)\|failed\|failed: exit 2\s*$/);
});

test('a command that cannot be started is said once', async () => {
  const { notify, heard } = notifier({ command: [path.join(directory, 'none')] });
  expect(await notify(call)).toMatchObject({
    kind: 'failed',
    message: expect.stringMatching(/^notify\.command: .*ENOENT/),
  });
  heard.time = 20_000;
  expect(await notify(call)).toEqual({ kind: 'done' });
});

test('the desktop shows the Pod and the reason as plain text, and says once where it cannot', async () => {
  const file = path.join(directory, 'shown');
  shown = (title, text) => ['sh', '-c', 'printf "%s|%s" "$1" "$2" > "$0.t"; mv "$0.t" "$0"', file, title, text];
  const { notify } = notifier({ desktop: true });
  expect(await notify(call)).toEqual({ kind: 'done' });
  await until(() => fs.existsSync(file));
  expect(fs.readFileSync(file, 'utf8').trimEnd()).toBe('podwatch: de$(mo)|failed: exit 2');
  shown = () => [path.join(directory, 'none')];
  const { notify: failing, heard } = notifier({ desktop: true });
  expect(await failing(call)).toMatchObject({ message: expect.stringMatching(/^notify\.desktop: .*ENOENT/) });
  heard.time = 20_000;
  expect(await failing(call)).toEqual({ kind: 'done' });
});
