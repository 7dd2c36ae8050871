// One Pod's whole life: run, attach, type, resize, detach, send, attach again, killed, restored, stopped.
import { pressAgain } from '../fixtures/pressAgain';
import { CLI, makeTempHome, type TempHome } from '../fixtures/tempHome';
import { type DrivenTerminal, startTerminal } from '../fixtures/terminalDriver';
import { until } from '../fixtures/until';

const DETACH = '\u001c';

interface Row {
  readonly name: string;
  readonly state: string;
  readonly actions: { readonly canAttach: boolean; readonly canRestore: boolean };
}

describe('the life of a Pod', () => {
  let home: TempHome;
  const terminals: DrivenTerminal[] = [];

  beforeEach(() => {
    home = makeTempHome();
  });
  afterEach(async () => {
    await Promise.all(terminals.splice(0).map((terminal) => terminal.close()));
    await home.close();
  });

  function podwatch(...args: string[]): DrivenTerminal {
    const terminal = startTerminal([process.execPath, CLI, ...args], { env: home.env });
    terminals.push(terminal);
    return terminal;
  }

  async function row(): Promise<Row | undefined> {
    const { stdout } = await home.podwatch(['ls', '--json', '--all']);
    const rows: Row[] = JSON.parse(stdout);
    return rows.find(({ name }) => name === 'demo');
  }

  it('goes on without a viewer, survives the death of its process in the store, and comes back', async () => {
    // run attaches at once.
    const first = podwatch('run', 'demo');
    await first.waitForScreen(/^\$/m);
    first.send('echo 日本語-$((40 + 2))-🚀🎉\r');
    await first.waitForScreen(/^日本語-42-🚀🎉/m);
    first.resize(100, 30);
    // The new size and what is typed reach the Pod on the same way, but not the viewer.
    first.send('until [ "$(stty size)" = "30 100" ]; do sleep 0.1; done; stty size\r');
    await first.waitForScreen(/^30 100/m);
    first.send(DETACH);
    expect(await first.exit).toEqual({ code: 0, signal: null });
    expect(first.modes()).toEqual([]);

    expect(await row()).toMatchObject({ state: 'live', actions: { canAttach: true, canRestore: false } });
    expect(await home.podwatch(['send', 'demo', 'echo sent-$((1 + 2))-over'])).toMatchObject({ code: 0 });

    const again = podwatch('attach', 'demo');
    const screen = await again.waitForScreen(/^sent-3-over/m);
    expect(screen).toMatch(/^日本語-42-🚀🎉/m);
    again.send(DETACH);
    await again.exit;

    // A picker stands open while the process dies.
    const picker = podwatch('-r');
    await picker.waitForScreen(/demo +\[live/);
    const [allocation] = home.allocations();
    if (!allocation) throw new Error('not registered');
    process.kill(allocation.pid, 'SIGKILL');
    await picker.waitForScreen(/demo +\[stopped\/restorable\]/);
    expect(await until(row)).toMatchObject({ state: 'stopped', actions: { canAttach: false, canRestore: true } });

    // Enter restores it and attaches; what it had shown stands above.
    await pressAgain(picker, '\r', (screen) => /日本語-42-🚀🎉[\s\S]*^\$$/m.test(screen));
    expect(await row()).toMatchObject({ state: 'live' });
    picker.send('echo back-$((5 + 5))\r');
    await picker.waitForScreen(/^back-10/m);
    picker.send(DETACH);
    await picker.exit;
    expect(picker.modes()).toEqual([]);

    expect(await home.podwatch(['stop', 'demo'])).toMatchObject({ code: 0 });
    expect(await row()).toMatchObject({ state: 'stopped', actions: { canAttach: false, canRestore: true } });
    expect(await home.podwatch(['restore', 'demo'])).toMatchObject({ code: 0 });
    expect(await row()).toMatchObject({ state: 'live' });
    expect(await home.podwatch(['stop', 'demo'])).toMatchObject({ code: 0 });
    expect(await home.podwatch(['rm', 'demo'])).toMatchObject({ code: 0 });
    expect(await row()).toBeUndefined();
  });

  it('answers wrong names and states with the exit codes of the manual', async () => {
    await home.podwatch(['run', 'demo', '-d', '--', '/bin/sh', '-c', 'echo up; exec cat']);
    expect(await home.podwatch(['attach', 'nobody'])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('nobody'),
    });
    expect(await home.podwatch(['restore', 'demo'])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('live'),
    });
    expect(await home.podwatch(['rm', 'demo'])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('stop it first'),
    });
    expect(await home.podwatch(['run', 'demo', '-d'])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('attach'),
    });
    expect(await home.podwatch(['run', '../x', '-d'])).toMatchObject({ code: 2 });
    expect(await home.podwatch(['frobnicate'])).toMatchObject({ code: 2 });
  });
});
