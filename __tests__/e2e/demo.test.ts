// `podwatch demo`: the product at work in one command, which leaves nothing behind.
import fs from 'node:fs';
import path from 'node:path';
import { processesWithMark } from '../fixtures/processesWithMark';
import { CLI, makeTempHome, runProgram, type TempHome } from '../fixtures/tempHome';
import { type DrivenTerminal, startTerminal } from '../fixtures/terminalDriver';
import { until } from '../fixtures/until';

describe('podwatch demo', () => {
  let home: TempHome;
  let env: NodeJS.ProcessEnv;
  let temporary: string;
  let terminal: DrivenTerminal | null = null;

  beforeEach(() => {
    home = makeTempHome();
    temporary = path.join(home.directory, 't');
    fs.mkdirSync(temporary);
    env = { ...home.env, TMPDIR: temporary };
  });
  afterEach(async () => {
    await terminal?.close();
    await home.close();
  });

  function expectNothingLeft(): void {
    expect(processesWithMark(home.directory)).toEqual([]);
    expect(fs.readdirSync(temporary)).toEqual([]);
    expect(fs.existsSync(home.paths.pods)).toBe(false);
    expect(home.allocations()).toEqual([]);
  }

  it('without a terminal prints the grid and the picker, stops everything and exits 0', async () => {
    const demo = await runProgram([process.execPath, CLI, 'demo'], env);
    expect(demo).toMatchObject({ code: 0, stderr: '' });
    for (const text of [
      'shell',
      'build-monitor',
      'web-log',
      'counter-日本',
      '[live',
      '[stopped/restorable]',
      'agent-review',
      '▲ 1 needs you',
      'asks: Edit src/cart.ts',
    ]) {
      expect(demo.stdout).toContain(text);
    }
    // The pages have room for three of those that have ended: the newest, which depends on the machine.
    const ended = ['unit-tests', 'lint', 'migrate-db', 'nightly-report'].filter((name) => demo.stdout.includes(name));
    expect(ended.length).toBeGreaterThanOrEqual(3);
    expect(demo.stdout).not.toContain('\u001b');
    expectNothingLeft();
  });

  it('in a terminal shows the grid; Ctrl+C ends it and everything it has started', async () => {
    const roots = '/etc/ca.pem';
    terminal = startTerminal([CLI, 'demo'], { env: { ...env, NODE_EXTRA_CA_CERTS: roots }, cols: 120, rows: 40 });
    await terminal.waitForScreen((text) =>
      ['build-monitor', 'web-log', 'watcher'].every((name) => text.includes(name)),
    );
    // Two commands of ours, which Node need not read them for; and the programs in the Pods, which have them by their own name.
    const having = (name: string) =>
      processesWithMark(home.directory).filter(({ pid }) => variableOf(pid, name) === roots);
    // What is just started has the environment of its parent for a moment.
    await until(() => having('PODWATCH_EXTRA_CA_CERTS').length === 2 && having('NODE_EXTRA_CA_CERTS').length >= 3);
    terminal.send('\u0003');
    expect((await terminal.exit).signal).toBeNull();
    expect(terminal.modes()).toEqual([]);
    expectNothingLeft();
  });
});

/** As it was started; undefined: it has none, or has ended. */
function variableOf(pid: number, name: string): string | undefined {
  try {
    const variables = fs.readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
    return variables.find((each) => each.startsWith(`${name}=`))?.slice(name.length + 1);
  } catch {
    return undefined;
  }
}
