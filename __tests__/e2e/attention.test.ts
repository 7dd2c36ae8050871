// Ten real Pods, and one of them rings: the header counts it, the title says it, a key leads to it, seeing it ends it.
import fs from 'node:fs';
import path from 'node:path';
import { CLI, makeTempHome, type TempHome } from '../fixtures/tempHome';
import { type DrivenTerminal, startTerminal } from '../fixtures/terminalDriver';
import { until } from '../fixtures/until';

let home: TempHome;
let terminal: DrivenTerminal | null = null;
beforeEach(() => {
  home = makeTempHome();
});
afterEach(async () => {
  await terminal?.close();
  terminal = null;
  await home.close();
});

/** Waits for a word: `ring` and it rings, anything else ends it badly. */
const PROGRAM = 'while read -r word; do case $word in ring) printf "\\a";; *) exit 3;; esac; done';

async function attentionOf(name: string): Promise<string | null> {
  const { stdout } = await home.podwatch(['ls', '--json']);
  const rows: { name: string; attention: { kind: string } | null }[] = JSON.parse(stdout);
  return rows.find((row) => row.name === name)?.attention?.kind ?? null;
}

it('a bell in one of ten, then a failure: counted, told, found, seen', async () => {
  const names = Array.from({ length: 10 }, (_, i) => `pod-${i}`);
  for (const name of names) {
    expect(await home.podwatch(['run', name, '-d', '--', '/bin/sh', '-c', PROGRAM])).toMatchObject({ code: 0 });
  }
  const config = path.join(home.directory, 'config.json');
  const told = path.join(home.directory, 'told');
  const script = 'printf "%s %s %s\\n" "$PODWATCH_POD" "$PODWATCH_ATTENTION" "$PODWATCH_REASON" >> "$0"';
  fs.writeFileSync(config, JSON.stringify({ notify: { command: ['/bin/sh', '-c', script, told] } }));
  const env = { ...home.env, PODWATCH_CONFIG: config };
  terminal = startTerminal([process.execPath, CLI], { env, cols: 120, rows: 30 });
  await terminal.waitForScreen(/^podwatch {2}10 live/m);

  expect(await home.podwatch(['send', 'pod-9', 'ring'])).toMatchObject({ code: 0 });
  await terminal.waitForScreen(/▲ 1 needs you · 10 live/);
  await until(() => terminal?.rawBytes().includes('\u001b]2;(1) podwatch: 10 live') === true);
  await until(() => fs.existsSync(told) && fs.readFileSync(told, 'utf8') === 'pod-9 bell bell\n');
  await until(async () => (await attentionOf('pod-9')) === 'bell');

  // Its tile is on another page.
  expect(terminal.screenText()).not.toMatch(/▲ . pod-9/);
  terminal.send('a');
  await terminal.waitForScreen(/╔═ ▲ . pod-9 [\s\S]*╚═ ▲ bell ═/);
  terminal.send('a');
  await terminal.waitForScreen((text) => /^podwatch {2}10 live/m.test(text) && text.includes('No Pod needs you.'));
  // Not only here: the Pod itself has taken it back.
  await until(async () => (await attentionOf('pod-9')) === null);

  expect(await home.podwatch(['send', 'pod-2', 'end'])).toMatchObject({ code: 0 });
  await terminal.waitForScreen(/▲ 1 needs you · 9 live/);
  await until(() => fs.readFileSync(told, 'utf8').endsWith('pod-2 failed failed: exit 3\n'));
  terminal.send('a');
  await terminal.waitForScreen(/^> ▲ pod-2 .*exit 3/m);
  terminal.send('w');
  await terminal.waitForScreen(/attention +failed: exit 3/);
  terminal.send('\u001b');
  await terminal.waitForScreen((text) => !text.includes('attention '));
  terminal.send('p');
  await terminal.waitForScreen((text) => /^podwatch {2}9 live/m.test(text) && !text.includes('▲'));
  terminal.send('q');
  expect(await terminal.exit).toEqual({ code: 0, signal: null });
  expect(terminal.modes()).toEqual([]);
});

it('keys of one’s own work; keys that mean two things are passed over with both names', async () => {
  expect(await home.podwatch(['run', 'demo', '-d', '--', '/bin/cat'])).toMatchObject({ code: 0 });
  const config = path.join(home.directory, 'config.json');
  const env = { ...home.env, PODWATCH_CONFIG: config };
  fs.writeFileSync(config, JSON.stringify({ keys: { why: 'W', quit: ['Q'] }, theme: 'dark', mouse: false }));
  terminal = startTerminal([process.execPath, CLI], { env, cols: 100, rows: 24 });
  await terminal.waitForScreen(/╔═ . demo[\s\S]*Q quit/);
  terminal.send('qW');
  await terminal.waitForScreen(/because +it says so itself/);
  expect(terminal.rawBytes().includes('\u001b[?1000h')).toBe(false);
  terminal.send('qQ');
  expect(await terminal.exit).toEqual({ code: 0, signal: null });
  await terminal.close();

  fs.writeFileSync(config, JSON.stringify({ keys: { why: 's' } }));
  terminal = startTerminal([process.execPath, CLI], { env, cols: 200, rows: 24 });
  await terminal.waitForScreen(/╔═ . demo[\s\S]*keys\.why: "s" would mean both sort and why in the grid/);
  terminal.send('w');
  await terminal.waitForScreen(/because +it says so itself/);
  terminal.send('qq');
  expect(await terminal.exit).toEqual({ code: 0, signal: null });
  expect(terminal.screenText()).toContain(
    `podwatch: The configuration ${config} is wrong: keys.why: "s" would mean both sort and why in the grid. It is passed over.`,
  );
});
