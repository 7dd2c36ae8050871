// The user's terminal in real pseudo-terminals: taken, painted, given back, whichever way it ends.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { isStopped } from '../../../src/actions/isStopped';
import { processTable } from '../../../src/processes/processTable';
import { isAlive as isRunning } from '../../fixtures/podTestClient';
import { until } from '../../fixtures/until';
import { bundleScreenProgram, type Ending, ScreenSession, type SessionOptions } from './fixtures/screenSession';

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

/** Starts from a shell that shows the terminal's settings before and after, and then waits for a line. */
const FROM_SHELL = 'echo before; stty -g; "$1" "$2"; echo "code=$?"; stty -g; echo over; read -r _';

/** Half of what a storm is quiet for when it is over. */
const STORM_MS = 50;

/** What a terminal has to be like for the user's shell. */
function expectGivenBack({ terminal, output }: ScreenSession): void {
  expect(terminal.buffer.active.type).toBe('normal');
  expect(terminal.modes).toMatchObject({
    bracketedPasteMode: false,
    mouseTrackingMode: 'none',
    wraparoundMode: true,
    applicationCursorKeysMode: false,
    sendFocusMode: false,
    synchronizedOutputMode: false,
  });
  // Each mode that was switched on has been switched off later; the cursor shows.
  for (const mode of ['1049', '2004', '1000', '1006']) {
    expect(output.lastIndexOf(`\u001b[?${mode}l`)).toBeGreaterThan(output.lastIndexOf(`\u001b[?${mode}h`));
  }
  expect(output.lastIndexOf('\u001b[?25h')).toBeGreaterThan(output.lastIndexOf('\u001b[?25l'));
  expect(output.split('\u001b[22;0t').length).toBe(output.split('\u001b[23;0t').length);
}

/** The settings that `stty -g` printed before and after are the same. */
function expectSameSettings(session: ScreenSession): void {
  const settings = session.lines().filter((line) => /^[0-9a-f]+(:[0-9a-f]+)+$/.test(line));
  const [before, after] = settings;
  expect(settings).toHaveLength(2);
  expect(after).toBe(before);
}

async function endOf(session: ScreenSession): Promise<Ending> {
  const ending = await session.ended;
  await new Promise<void>((resolve) => session.terminal.write('', resolve));
  return ending;
}

/** Of one that was started by `FROM_SHELL`. */
async function endOfShell(session: ScreenSession): Promise<void> {
  await session.until('what the shell says at last', () => session.lines().includes('over'));
  session.type('\n');
  await endOf(session);
}

