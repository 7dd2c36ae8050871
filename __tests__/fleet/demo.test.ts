// `podwatch demo --hosts`: two other machines in one command, over a real ssh, and nothing left behind whatever way it ends.
import fs from 'node:fs';
import path from 'node:path';
import { processesWithMark } from '../fixtures/processesWithMark';
import { CLI, makeTempHome, runProgram, type TempHome } from '../fixtures/tempHome';
import { type DrivenTerminal, startTerminal } from '../fixtures/terminalDriver';
import { until } from '../fixtures/until';
import { describeFleet } from './fleet';

const DEMO = [process.execPath, CLI, 'demo', '--hosts'];

describeFleet('podwatch demo --hosts', () => {
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
    terminal = null;
    await home.close();
  });

  async function expectNothingLeft(): Promise<void> {
    // An sshd ends a moment after its ssh.
    await until(() => processesWithMark(home.directory).length === 0);
    expect(fs.readdirSync(temporary)).toEqual([]);
    expect(fs.existsSync(home.paths.pods)).toBe(false);
  }

  test('without a terminal prints the Pods of three machines', async () => {
    const demo = await runProgram(DEMO, env);
    expect(demo).toMatchObject({ code: 0, stderr: '' });
    for (const text of ['gpu/agent-tune', 'gpu/train', 'staging/web-log', ' HOST '])
      expect(demo.stdout).toContain(text);
    await expectNothingLeft();
  });

  test.each([
    ['q', (driven: DrivenTerminal) => driven.send('q')],
    ['SIGTERM', (driven: DrivenTerminal) => driven.kill('SIGTERM')],
    ['a closed terminal', (driven: DrivenTerminal) => driven.hangUp()],
  ])('in a terminal shows their screens, and ends with %s', async (_, end) => {
    const driven = startTerminal(DEMO, { env, cols: 120, rows: 40 });
    terminal = driven;
    await driven.waitForScreen((text) =>
      ['gpu/train', 'epoch 1', 'staging/web-log'].every((part) => text.includes(part)),
    );
    end(driven);
    await driven.exit;
    await expectNothingLeft();
  });

  test('without OpenSSH says what to install', async () => {
    const node = path.join(home.directory, 'bin');
    fs.mkdirSync(node);
    fs.symlinkSync(process.execPath, path.join(node, 'node'));
    const demo = await runProgram(DEMO, { ...env, PATH: node });
    expect(demo).toMatchObject({ code: 1, stdout: '' });
    expect(demo.stderr).toContain('needs OpenSSH');
    await expectNothingLeft();
  });
});
