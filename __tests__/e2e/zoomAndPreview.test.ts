// What a Pod has shown: large and scrolled back while it lives, beside the list once it has stopped.
import { CLI, makeTempHome, type TempHome } from '../fixtures/tempHome';
import { type DrivenTerminal, startTerminal } from '../fixtures/terminalDriver';

describe('zoom and preview', () => {
  let home: TempHome;
  let terminal: DrivenTerminal | null = null;

  beforeEach(() => {
    home = makeTempHome();
  });
  afterEach(async () => {
    await terminal?.close();
    await home.close();
  });

  it('zooms into a live screen, scrolls back with key and wheel, attaches from there', async () => {
    const script = 'i=1; while [ $i -le 90 ]; do echo "row $i."; i=$((i + 1)); done; exec cat';
    expect(await home.podwatch(['run', 'rows', '-d', '--', '/bin/sh', '-c', script])).toMatchObject({ code: 0 });
    terminal = startTerminal([process.execPath, CLI], { env: home.env, cols: 100, rows: 24 });
    await terminal.waitForScreen(/row 90\./);
    terminal.send('z');
    await terminal.waitForScreen((text) => /row 90\./.test(text) && /Esc back/.test(text));
    terminal.send('\u001b[5~');
    await terminal.waitForScreen(/rows \d+–\d+ of \d+, standing still/);
    terminal.send('g');
    await terminal.waitForScreen((text) => {
      return /row 1\.[\s\S]*row 10\./.test(text) && terminal?.modes().includes('mouse drag') === true;
    });
    terminal.send('\u001b[<0;2;3M\u001b[<32;5;3M\u001b[<0;5;3m');
    await terminal.waitForScreen(/sent to the terminal's clipboard/);
    terminal.send('\u001b[<65;10;10M');
    await terminal.waitForScreen((text) => !/row 3\./.test(text) && /row 4\./.test(text));
    terminal.send('G');
    await terminal.waitForScreen(/row 90\./);
    terminal.send('\r');
    await terminal.waitForScreen((text) => /row 90\./.test(text) && !/[║╔]/.test(text));
    terminal.send('\u001c');
    await terminal.waitForScreen(/╔═ . rows/);
    terminal.send('z');
    await terminal.waitForScreen(/q quit/);
    terminal.send('q');
    expect(await terminal.exit).toEqual({ code: 0, signal: null });
    expect(terminal.modes()).toEqual([]);
  });

  it('shows the last screen of a stopped Pod beside the list, in its colours', async () => {
    const script = "printf 'first \\033[38;2;9;8;7;48;5;52mwords\\033[0m\\n'; echo last words here; exec cat";
    expect(await home.podwatch(['run', 'gone', '-d', '--', '/bin/sh', '-c', script])).toMatchObject({ code: 0 });
    expect(await home.podwatch(['send', 'gone', 'typed'])).toMatchObject({ code: 0 });
    expect(await home.podwatch(['stop', 'gone'])).toMatchObject({ code: 0 });
    terminal = startTerminal([process.execPath, CLI, '-r'], { env: home.env, cols: 160, rows: 30 });
    await terminal.waitForScreen(/its last screen[\s\S]*│ first words +│\n.*│ last words here +│/);
    expect(terminal.rawBytes().toString()).toContain('\u001b[0;38;2;9;8;7;48;5;52mwords');
    terminal.send('q');
    expect(await terminal.exit).toEqual({ code: 0, signal: null });
  });
});
