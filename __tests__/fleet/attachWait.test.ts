// A Pod of another host that does not give its terminal: the wait is said, and left by a key.
import { type HostilePod, startHostilePod } from '../fixtures/startHostilePod';
import { CLI } from '../fixtures/tempHome';
import { type DrivenTerminal, startTerminal } from '../fixtures/terminalDriver';
import { describeFleet, type Fleet, openFleet } from './fleet';

describeFleet('an attach over ssh', () => {
  let fleet: Fleet;
  let pod: HostilePod;
  let terminal: DrivenTerminal | null = null;
  beforeAll(async () => {
    fleet = await openFleet(['h1']);
    pod = await startHostilePod(fleet.host('h1').home, 'statusFlood');
  });
  afterAll(async () => {
    await terminal?.close();
    await pod.end();
    await fleet.close();
  });

  test('that waits is left by Esc, and the terminal is as it was', async () => {
    terminal = startTerminal([process.execPath, CLI, 'attach', 'h1/evil'], { env: fleet.own.env, cols: 100, rows: 30 });
    await terminal.waitForScreen(/^Waiting for h1\/evil to give its terminal/m);
    terminal.send('\x1b');
    expect(await terminal.exit).toEqual({ code: 0, signal: null });
    expect(terminal.screenText()).toContain('[left h1/evil, which had not given its terminal yet]');
    expect(terminal.modes()).toEqual([]);
  });
});
