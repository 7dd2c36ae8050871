// The user's terminal in real pseudo-terminals: taken, painted, given back, whichever way it ends.

import { endOf, endOfShell, expectGivenBack, expectSameSettings, FROM_SHELL } from './fixtures/screenEnds';
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

/** Half of what a storm is quiet for when it is over. */
const STORM_MS = 50;

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
