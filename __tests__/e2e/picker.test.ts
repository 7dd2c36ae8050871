// The rule the product was born from, seen in `podwatch -r`: live first, whatever its log looks like.
import { type SocketPod, startSocketPod } from '../fixtures/socketPod';
import { storeFingerprint, storePod } from '../fixtures/storedPods';
import { CLI, makeTempHome, type TempHome } from '../fixtures/tempHome';
import { type DrivenTerminal, startTerminal } from '../fixtures/terminalDriver';

const STOPPED = 60;
const NOW = Date.now();

describe('podwatch -r with one pending live Pod among 60 stopped ones', () => {
  let home: TempHome;
  let pod: SocketPod;
  let terminal: DrivenTerminal | null = null;

  beforeEach(async () => {
    home = makeTempHome();
    for (let n = 0; n < STOPPED; n++) {
      const record = {
        name: `stopped-${String(n).padStart(2, '0')}`,
        updatedAt: NOW - n * 60_000,
        preview: `answer ${n}`,
      };
      storePod(home.paths, record, n);
    }
    pod = await startSocketPod(home.paths, 'zz-pending', 'THE SCREEN OF THE PENDING POD');
  });
  afterEach(async () => {
    await terminal?.close();
    await pod.close();
    await home.close();
  });

  it('shows it first; Enter reaches its socket and changes nothing in the store', async () => {
    const before = storeFingerprint(home.paths);
    terminal = startTerminal([process.execPath, CLI, '-r'], { env: home.env });
    const screen = await terminal.waitForScreen(
      (text) => /zz-pending.*\[live idle\]/.test(text) && text.includes('+51 more'),
    );
    const rows = screen.split('\n');
    const pending = rows.findIndex((row) => row.includes('zz-pending'));
    expect(rows[pending]).toContain('[live idle]');
    expect(rows[pending]).toContain('[live, pending segment]');
    // Newest first below it, ten rows to a page, and the rest is counted.
    for (let n = 0; n < 9; n++) expect(rows[pending + 1 + n]).toContain(`stopped-0${n}`);
    expect(screen).not.toContain('stopped-09');

    terminal.send('\r');
    await terminal.waitForScreen(/THE SCREEN OF THE PENDING POD/);
    expect(pod.methods).toContain('attach_terminal');
    terminal.send('\u001c');
    expect(await terminal.exit).toEqual({ code: 0, signal: null });
    expect(terminal.modes()).toEqual([]);
    expect(storeFingerprint(home.paths)).toBe(before);
  });

  it('says the same in ls --json: attachable, never restorable', async () => {
    const { code, stdout } = await home.podwatch(['ls', '--json', '--all']);
    expect(code).toBe(0);
    const entries = JSON.parse(stdout);
    expect(entries).toHaveLength(STOPPED + 1);
    expect(entries[0]).toMatchObject({
      name: 'zz-pending',
      state: 'live',
      preview: '[live, pending segment]',
      actions: { canOpen: true, canAttach: true, canRestore: false },
    });
    expect(entries[1]).toMatchObject({
      name: 'stopped-00',
      state: 'stopped',
      actions: { canAttach: false, canRestore: true },
    });
  });
});
