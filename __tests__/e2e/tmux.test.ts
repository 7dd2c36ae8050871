// The same product inside tmux, whose idea of cells and keys differs from a plain terminal's.
import fs from 'node:fs';
import path from 'node:path';
import { CLI, makeTempHome, type TempHome } from '../fixtures/tempHome';
import { hasTmux, startTmux, type TmuxDriver } from '../fixtures/tmuxDriver';

(hasTmux() ? describe : describe.skip)('in tmux', () => {
  let home: TempHome;
  let tmux: TmuxDriver | null = null;

  beforeEach(() => {
    home = makeTempHome();
  });
  afterEach(async () => {
    await tmux?.close();
    await home.close();
  });

  it('shows the grid with wide characters in place, attaches, detaches and quits to a clean shell', async () => {
    const script = `printf '日本語|🚀|end\\n'; exec /bin/sh`;
    expect(await home.podwatch(['run', 'inner', '-d', '--', '/bin/sh', '-c', script])).toMatchObject({ code: 0 });
    const shell = ['/bin/sh', '-c', `echo BEFORE; ${process.execPath} ${CLI}; echo "ended:$?"; exec cat`];
    tmux = startTmux(path.join(home.directory, 's'), shell, { cols: 80, rows: 24, env: home.env });
    const grid = await tmux.waitForPane(/日本語\|🚀\|end/);
    // Every border of the tile stands in its column, also beside wide cells.
    const widths = grid
      .split('\n')
      .filter((row) => /│.*│|║.*║/.test(row))
      .map(cellsOf);
    expect(new Set(widths).size).toBe(1);

    tmux.sendKeys('Enter');
    await tmux.waitForPane(/^日本語\|🚀\|end/m);
    tmux.sendKeys('echo typed-$((2 + 2))', 'Enter');
    await tmux.waitForPane(/^typed-4/m);
    tmux.sendKeys('C-\\');
    await tmux.waitForPane(/[│║].*typed-4/);
    tmux.sendKeys('q');
    const left = await tmux.waitForPane(/ended:0/);
    expect(left).toMatch(/^BEFORE\nended:0/);
  });

  it.each(['SIGTSTP', 'SIGSTOP'] as const)(
    'stopped by %s while attached: the shell has its terminal, and fg brings the whole screen back',
    async (signal) => {
      const script = `printf 'FIRST LINE\\n'; exec /bin/sh`;
      expect(await home.podwatch(['run', 'inner', '-d', '--', '/bin/sh', '-c', script])).toMatchObject({ code: 0 });
      const env = { ...home.env, PS1: 'outer> ' };
      tmux = startTmux(path.join(home.directory, 's'), ['/bin/bash', '--norc', '-i'], { cols: 80, rows: 24, env });
      await tmux.waitForPane(/^outer>/m);
      const pidFile = path.join(home.directory, 'pid');
      const attach = `echo $$ > ${pidFile}; exec ${process.execPath} ${CLI} attach inner`;
      tmux.sendKeys(`clear; /bin/sh -c '${attach}'`, 'Enter');
      await tmux.waitForPane(/^FIRST LINE/);
      process.kill(Number(fs.readFileSync(pidFile, 'utf8')), signal);
      await tmux.waitForPane(/Stopped/);
      // Behind an answer of the terminal that was on its way still.
      tmux.sendKeys('C-u');
      tmux.sendKeys('stty -a | grep -o -- "-*icanon" | sed s/^/mode:/', 'Enter');
      await tmux.waitForPane(/^mode:icanon$/m);
      tmux.sendKeys('fg', 'Enter');
      await tmux.waitForPane(/^FIRST LINE(?![\s\S]*(?:outer>|mode:))/);
      tmux.sendKeys('echo goes-on-$((2 + 2))', 'Enter');
      await tmux.waitForPane(/^goes-on-4/m);
      tmux.sendKeys('C-\\');
      await tmux.waitForPane(/detached from inner/);
    },
  );
});

/** Cells up to the last border, with the two-cell characters of this test counted as two. */
function cellsOf(row: string): number {
  return [...row.trimEnd()].reduce((sum, char) => sum + (/[日本語🚀]/u.test(char) ? 2 : 1), 0);
}
