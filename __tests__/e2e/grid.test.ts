// The grid shows what real Pods put out, all at once, and gives the terminal to one of them and takes it back.
import { CLI, makeTempHome, type TempHome } from '../fixtures/tempHome';
import { type DrivenTerminal, startTerminal } from '../fixtures/terminalDriver';

const counting = (word: string) => `n=0; while :; do n=$((n + 1)); echo "${word}=$n"; sleep 0.1; done`;

describe('the grid', () => {
  let home: TempHome;
  let terminal: DrivenTerminal | null = null;

  beforeEach(() => {
    home = makeTempHome();
  });
  afterEach(async () => {
    await terminal?.close();
    await home.close();
  });

  const latest = (screen: string, word: string) =>
    Math.max(0, ...[...screen.matchAll(new RegExp(`${word}=(\\d+)`, 'g'))].map(([, n]) => Number(n)));

  it('shows the output of two Pods move at once, attaches to one, and comes back as it was', async () => {
    for (const word of ['alpha', 'beta']) {
      const run = await home.podwatch(['run', word, '-d', '--', '/bin/sh', '-c', counting(word)]);
      expect(run).toMatchObject({ code: 0 });
    }
    terminal = startTerminal([process.execPath, CLI], { env: home.env, cols: 100, rows: 30 });
    const first = await terminal.waitForScreen((text) => latest(text, 'alpha') > 0 && latest(text, 'beta') > 0);
    const moved = (text: string) =>
      ['alpha', 'beta'].every((word) => latest(text, word) > latest(first, word) && new RegExp(`${word}=`).test(text));
    await terminal.waitForScreen(moved);

    terminal.send('\r');
    // Attached: one program owns the whole screen.
    const attached = await terminal.waitForScreen(
      (text) => /(alpha|beta)=/.test(text) && !(/alpha=/.test(text) && /beta=/.test(text)),
    );
    expect(attached).not.toMatch(/[┌│└╔║]/);
    terminal.send('\u001c');
    await terminal.waitForScreen((text) => latest(text, 'alpha') > 0 && latest(text, 'beta') > 0);

    terminal.send('q');
    expect(await terminal.exit).toEqual({ code: 0, signal: null });
    expect(terminal.modes()).toEqual([]);
    const { stdout } = await home.podwatch(['ls', '--json']);
    expect(JSON.parse(stdout).map(({ state }: { state: string }) => state)).toEqual(['live', 'live']);
  });

  it('opens the overview, and nothing that Node has against a library is printed over it', async () => {
    expect(await home.podwatch(['run', 'one', '-d', '--', '/bin/cat'])).toMatchObject({ code: 0 });
    terminal = startTerminal([process.execPath, CLI], { env: home.env, cols: 120, rows: 40 });
    await terminal.waitForScreen(/═ . one/);
    terminal.send('o');
    await terminal.waitForScreen(/⡇[\s\S]*now/);
    terminal.send('\u001b');
    await terminal.waitForScreen(/═ . one/);
    terminal.send('q');
    expect(await terminal.exit).toEqual({ code: 0, signal: null });
    expect(
      /[^\n]*(?:warning|\(node:)[^\n]*/i.exec(terminal.rawBytes().toString('latin1'))?.[0].slice(-200),
    ).toBeUndefined();
  });

  it.each([
    [80, 24],
    [40, 10],
    [200, 60],
  ])('of an empty home at %d×%d says what to do next, and q quits', async (cols, rows) => {
    terminal = startTerminal([process.execPath, CLI], { env: home.env, cols, rows });
    await terminal.waitForScreen(/\bn\b/);
    terminal.send('q');
    expect(await terminal.exit).toEqual({ code: 0, signal: null });
    expect(terminal.modes()).toEqual([]);
  });
});
