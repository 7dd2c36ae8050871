// A real agent Pod in its conversation: written to, asked, answered by key, cancelled, from the dashboard and by attach.
import fs from 'node:fs';
import path from 'node:path';
import { scriptedAgent } from '../fixtures/scriptedAgent';
import { CLI, makeTempHome, type TempHome } from '../fixtures/tempHome';
import { type DrivenTerminal, startTerminal } from '../fixtures/terminalDriver';

let home: TempHome;
let terminal: DrivenTerminal | null = null;

beforeEach(async () => {
  home = makeTempHome();
  const agent = scriptedAgent('--state', path.join(home.directory, 'agent.json'));
  expect(await home.podwatch(['run', 'ag', '--agent', '--', ...agent])).toMatchObject({ code: 0 });
});
afterEach(async () => {
  await terminal?.close();
  await home.close();
});

function start(...args: string[]): DrivenTerminal {
  terminal = startTerminal([process.execPath, CLI, ...args], { env: home.env, cols: 80, rows: 24 });
  return terminal;
}

it('opens on Enter, sends, asks, is answered by key, and goes back to the tiles', async () => {
  const dashboard = start();
  await dashboard.waitForScreen(/╔═ ○ ag/);
  dashboard.send('\r');
  await dashboard.waitForScreen(/> Write to ag/);
  dashboard.send('edit a.txt\r');
  await dashboard.waitForScreen(/y allow once {3}a always {3}n reject/);
  dashboard.send('y');
  await dashboard.waitForScreen((text) => text.includes('Changed a.txt.') && text.includes('> Write to ag'));
  dashboard.send('\tvc');
  await dashboard.waitForScreen(/1 line sent to the terminal's clipboard\./);
  const copied = /\u001b\]52;c;([^\u0007]*)\u0007/.exec(dashboard.rawBytes().toString())?.[1] ?? '';
  expect(Buffer.from(copied, 'base64').toString()).toMatch(/^─+$/);
  dashboard.send('\u001c');
  await dashboard.waitForScreen(/╔═ . ag/);
  dashboard.send('q');
  expect(await dashboard.exit).toEqual({ code: 0, signal: null });
  expect(dashboard.modes()).toEqual([]);
});

it('hands what is written to the user’s editor, which has the terminal, and takes it back from there', async () => {
  const editor = path.join(home.directory, 'editor.sh');
  const script = '#!/bin/sh\nprintf "EDITOR-HAS-IT"\nread line\nprintf "%s" "$(cat "$1") and $line" > "$1"\n';
  fs.writeFileSync(editor, script, { mode: 0o755 });
  terminal = startTerminal([process.execPath, CLI, 'attach', 'ag'], {
    env: { ...home.env, EDITOR: editor },
    cols: 80,
    rows: 24,
  });
  await terminal.waitForScreen(/> Write to ag/);
  terminal.send('echo one');
  await terminal.waitForScreen(/> echo one/);
  terminal.send('\x07');
  await terminal.waitForScreen(/EDITOR-HAS-IT/);
  terminal.send('two\r');
  await terminal.waitForScreen(/> echo one and two/);
  terminal.send('\r');
  await terminal.waitForScreen(/^ {2}one and two/m);
});

it('attach --read-only shows it, and neither writes nor answers', async () => {
  expect(await home.podwatch(['send', 'ag', 'edit a.txt'])).toMatchObject({ code: 0 });
  const attached = start('attach', 'ag', '--read-only');
  await attached.waitForScreen(/\? Edit a\.txt · waits for your permission/);
  attached.send('y');
  await attached.waitForScreen(/Read only: attach without --read-only/);
  attached.send('i');
  attached.send('q');
  expect(await attached.exit).toEqual({ code: 0, signal: null });
  expect((await home.podwatch(['permit', 'ag', '--reject'])).stdout).toBe('Rejected: Edit a.txt\n');
});

it('answers what an agent asks from the tiles, and without a terminal says how to go on', async () => {
  const dashboard = start();
  await dashboard.waitForScreen(/╔═ . ag/);
  expect(await home.podwatch(['send', 'ag', 'edit a.txt'])).toMatchObject({ code: 0 });
  await dashboard.waitForScreen((text) => /1 needs you/.test(text) && /asks: Edit a\.txt · y answers/.test(text));
  dashboard.send('y');
  await dashboard.waitForScreen((text) => text.includes('+ hello, world') && text.includes('y allow once'));
  dashboard.send('y');
  await dashboard.waitForScreen(
    (text) => text.includes('Changed a.txt.') && /ag: Allowed once: Edit a\.txt/.test(text),
  );
  dashboard.send('q');
  expect(await dashboard.exit).toEqual({ code: 0, signal: null });
});

it('run and restore lead into the conversation; the detach key leads out, and says so', async () => {
  expect(await home.podwatch(['stop', 'ag'])).toMatchObject({ code: 0 });
  const agent = scriptedAgent('--state', path.join(home.directory, 'other.json'));
  const run = start('run', 'new', '--agent', '--detach-key', 'C-]', '--', ...agent);
  await run.waitForScreen((text) => text.includes('> Write to new') && text.includes('Ctrl+] back'));
  run.send('echo hello\r');
  await run.waitForScreen(/^ {2}hello/m);
  run.send('\u001d');
  expect(await run.exit).toEqual({ code: 0, signal: null });
  expect(run.rawBytes().toString()).toContain('[detached from new]');
  await run.close();
  expect(await home.podwatch(['stop', 'new'])).toMatchObject({ code: 0 });
  const restored = start('restore', 'new');
  await restored.waitForScreen((text) => /^ {2}hello/m.test(text) && text.includes('> Write to new'));
  restored.send('\u001c');
  expect(await restored.exit).toEqual({ code: 0, signal: null });
});

it('attach shows it alone; Esc twice cancels the turn, the detach key ends it and the Pod goes on', async () => {
  const attached = start('attach', 'ag');
  await attached.waitForScreen(/> Write to ag/);
  expect(await home.podwatch(['send', 'ag', 'edit a.txt'])).toMatchObject({ code: 0 });
  await attached.waitForScreen(/y allow once/);
  attached.send('\t');
  await attached.waitForScreen(/Ctrl\+\\ back/);
  attached.send('\u001b');
  await attached.waitForScreen(/Esc again cancels the turn/);
  attached.send('\u001b');
  await attached.waitForScreen((text) => /> Write to ag|> edit a.txt/.test(text) && /idle/.test(text));
  attached.send('\u001c');
  expect(await attached.exit).toEqual({ code: 0, signal: null });
  expect(attached.modes()).toEqual([]);
  expect((await home.podwatch(['permit', 'ag'])).stdout).toBe('The agent of ag asks for nothing now.\n');
});