describe('the terminal screen', () => {
  it('leaves the mouse to the terminal where the user wants that, also after it was lent', async () => {
    const session = await start({ shell: 'NO_MOUSE=1 "$1" "$2"' });
    session.tell('paint hello');
    await session.until('the frame', () => session.line(0) === 'hello 0');
    session.tell('suspend');
    await session.until('the main buffer', () => session.terminal.buffer.active.type === 'normal');
    session.tell('resume');
    await session.until('the alternate buffer again', () => session.terminal.buffer.active.type === 'alternate');
    // The modes come in a write of their own, the mouse's with them.
    await session.until('its modes', () => session.terminal.modes.bracketedPasteMode);
    expect(session.terminal.modes.mouseTrackingMode).toBe('none');
    expect(session.output).not.toContain('\u001b[?1000h');
    session.tell('close');
    await endOf(session);
  });

  it('rings, but not while the terminal is lent', async () => {
    const session = await start();
    session.tell('paint hello');
    await session.until('the frame', () => session.line(0) === 'hello 0');
    // The end of a title is the same byte.
    const rings = () => session.output.replaceAll(/\u001b\][^\u0007]*\u0007/g, '').split('\u0007').length - 1;
    expect(rings()).toBe(0);
    session.tell('bell');
    await session.until('the bell', () => rings() === 1);
    session.tell('suspend');
    session.tell('bell');
    session.tell('resume');
    session.tell('paint again');
    await session.until('the next frame', () => session.line(0) === 'again 0');
    expect(rings()).toBe(1);
    session.tell('close');
    await endOf(session);
  });

  it('shows frames in the alternate buffer and gives everything back at close', async () => {
    const session = await start({ shell: FROM_SHELL, cols: 200 });
    session.tell('cursor hello');
    await session.until('the frame', () => session.line(9) === 'hello 9');
    expect(session.terminal.buffer.active.type).toBe('alternate');
    expect(session.terminal.modes).toMatchObject({ bracketedPasteMode: true, mouseTrackingMode: 'vt200' });
    expect([session.terminal.buffer.active.cursorX, session.terminal.buffer.active.cursorY]).toEqual([3, 2]);
    expect(session.output).toContain('\u001b]2;hello\u0007');
    session.tell('close');
    await endOfShell(session);
    expectGivenBack(session);
    expect(session.lines()).toEqual(expect.arrayContaining(['before', 'code=0']));
    expectSameSettings(session);
  });

  it('writes each frame as one synchronized update, and nothing for an unchanged one', async () => {
    const session = await start();
    session.tell('paint one');
    await session.until('the frame', () => session.line(9) === 'one 9' && session.output.endsWith('\u001b[?2026l'));
    const sizeBefore = session.output.length;
    session.tell('paint one');
    session.tell('paint two');
    await session.until('the frame', () => session.line(9) === 'two 9' && session.output.endsWith('\u001b[?2026l'));
    const written = session.output.slice(sizeBefore);
    expect(written.startsWith('\u001b[?2026h')).toBe(true);
    expect(written.endsWith('\u001b[?2026l')).toBe(true);
    expect(written.split('\u001b[?2026h')).toHaveLength(2);
  });

  it('turns what the terminal sends into events', async () => {
    const session = await start();
    session.type('a\u001b[A\u001b[<0;3;4M\u001b[200~x\ry\u001b[201~\u0003');
    await session.until('the last key', () => JSON.stringify(session.facts).includes('C-c'));
    session.type('\u001b');
    await session.until('escape', () => JSON.stringify(session.facts).includes('"escape"'));
    expect(session.facts.filter((fact) => 'event' in fact).map((fact) => fact.event)).toEqual([
      { kind: 'key', name: 'a', text: 'a' },
      { kind: 'key', name: 'up', text: null },
      { kind: 'mouse', action: 'down', button: 'left', x: 2, y: 3 },
      { kind: 'paste', text: 'x\ny' },
      { kind: 'key', name: 'C-c', text: null },
      { kind: 'key', name: 'escape', text: null },
    ]);
  });

  it.each([
    ['SIGTERM', 15],
    ['SIGINT', 2],
    ['SIGHUP', 1],
    ['SIGUSR2', 12],
    ['SIGQUIT', 3],
    ['SIGABRT', 6],
  ])('%s leaves the terminal as it was, and the exit code says which', async (signal, number) => {
    const session = await start();
    session.tell('paint full');
    await session.until('the frame', () => session.line(9) === 'full 9');
    session.kill(signal);
    expect(await endOf(session)).toEqual({ exitCode: 128 + number, signal: 0 });
    expectGivenBack(session);
  });

  it('prints a crash on the main screen and exits with 1', async () => {
    const session = await start({ shell: FROM_SHELL, cols: 200, rows: 20 });
    session.tell('paint full');
    await session.until('the frame', () => session.line(9) === 'full 9');
    session.tell('crash');
    await endOfShell(session);
    expectGivenBack(session);
    expect(session.lines().join('\n')).toContain('Error: the fixture crashed');
    expect(session.lines()).toContain('code=1');
    expectSameSettings(session);
  });

  it('gives the terminal back at a plain process.exit', async () => {
    const session = await start({ shell: FROM_SHELL, cols: 200 });
    session.tell('exit');
    await endOfShell(session);
    expectGivenBack(session);
    expect(session.lines()).toContain('code=0');
    expectSameSettings(session);
  });

  it('leaves no listener behind', async () => {
    const session = await start();
    session.tell('closeAndCount');
    expect(await session.fact('counts')).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  it('can be opened again in the same process', async () => {
    const session = await start();
    session.tell('reopen');
    await session.fact('reopened');
    session.tell('paint again');
    await session.until('the frame', () => session.line(9) === 'again 9');
    session.type('k');
    await session.until('a key', () => JSON.stringify(session.facts).includes('"name":"k"'));
    session.kill('SIGTERM');
    expect(await endOf(session)).toEqual({ exitCode: 143, signal: 0 });
    expectGivenBack(session);
  });

  it('lends the terminal out and takes it again', async () => {
    const session = await start();
    session.tell('paint first');
    await session.until('the frame', () => session.line(9) === 'first 9');
    session.tell('suspend');
    expect(await session.fact('suspended')).toEqual({
      listeners: [0, 0, 0, 0, 0],
      raw: false,
      flowing: false,
      signals: 0,
    });
    await session.until('the last mode', () => session.output.endsWith('\u001b[23;0t'));
    expectGivenBack(session);
    const sizeBefore = session.output.length;
    session.tell('paint second');
    session.tell('read');
    session.type('for the guest\r');
    expect(await session.fact('read')).toBe('for the guest\n');
    // The terminal's own echo is all that was written meanwhile.
    await session.until('the echo', () => session.output.slice(sizeBefore) === 'for the guest\r\n');
    session.resize(50, 12);
    session.tell('resume');
    await session.until('the newest frame', () => session.line(9) === 'second 9');
    expect(session.terminal.buffer.active.type).toBe('alternate');
    expect(session.terminal.modes).toMatchObject({ bracketedPasteMode: true, mouseTrackingMode: 'vt200' });
    await session.until('the new size', () => JSON.stringify(session.facts).includes('"cols":50'));
    session.type('k');
    await session.until('a key', () => JSON.stringify(session.facts).includes('"name":"k"'));
    session.kill('SIGTERM');
    expect(await endOf(session)).toEqual({ exitCode: 143, signal: 0 });
    expectGivenBack(session);
  });

  it('makes one size change of a storm', async () => {
    const session = await start();
    session.tell('paint full');
    await session.until('the frame', () => session.line(9) === 'full 9');
    const sizes = () => session.facts.filter((fact) => 'size' in fact).length;
    /** Whether it was one storm: one in which we are held up is two. */
    const storm = async (cols: number): Promise<boolean> => {
      const began = performance.now();
      for (let step = 29; step >= 0; step--) session.resize(cols - step, 10 + (step % 5));
      const isOne = performance.now() - began < STORM_MS;
      const last = JSON.stringify({ size: { cols, rows: 10 } });
      await session.until('the last size', () => JSON.stringify(session.facts.at(-1)) === last);
      return isOne;
    };
    let before = { sizes: sizes(), output: session.output.length };
    for (let cols = 70; !(await storm(cols)); cols++) before = { sizes: sizes(), output: session.output.length };
    expect(sizes()).toBe(before.sizes + 1);
    expect(session.output.slice(before.output).split('\u001b[2J').length).toBeLessThanOrEqual(2);
    session.tell('paint wide');
    await session.until('the frame', () => session.line(9) === 'wide 9');
  });

  it('does not wait for a terminal that is not read, and shows the newest frame after', async () => {
    const session = await start({ cols: 200, rows: 60 });
    session.pause();
    session.tell('flood');
    expect(await session.fact('flooded')).toBe(200);
    session.tell('paint newest');
    session.unpause();
    await session.until('the newest frame', () => session.line(59) === 'newest 59');
    // Two hundred whole frames would be 2.4 MB.
    expect(session.output.length).toBeLessThan(500_000);
  });

  it('ends in bounded time although the terminal is not read', async () => {
    const session = await start({ cols: 200, rows: 60 });
    session.pause();
    session.tell('flood');
    await session.fact('flooded');
    process.kill(session.pid, 'SIGTERM');
    expect(await session.ended).toEqual({ exitCode: 143, signal: 0 });
  });

  it('ends cleanly when the terminal is closed under it', async () => {
    const session = await start();
    session.tell('paint full');
    await session.until('the frame', () => session.line(9) === 'full 9');
    session.hangUp();
    expect(await session.ended).toEqual({ exitCode: 129, signal: 0 });
  });

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
      process.kill(job, 'SIGTSTP');
      await until(() => isStopped(job));
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

  it.each([
    ['TERM=dumb "$1" "$2"', 'TERM=dumb'],
    ['"$1" "$2" </dev/null', 'standard input is none'],
    ['"$1" "$2" 2>&1 | cat', 'standard output is none'],
  ])('%s is refused with a sentence', async (shell, words) => {
    const session = new ScreenSession(program.file, { shell: `${shell}; echo done`, cols: 200 });
    open.push(session);
    await session.ended;
    await session.until('the sentence', () => session.lines().join('\n').includes(words));
    expect(session.output).not.toContain('\u001b');
  });
});
