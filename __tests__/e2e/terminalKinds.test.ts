// The same screen whatever the terminal calls itself: nothing of what we draw depends on a terminfo entry.
import { CLI, makeTempHome, type TempHome } from '../fixtures/tempHome';
import { type DrivenTerminal, startTerminal } from '../fixtures/terminalDriver';

/** The pseudo-terminal sets TERM itself; only a program in between can change it. */
const inTerminal = (kind: string) => ['/usr/bin/env', `TERM=${kind}`, process.execPath, CLI];

describe('in a terminal of the kind', () => {
  let home: TempHome;
  let terminal: DrivenTerminal | null = null;

  beforeEach(() => {
    home = makeTempHome();
  });
  afterEach(async () => {
    await terminal?.close();
    await home.close();
  });

  it.each(['xterm-256color', 'screen-256color', 'tmux-256color', 'xterm-kitty', 'a-kind-nobody-knows'])(
    '%s: the grid, an attach and back, every mode given back',
    async (kind) => {
      const script = `printf '日本語 \\033[38;2;1;200;3mgreen\\033[0m\\n'; exec cat`;
      expect(await home.podwatch(['run', 'demo', '-d', '--', '/bin/sh', '-c', script])).toMatchObject({ code: 0 });
      terminal = startTerminal(inTerminal(kind), { env: home.env, cols: 60, rows: 20 });
      const grid = await terminal.waitForScreen(/║日本語 green +║/);
      expect(grid).toMatch(/^╔═ .* demo /m);
      expect(grid).not.toMatch(/[lmqxjk]{4,}/);
      expect(terminal.rawBytes().toString('latin1')).toContain('38;2;1;200;3');
      terminal.send('\r');
      await terminal.waitForScreen(/^日本語 green/m);
      terminal.send('typed\r');
      await terminal.waitForScreen(/^typed$/m);
      terminal.send('\u001c');
      await terminal.waitForScreen(/║typed +║/);
      terminal.send('q');
      expect(await terminal.exit).toEqual({ code: 0, signal: null });
      expect(terminal.modes()).toEqual([]);
    },
  );

  it('one that promises no more than 256 colours is told none but these', async () => {
    const script = `printf '\\033[38;2;95;135;175mblue\\033[0m\\n'; exec cat`;
    expect(await home.podwatch(['run', 'demo', '-d', '--', '/bin/sh', '-c', script])).toMatchObject({ code: 0 });
    const { COLORTERM: _, ...env } = home.env;
    terminal = startTerminal(inTerminal('xterm-256color'), { env, cols: 60, rows: 20 });
    await terminal.waitForScreen(/║blue +║/);
    const raw = terminal.rawBytes().toString('latin1');
    expect(raw).toContain('38;5;67');
    expect(raw).not.toMatch(/[34]8;2;/);
    terminal.send('q');
    await terminal.exit;
  });

  it('dumb: refused in a sentence, not a broken screen', async () => {
    terminal = startTerminal(inTerminal('dumb'), { env: home.env });
    expect(await terminal.exit).toEqual({ code: 2, signal: null });
    // Wherever the terminal has wrapped it.
    expect(terminal.screenText().replaceAll('\n', '')).toContain('TERM=dumb');
  });
});
