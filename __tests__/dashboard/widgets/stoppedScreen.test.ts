// The screen and the job control of real shells: stopped, continued, in the background, and given back meanwhile.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { isStopped } from '../../../src/actions/isStopped';
import { processTable } from '../../../src/processes/processTable';
import { isAlive as isRunning } from '../../fixtures/podTestClient';
import { until } from '../../fixtures/until';
import { endOf, expectGivenBack } from './fixtures/screenEnds';
import { bundleScreenProgram, ScreenSession, type SessionOptions } from './fixtures/screenSession';

let program: ReturnType<typeof bundleScreenProgram>;
beforeAll(() => {
  program = bundleScreenProgram();
});
afterAll(() => program.remove());

const open: ScreenSession[] = [];
async function start(options: SessionOptions = {}): Promise<ScreenSession> {
  const session = await ScreenSession.start(program.file, options);
  open.push(session);
  return session;
}
afterEach(async () => {
  for (const session of open.splice(0)) await session.close();
});

describe('the terminal screen', () => {
  it('draws anew after a stop and a continue', async () => {
    const session = await start({ shell: 'set -m; "$1" "$2"; echo stopped; fg >/dev/null; echo "code=$?"' });
    session.tell('paint full');
    await session.until('the frame', () => session.line(9) === 'full 9');
    session.tell('stop');
    await session.until(
      'the frame again',
      () => session.output.split('\u001b[?1049h').length === 3 && session.line(9) === 'full 9',
    );
    expect(session.output).toContain('stopped');
    session.tell('exit');
    await endOf(session);
    expectGivenBack(session);
    expect(session.lines()).toContain('code=0');
  });

  it('draws anew after a stop that it could not see coming', async () => {
    const session = await start();
    session.tell('paint full');
    await session.until('the frame', () => session.line(9) === 'full 9');
    session.kill('SIGSTOP');
    session.terminal.write('\u001b[2Jwritten over');
    session.kill('SIGCONT');
    await session.until('the frame again', () => session.line(0) === 'full 0' && session.line(9) === 'full 9');
    session.kill('SIGTERM');
    expect(await endOf(session)).toEqual({ exitCode: 143, signal: 0 });
    expectGivenBack(session);
  });

  /** A shell with job control that reads a line before it brings its job back. */
  const jobShell = (shell: string, job: string) => {
    const script = `${job}; echo "stopped"; read word; echo "read $word"; fg >/dev/null; echo "code=$?"; read end`;
    return [shell, `exec ${shell} -c 'set -m; ${script}' ${shell} "$1" "$2"`] as const;
  };
  const JOB_SHELLS = ['sh', 'bash'].map((shell) => jobShell(shell, '"$1" "$2"'));
  /** Stops sooner than what it runs, as npm does. */
  const [, RUNNER_SHELL] = jobShell('bash', 'sh -c "\\"\\$0\\" \\"\\$1\\"; exit \\$?" "$1" "$2"');

  /** The shell goes on a little: what it prints at its very end could be lost. */
  async function endsWell(session: ScreenSession): Promise<void> {
    session.tell('exit');
    await session.until('the exit code', () => session.lines().includes('code=0'));
    expectGivenBack(session);
    session.type('\n');
    await session.ended;
  }

  const STOPPING = [...JOB_SHELLS, ['bash, below another program', RUNNER_SHELL] as const];

  it.each(STOPPING)('in %s, Ctrl+Z gives the terminal back, and fg shows the screen again', async (_, shell) => {
    const session = await start({ shell });
    session.tell('paint full');
    await session.until('the frame', () => session.line(9) === 'full 9');
    session.type('a\u001ab');
    await session.until('the shell', () => session.output.includes('stopped'));
    expectGivenBack(session);
    session.type('word\n');
    await session.until('the frame again', () => session.line(0) === 'full 0' && session.line(9) === 'full 9');
    expect(session.terminal.modes).toMatchObject({ bracketedPasteMode: true, mouseTrackingMode: 'vt200' });
    session.type('z');
    await session.until('a key', () => JSON.stringify(session.facts).includes('"name":"z"'));
    await endsWell(session);
  });

  it('is not stopped for ever by a Ctrl+Z where the shell brings its job back before the program goes on', async () => {
    const session = await start({ shell: `BLOCKED_MS=400; export BLOCKED_MS; ${RUNNER_SHELL}` });
    session.tell('paint full');
    await session.until('the frame', () => session.line(9) === 'full 9');
    session.type('\u001a');
    await session.until('the shell', () => session.output.includes('stopped'));
    session.type('word\n');
    await session.until('the frame again', () => session.line(0) === 'full 0' && session.line(9) === 'full 9');
    await endsWell(session);
  });

  it('is not stopped by a signal that comes late, after the job has been brought back', async () => {
    const session = await start({ shell: RUNNER_SHELL });
    const program = Number(await session.fact('pid'));
    const runner = processTable().find(({ pid }) => pid === program)?.parent ?? 0;
    session.tell('paint full');
    await session.until('the frame', () => session.line(9) === 'full 9');
    const release = path.join(session.directory, 'release');
    session.tell(`block ${release}`);
    await session.fact('blocked');
    process.kill(-runner, 'SIGTSTP');
    await session.until('the shell', () => session.output.includes('stopped'));
    session.type('word\n');
    await until(() => !isStopped(runner));
    session.tell('paint newest');
    writeFileSync(release, '');
    await session.until('the newest frame', () => session.line(0) === 'newest 0' && session.line(9) === 'newest 9');
    await endsWell(session);
  });

  it('stops the whole job where it alone is told to, so that its shell knows', async () => {
    const session = await start({ shell: RUNNER_SHELL });
    session.tell('paint full');
    await session.until('the frame', () => session.line(9) === 'full 9');
    session.tell('stop');
    await session.until('the shell', () => session.output.includes('stopped'));
    expectGivenBack(session);
    session.type('word\n');
    await session.until('the frame again', () => session.line(0) === 'full 0' && session.line(9) === 'full 9');
    await endsWell(session);
  });

  it('takes no notice of Ctrl+Z where no shell could continue it', async () => {
    const session = await start();
    session.type('\u001a');
    // What is typed in one piece with it is for nobody.
    await session.until('its standing aside', () => session.output.includes('\u001b[?1049l'));
    session.tell('paint full');
    await session.until('the frame', () => session.line(9) === 'full 9');
    session.type('z');
    await session.until('a key', () => JSON.stringify(session.facts).includes('"name":"z"'));
    session.kill('SIGTERM');
    expect(await endOf(session)).toEqual({ exitCode: 143, signal: 0 });
    expectGivenBack(session);
  });

  /** Stops the program by that signal and has it go on while the shell has the terminal. */
  async function inBackground(shell: string, signal: 'SIGTSTP' | 'SIGSTOP'): Promise<ScreenSession & { job: number }> {
    const session = await start({ shell });
    const job = Number(await session.fact('pid'));
    session.tell('paint full');
    await session.until('the frame', () => session.line(9) === 'full 9');
    process.kill(job, signal);
    await session.until('the shell', () => session.output.includes('stopped\r\n'));
    process.kill(job, 'SIGCONT');
    return Object.assign(session, { job });
  }

  const BACKGROUND = JOB_SHELLS.flatMap(([name, shell]) =>
    (['SIGTSTP', 'SIGSTOP'] as const).map((signal) => [name, signal, shell] as const),
  );

  it.each(BACKGROUND)('in the background of %s after %s it draws nothing until fg', async (_, signal, shell) => {
    const session = await inBackground(shell, signal);
    session.tell('flood');
    // A second of frames that all differ.
    expect(await session.fact('flooded')).toBe(200);
    expect(session.output.split('stopped\r\n')[1]).toBe('');
    session.tell('paint newest');
    session.type('word\n');
    await session.until('the newest frame', () => session.line(0) === 'newest 0' && session.line(9) === 'newest 9');
    expect(session.output.split('stopped\r\n')[1]).toMatch(/^(word\r\n)?read word\r\n/);
    expect(session.terminal.modes).toMatchObject({ bracketedPasteMode: true, mouseTrackingMode: 'vt200' });
    session.type('z');
    await session.until('a key', () => JSON.stringify(session.facts).includes('"name":"z"'));
    await endsWell(session);
  });

  it.each(BACKGROUND)(
    'in the background of %s after %s it can be stopped again, and ended',
    async (_, signal, shell) => {
      const session = await inBackground(shell, signal);
      const { job } = session;
      await until(() => {
        if (isStopped(job)) return true;
        // Another thread of it may take this one, and be told of sooner than the SIGCONT just before.
        process.kill(job, 'SIGTSTP');
        return false;
      });
      process.kill(job, 'SIGCONT');
      session.tell('flood');
      await session.fact('flooded');
      expect(session.output.split('stopped\r\n')[1]).toBe('');
      process.kill(job, 'SIGTERM');
      await until(() => !isRunning(job));
      await session.until('the main screen', () => session.terminal.buffer.active.type === 'normal');
      expectGivenBack(session);
    },
  );

  it.each([
    ['sh', 'sh', '"$1" "$2"'],
    ['bash', 'bash', '"$1" "$2"'],
    ['bash, below another program,', 'bash', 'sh -c "\\"\\$0\\" \\"\\$1\\"; exit \\$?" "$1" "$2"'],
  ])('started in the background of %s it waits to be brought to the foreground', async (_, name, job) => {
    // `wait` ends when the shell has taken notice of the stop.
    const script = `${job} & wait $!; echo "stopped"; read word; fg >/dev/null; echo "code=$?"; read end`;
    const session = new ScreenSession(program.file, { shell: `exec ${name} -c 'set -m; ${script}' ${name} "$1" "$2"` });
    open.push(session);
    await session.until('the shell', () => session.output.includes('stopped\r\n'));
    expect(session.output).not.toContain('\u001b');
    session.type('word\n');
    await session.fact('ready');
    session.tell('paint full');
    await session.until('the frame', () => session.line(9) === 'full 9');
    await endsWell(session);
  });
});
