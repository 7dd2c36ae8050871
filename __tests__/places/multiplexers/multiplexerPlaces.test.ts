// A real tmux beside Pods: listed, attached from a real terminal, seen in the dashboard and left again into it.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { processFacts } from '../../../src/places/foreign/processFacts';
import { pathWithout } from '../../fixtures/pathWithout';
import { CLI, makeTempHome, type TempHome } from '../../fixtures/tempHome';
import { type DrivenTerminal, startTerminal } from '../../fixtures/terminalDriver';
import { hasTmux } from '../../fixtures/tmuxDriver';
import { until } from '../../fixtures/until';

let home: TempHome;
let terminal: DrivenTerminal | null;

(hasTmux() ? describe : describe.skip)('sessions of tmux', () => {
  beforeEach(() => {
    home = makeTempHome();
    home.env.TMUX_TMPDIR = home.directory;
    // Its masters are those of the whole machine.
    home.env.PATH = pathWithout(['dtach'], home.directory);
    terminal = null;
    tmux('new-session', '-d', '-s', 'work', '-x', '80', '-y', '20', '-c', home.directory, 'echo hello there; exec cat');
    // Else keys that come in a heap, as on a busy machine, are a paste: bound to nothing.
    tmux('set-option', '-g', 'assume-paste-time', '0');
  });
  afterEach(async () => {
    await terminal?.close();
    tmux('kill-server');
    await home.close();
  });

  function tmux(...args: string[]): void {
    execFileSync('tmux', ['-f', '/dev/null', ...args], { env: home.env, stdio: 'ignore' });
  }

  function podwatch(...args: string[]): DrivenTerminal {
    terminal = startTerminal([process.execPath, CLI, ...args], { env: home.env, cwd: home.directory });
    return terminal;
  }

  async function names(...args: string[]): Promise<readonly string[]> {
    const ran = await home.podwatch(['ls', '--json', ...args]);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    return JSON.parse(ran.stdout).map(({ name }: { name: string }) => name);
  }

  test('are in ls --everything and by --tool, never among Pods or sessions, and can be switched off', async () => {
    // A tmux that is too slow to answer has no sessions for now.
    await until(async () => (await names('--everything')).length > 0);
    expect(await names('--everything')).toEqual(['tmux:work']);
    expect(await names('--tool', 'tmux')).toEqual(['tmux:work']);
    expect([await names(), await names('--sessions')]).toEqual([[], []]);
    const [row] = JSON.parse((await home.podwatch(['ls', '--tool', 'tmux', '--json'])).stdout);
    expect(row).toMatchObject({ state: 'live', tool: 'tmux', directory: home.directory, diagnostics: [] });
    const config = path.join(home.directory, 'config.json');
    fs.writeFileSync(config, JSON.stringify({ sessions: { multiplexers: false } }));
    home.env.PODWATCH_CONFIG = config;
    expect(await names('--everything')).toEqual([]);
  });

  test('what only a Pod can do is refused; attach needs a terminal', async () => {
    expect(await home.podwatch(['stop', 'tmux:work'])).toMatchObject({ code: 4 });
    expect(await home.podwatch(['send', 'tmux:work', 'hi'])).toMatchObject({ code: 4 });
    expect(await home.podwatch(['restore', 'tmux:work'])).toMatchObject({ code: 4 });
    expect((await home.podwatch(['attach', 'tmux:work'])).stderr).toContain('needs a terminal');
  });

  test('attach gives tmux the terminal until it is detached there', async () => {
    const shown = podwatch('attach', 'tmux:work');
    await shown.waitForScreen(/hello there/);
    shown.send('typed\r');
    await shown.waitForScreen(/typed\s+typed/);
    shown.send('\x02d');
    expect(await shown.exit).toEqual({ code: 0, signal: null });
    expect(shown.modes()).toEqual([]);
  });

  /** A session of an agent CLI that says it runs in the pane `target`; returns its process. */
  function claudeIn(target: string): number {
    const claude = path.join(home.env.HOME ?? '', '.claude');
    fs.mkdirSync(path.join(claude, 'projects/-p'), { recursive: true });
    fs.mkdirSync(path.join(claude, 'sessions'));
    const line = { type: 'user', cwd: home.directory, timestamp: '2026-11-26T12:00:00Z', message: { content: 'Hi' } };
    fs.writeFileSync(path.join(claude, 'projects/-p/aaaaaaaa-1.jsonl'), `${JSON.stringify(line)}\n`);
    const pid = Number(
      execFileSync('tmux', ['display-message', '-p', '-t', target, '#{pane_pid}'], {
        env: home.env,
        encoding: 'utf8',
      }),
    );
    const claim = { pid, sessionId: 'aaaaaaaa-1', procStart: processFacts(pid)?.startTicks, status: 'busy' };
    fs.writeFileSync(path.join(claude, `sessions/${pid}.json`), JSON.stringify(claim));
    return pid;
  }

  test('a session of an agent CLI that runs in a pane is opened by going there', async () => {
    const pid = claudeIn('work');
    const [row] = JSON.parse((await home.podwatch(['ls', '--sessions', '--json'])).stdout);
    expect(row).toMatchObject({
      liveElsewhere: { pid, status: 'busy' },
      actions: { canRestore: false, canOpen: true },
    });
    const refused = await home.podwatch(['restore', 'claude:aaaa', '-d']);
    expect(refused.stderr).toMatch(/runs in process \d+ on \/dev\/pts\/\d+, in tmux pane work %0/);
    const shown = podwatch('attach', 'claude:aaaa');
    await shown.waitForScreen(/hello there/);
    shown.send('\x02d');
    expect(await shown.exit).toEqual({ code: 0, signal: null });
  });

  test('from the dashboard Enter goes there, too, and detaching leads back into it; ended, it can be restored', async () => {
    const pid = claudeIn('work');
    // The server stays when the pane is gone.
    tmux('new-session', '-d', '-s', 'beside', 'exec cat');
    const shown = podwatch();
    await shown.waitForScreen(/No Pods yet/);
    shown.send('p');
    shown.send('A');
    await shown.waitForScreen(/claude:aaaa/);
    shown.send('/Hi claude\r');
    await shown.waitForScreen((screen) => screen.includes('claude:aaaa') && !screen.includes('tmux:work'));
    shown.send('\r');
    await shown.waitForScreen(/hello there[\s\S]*\[work\]/);
    // Nobody else was started on it.
    expect(home.allocations()).toEqual([]);
    shown.send('\x02d');
    await shown.waitForScreen(/claude:aaaa/);
    process.kill(pid, 'SIGKILL');
    await shown.waitForScreen(/Enter restore/);
    shown.send('q');
    expect(await shown.exit).toEqual({ code: 0, signal: null });
  });

  test('from a dashboard within that tmux Enter takes its client to the pane', async () => {
    claudeIn('work');
    const dashboard = [process.execPath, CLI].map((word) => `'${word}'`).join(' ');
    tmux('new-session', '-d', '-s', 'own', '-x', '80', '-y', '20', '-c', home.directory, dashboard);
    terminal = startTerminal(['tmux', 'attach', '-t', 'own'], { env: home.env, cwd: home.directory });
    const shown = terminal;
    await shown.waitForScreen(/No Pods yet[\s\S]*\[own\]/);
    shown.send('p');
    shown.send('A');
    await shown.waitForScreen(/claude:aaaa/);
    shown.send('/Hi claude\r');
    await shown.waitForScreen((screen) => screen.includes('claude:aaaa') && !screen.includes('tmux:work'));
    shown.send('\r');
    await shown.waitForScreen(/hello there[\s\S]*\[work\]/);
    expect(home.allocations()).toEqual([]);
    // The dashboard is still there, and has its terminal again.
    shown.send('\x02(');
    await shown.waitForScreen(/claude:aaaa[\s\S]*\[own\]/);
  });

  test('the picker shows them, and what is in them, when it is asked to; Enter attaches, and detaching leads back into it', async () => {
    const shown = podwatch();
    await shown.waitForScreen(/No Pods yet/);
    shown.send('p');
    shown.send('A');
    await shown.waitForScreen(/tmux:work/);
    shown.send('\x1b[B');
    // What it shows, beside the list.
    await shown.waitForScreen(/tmux:work[\s\S]*│hello there/);
    shown.send('\r');
    await shown.waitForScreen(/hello there[\s\S]*\[work\]/);
    shown.send('\x02d');
    await shown.waitForScreen(/tmux:work/);
    shown.send('q');
    expect(await shown.exit).toEqual({ code: 0, signal: null });
  });
});
