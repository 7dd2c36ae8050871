// Names, previews and output of others are text: they move no cursor, set no title and become no tag.
import { storePod } from '../fixtures/storedPods';
import { CLI, makeTempHome, type TempHome } from '../fixtures/tempHome';
import { type DrivenTerminal, startTerminal } from '../fixtures/terminalDriver';

const HOSTILE =
  '{bold}{red-fg}T{/}{/bold}{open}\u001b]0;PWNED\u0007\u001b[2J\u001b[1;1HX\u009b2J\u001b[?1003h\u202ertl\r\u0008\u001bc\u001b[31m';
const NOW = Date.now();

describe('hostile text', () => {
  let home: TempHome;
  let terminal: DrivenTerminal | null = null;

  beforeEach(() => {
    home = makeTempHome();
    storePod(home.paths, { name: 'above', updatedAt: NOW, preview: 'harmless above' }, 0);
    storePod(home.paths, { name: 'evil', updatedAt: NOW - 1000, preview: HOSTILE }, 1);
    storePod(home.paths, { name: 'n\u001b[2J{bold}', updatedAt: NOW - 2000, preview: 'bad name' }, 2);
    storePod(home.paths, { name: 'zbelow', updatedAt: NOW - 3000, preview: 'harmless below' }, 3);
  });
  afterEach(async () => {
    await terminal?.close();
    await home.close();
  });

  /** Nothing of the payload may stand in what reaches a terminal. */
  function expectHarmless(output: string): void {
    for (const part of ['\u001b]0;PWNED', '\u001b[1;1HX', '\u009b', '\u001b[?1003h', '\u202e', '\u001bc', '\u0008']) {
      expect(output.includes(part)).toBe(false);
    }
  }

  it('in a preview and in a name changes nothing in the picker', async () => {
    terminal = startTerminal([process.execPath, CLI, '-r'], { env: home.env, cols: 119, rows: 24 });
    const screen = await terminal.waitForScreen((text) => /zbelow.*harmless below/.test(text));
    const rows = screen.split('\n');
    const row = (name: string) => rows.findIndex((text) => text.includes(name));
    expect([row('evil'), row('bad name'), row('zbelow')].map((at) => at - row('above '))).toEqual([1, 2, 3]);
    expect(rows[row('evil')]).toContain('{bold}{red-fg}T{/}{/bold}{open}');
    expect(rows[row('above ')]).toContain('harmless above');
    expect(rows[row('zbelow')]).toContain('harmless below');
    expectHarmless(terminal.rawBytes().toString('utf8'));
    terminal.send('q');
    await terminal.exit;
    expect(terminal.modes()).toEqual([]);
  });

  it('changes nothing in ls, with a terminal and without', async () => {
    const piped = await home.podwatch(['ls', '--all']);
    expect(piped.code).toBe(0);
    expect(piped.stdout.split('\n').filter((line) => line.includes('evil'))).toHaveLength(1);
    expect(piped.stdout).not.toContain('\u001b');
    expectHarmless(piped.stdout);
    terminal = startTerminal([process.execPath, CLI, 'ls', '--all'], { env: home.env, cols: 120 });
    await terminal.exit;
    expectHarmless(terminal.rawBytes().toString('utf8'));
    expect(terminal.screenText()).toContain('harmless below');
  });

  it('in a Pod’s output changes nothing in the grid around its tile', async () => {
    const script = `printf '\\033]2;{bold}TITLE\\033[2J\\007\\033[?1003h\\033[41mtext {red-fg}of the tile{/}'; exec cat`;
    await home.podwatch(['run', 'loud', '-d', '--', '/bin/sh', '-c', script]);
    terminal = startTerminal([process.execPath, CLI], { env: home.env });
    const before = terminal.modes();
    await terminal.waitForScreen(/text \{red-fg\}of the tile\{\/\}/);
    expect(before).toEqual([]);
    expect(terminal.rawBytes().toString('latin1')).not.toContain('\u001b[2J\u0007');
    terminal.send('q');
    expect(await terminal.exit).toEqual({ code: 0, signal: null });
    expect(terminal.modes()).toEqual([]);
  });
});
