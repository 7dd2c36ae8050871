// However the dashboard ends, the user's terminal is as it was found.
import fs from 'node:fs';
import path from 'node:path';
import { CLI, makeTempHome, type TempHome } from '../fixtures/tempHome';
import { type DrivenTerminal, startTerminal } from '../fixtures/terminalDriver';
import { until } from '../fixtures/until';

describe('the terminal after the dashboard', () => {
  let home: TempHome;
  let terminal: DrivenTerminal | null = null;

  beforeEach(async () => {
    home = makeTempHome();
    await home.podwatch(['run', 'one', '-d', '--', '/bin/sh', '-c', 'echo up; exec cat']);
  });
  afterEach(async () => {
    await terminal?.close();
    await home.close();
  });

  /** Starts the dashboard from a shell that goes on after it, below a line of text which must be there again then. */
  async function openDashboard(env: NodeJS.ProcessEnv): Promise<{ terminal: DrivenTerminal; pid: number }> {
    const pidFile = path.join(home.directory, 'pid');
    const script = [
      'echo BEFORE',
      `/bin/sh -c 'echo $$ > "${pidFile}"; exec "$0" "$@"' "$0" "$@"`,
      'echo "ended:$?"',
      'exec cat',
    ].join('\n');
    const opened = startTerminal(['/bin/sh', '-c', script, process.execPath, CLI], { env });
    terminal = opened;
    await opened.waitForScreen(/one[\s\S]*up/);
    expect(opened.modes()).toEqual(expect.arrayContaining(['alternate screen', 'cursor hidden']));
    expect(opened.lineFlags()).toEqual(expect.arrayContaining(['-icanon', '-echo']));
    return { terminal: opened, pid: Number(fs.readFileSync(pidFile, 'utf8')) };
  }

  function expectSane(left: DrivenTerminal): void {
    expect(left.modes()).toEqual([]);
    expect(left.lineFlags()).toEqual(expect.arrayContaining(['icanon', 'echo', 'isig', 'opost', 'icrnl']));
    expect(left.screenText()).toMatch(/^BEFORE/);
    // The last colour that was set is none.
    const colours =
      left
        .rawBytes()
        .toString('latin1')
        .match(/\u001b\[[0-9;]*m/g) ?? [];
    expect(colours.at(-1) ?? '\u001b[m').toMatch(/\[0?m$/);
  }

  it.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGINT', 130],
  ] as const)('is sane after %s, and the exit code tells of it', async (signal, code) => {
    const opened = await openDashboard(home.env);
    process.kill(opened.pid, signal);
    await opened.terminal.waitForScreen(new RegExp(`ended:${code}`));
    expectSane(opened.terminal);
  });

  it('is sane after a signal that comes while a Pod is attached from the grid', async () => {
    const opened = await openDashboard(home.env);
    opened.terminal.send('\r');
    await opened.terminal.waitForScreen(/^up$/m);
    process.kill(opened.pid, 'SIGTERM');
    await opened.terminal.waitForScreen(/ended:143/);
    expectSane(opened.terminal);
  });

  it('is sane after a crash, which says what happened', async () => {
    const preload = path.join(home.directory, 'crash.cjs');
    const crash = `process.on('SIGALRM', () => setImmediate(() => { throw new Error('crashed on purpose'); }));`;
    fs.writeFileSync(preload, crash);
    const opened = await openDashboard({ ...home.env, NODE_OPTIONS: `--require ${preload}` });
    process.kill(opened.pid, 'SIGALRM');
    const screen = await opened.terminal.waitForScreen(/ended:[1-9]/);
    expect(screen).toContain('crashed on purpose');
    expectSane(opened.terminal);
  });

  it('takes its process with it when its window is closed; the Pods go on', async () => {
    const opened = await openDashboard(home.env);
    opened.terminal.hangUp();
    await opened.terminal.exit;
    await until(
      () =>
        !fs.existsSync(`/proc/${opened.pid}/environ`) || fs.readFileSync(`/proc/${opened.pid}/environ`).length === 0,
    );
    const { stdout } = await home.podwatch(['ls', '--json']);
    expect(JSON.parse(stdout)).toMatchObject([{ name: 'one', state: 'live' }]);
  });
});
