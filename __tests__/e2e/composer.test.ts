// Writing from the dashboard to real Pods: letters that are keys elsewhere, several Pods at once, one that refuses.
import { CLI, makeTempHome, type TempHome } from '../fixtures/tempHome';
import { type DrivenTerminal, startTerminal } from '../fixtures/terminalDriver';

/** Says back each line that it reads. */
const ECHO = `stty -echo; while read -r line; do echo "got:$line"; done`;
const NAMES = ['one', 'three', 'two'];

describe('the composer', () => {
  let home: TempHome;
  let terminal: DrivenTerminal | null = null;

  beforeEach(async () => {
    home = makeTempHome();
    for (const name of NAMES) {
      const run = await home.podwatch(['run', name, '-d', '--', '/bin/sh', '-c', `echo ready; ${ECHO}`]);
      expect(run).toMatchObject({ code: 0 });
    }
  });
  afterEach(async () => {
    await terminal?.close();
    await home.close();
  });

  const count = (screen: string, text: string) => screen.split(text).length - 1;

  async function open(): Promise<DrivenTerminal> {
    terminal = startTerminal([process.execPath, CLI], { env: home.env, cols: 120, rows: 36 });
    await terminal.waitForScreen((text) => count(text, 'ready') === 3);
    return terminal;
  }

  /** What the Pod has said, from outside. */
  async function logOf(name: string): Promise<string> {
    return (await home.podwatch(['logs', name])).stdout;
  }

  it('types j k o r q and a paste into the Pod, not into the dashboard', async () => {
    const dashboard = await open();
    dashboard.send('i');
    await dashboard.waitForScreen(/─ to . (one|two|three)/);
    dashboard.send('j k o r q');
    await dashboard.waitForScreen(/› j k o r q/);
    dashboard.send('\u001b[200~ + 漢字\u001b[201~');
    await dashboard.waitForScreen(/› j k o r q \+ 漢字/);
    dashboard.send('\r');
    await dashboard.waitForScreen(
      (text) => text.includes('got:j k o r q + 漢字') && /Sent to (one|two|three)\./.test(text),
    );
    dashboard.send('\u001b');
    await dashboard.waitForScreen(/q quit/);
    dashboard.send('q');
    expect(await dashboard.exit).toEqual({ code: 0, signal: null });
    expect(dashboard.modes()).toEqual([]);
  });

  it('sends to three marked Pods at once; the text stays for one that was stopped meanwhile', async () => {
    const dashboard = await open();
    dashboard.send('g ');
    await dashboard.waitForScreen(/╔═ ✓/);
    dashboard.send('\u001b[C ');
    await dashboard.waitForScreen((text) => count(text, '✓') === 2);
    dashboard.send('\u001b[C i');
    await dashboard.waitForScreen((text) => count(text, '✓') === 3 && text.includes('─ to 3 Pods'));
    dashboard.send('hello all\r');
    await dashboard.waitForScreen((text) => count(text, 'got:hello all') === 3 && text.includes('3 sent'));

    dashboard.send('\u001b');
    await dashboard.waitForScreen(/q quit/);
    // The marks are gone; set them again, and let one of the Pods end.
    for (const key of ['g ', '\u001b[C ', '\u001b[C ']) dashboard.send(key);
    await dashboard.waitForScreen((text) => count(text, '✓') === 3);
    dashboard.send('i');
    await dashboard.waitForScreen(/─ to 3 Pods/);
    dashboard.send('again');
    expect(await home.podwatch(['stop', 'two'])).toMatchObject({ code: 0 });
    await dashboard.waitForScreen(/3 Pods · 1 not eligible: two: it is stopped/);
    dashboard.send('\r');
    const after = await dashboard.waitForScreen((text) => count(text, 'got:again') === 2 && text.includes('2 sent'));
    expect(after).toContain('2 sent, 1 failed: two: it is stopped');
    expect(after).toContain('› again');
    expect(after).toContain('1 marked Pod');
    expect(await logOf('two')).not.toContain('got:again');

    dashboard.send('\u001b');
    await dashboard.waitForScreen(/q quit/);
    dashboard.send('q');
    expect(await dashboard.exit).toEqual({ code: 0, signal: null });
  });
});
