// The run loop against a terminal and a world made for the test: what is painted, watched and asked for, and when.
import { listOf, NOW, SIZES, screenFeed, terminalPod } from '../scene';
import { FakeWorld } from './fakeWorld';

describe('the run loop', () => {
  test('paints that Pods are read where that takes a moment, then what comes in', () => {
    const world = new FakeWorld().start();
    expect(world.screen.frames).toEqual([]);
    world.advance(30);
    expect(world.screen.text).toContain('Reading Pods…');
    world.list({ live: [terminalPod('demo')] });
    world.tiles.get('demo')?.next(screenFeed(['real output']));
    world.advance(50);
    expect(world.screen.text).toContain('real output');
    world.screen.size$.next(SIZES.small);
    expect(world.screen.frames.at(-1)?.cols).toBe(40);
  });

  test('a list that is there in a moment is the first frame, and no empty one follows', () => {
    const world = new FakeWorld().start();
    world.advance(5);
    world.list$.next(listOf({ live: [terminalPod('demo')] }));
    expect(world.screen.frames).toHaveLength(1);
    expect(world.screen.text).toContain('demo');
    world.advance(60);
    expect(world.screen.frames).toHaveLength(1);
  });

  test('the first rows and the whole list are painted at once, however young the last frame is', () => {
    const world = new FakeWorld().start();
    world.advance(25);
    world.list$.next(listOf({ loading: true, live: [terminalPod('first')] }));
    expect(world.screen.text).toContain('first');
    world.list$.next(listOf({ loading: true, live: [terminalPod('first'), terminalPod('second')] }));
    expect(world.screen.text).not.toContain('second');
    world.list$.next(listOf({ live: [terminalPod('first'), terminalPod('second'), terminalPod('third')] }));
    expect(world.screen.text).toContain('third');
  });

  test('rows whose sockets have not answered yet wait for their word, and not for long', () => {
    const probing = terminalPod('demo', { reach: 'probing' });
    const world = new FakeWorld().start();
    world.list$.next(listOf({ loading: true, live: [probing] }));
    expect(world.screen.frames).toEqual([]);
    world.list$.next(listOf({ loading: true, live: [terminalPod('demo')] }));
    expect(world.screen.frames).toHaveLength(1);
    const slow = new FakeWorld().start();
    slow.list$.next(listOf({ loading: true, live: [probing] }));
    slow.advance(30);
    expect(slow.screen.text).toContain('demo');
  });

  test('a list that is whole already is painted at once', () => {
    const world = new FakeWorld();
    world.list$.next(listOf({ live: [terminalPod('demo')] }));
    world.start();
    expect(world.screen.text).toContain('demo');
  });

  test('a flood of output is painted at a bounded rate, a key at once', () => {
    const world = new FakeWorld().start().list({ live: [terminalPod('demo', { statusSince: null })] });
    const before = world.screen.frames.length;
    for (let ms = 0; ms < 1000; ms += 1) {
      world.tiles.get('demo')?.next(screenFeed([`line ${ms}`]));
      world.advance(1);
    }
    const painted = world.screen.frames.length - before;
    expect(painted).toBeGreaterThan(20);
    expect(painted).toBeLessThanOrEqual(32);
    const { length } = world.screen.frames;
    world.press('?');
    expect(world.screen.frames).toHaveLength(length + 1);
    expect(world.screen.text).toContain('Keys');
  });

  test('a tile that stood still is painted soon when it moves, whatever else goes on moving', () => {
    const live = ['busy', 'still'].map((name) => terminalPod(name, { statusSince: null }));
    const world = new FakeWorld().start().list({ live });
    const move = (ms: number): void => {
      for (let at = 0; at < ms; at += 1) {
        world.tiles.get('busy')?.next(screenFeed([`line ${at}`]));
        world.advance(1);
      }
    };
    for (const word of ['one', 'two', 'three']) {
      move(300 + word.length);
      const { length } = world.screen.frames;
      world.tiles.get('still')?.next(screenFeed([word]));
      move(9);
      expect(world.screen.text).toContain(word);
      expect(world.screen.frames.length).toBeLessThanOrEqual(length + 2);
    }
    const before = world.screen.frames.length;
    move(330);
    expect(world.screen.frames.length).toBeLessThanOrEqual(before + 10);
  });

  test('many tiles that move now and then are not many frames', () => {
    const names = Array.from({ length: 60 }, (_, n) => `p${n}`);
    const live = names.map((name) => terminalPod(name, { statusSince: null }));
    const world = new FakeWorld().start();
    world.screen.size$.next({ cols: 300, rows: 100 });
    world.list({ live });
    world.advance(2000);
    const before = world.screen.frames.length;
    for (let ms = 0; ms < 1000; ms += 5) {
      world.tiles.get(names[(ms / 5) % names.length] ?? '')?.next(screenFeed([`at ${ms}`]));
      world.advance(5);
    }
    expect(world.screen.frames.length - before).toBeLessThanOrEqual(55);
  });

  test('of the screens of one frame the newest is shown, and what has come behind them finds them taken', () => {
    const world = new FakeWorld().start().list({ live: [terminalPod('demo', { statusSince: null })] });
    for (const text of ['first', 'second']) world.tiles.get('demo')?.next(screenFeed([text]));
    world.press('z');
    expect(world.screen.text).toContain('second');
    world.tiles.get('demo')?.next(screenFeed(['third']));
    world.tiles.get('demo')?.next({ kind: 'lost', reason: 'gone away' });
    world.advance(20);
    expect(world.screen.text).toContain('third');
    expect(world.screen.text).toContain('gone away');
  });

  test('a tile’s report and the list’s of the same word share a frame', () => {
    const world = new FakeWorld().start().list({ live: [terminalPod('demo', { statusSince: null })] });
    const { length } = world.screen.frames;
    world.tiles.get('demo')?.next(screenFeed(['one word']));
    world.advance(1);
    world.list$.next(listOf({ live: [terminalPod('demo', { statusSince: null, status: 'running' })] }));
    world.advance(10);
    expect(world.screen.frames).toHaveLength(length + 1);
    expect(world.screen.text).toContain('one word');
    expect(world.screen.text).toContain('running');
  });

  test('Ctrl+Z leaves the terminal to the shell, also from a text, which stays', () => {
    const world = new FakeWorld().start().list({ live: [terminalPod('demo')] });
    world.press('C-z', 'i', 'x', 'C-z');
    expect(world.screen.log.filter((entry) => entry === 'to shell')).toHaveLength(2);
    expect(world.screen.text).toContain('› x');
  });

  test('a quiet screen is painted only when an age on it changes', () => {
    const world = new FakeWorld().start().list({ live: [terminalPod('demo', { statusSince: NOW - 55_000 })] });
    const count = (ms: number) => {
      const before = world.screen.frames.length;
      world.advance(ms);
      return world.screen.frames.length - before;
    };
    // A second, and as late as an age of a minute may be.
    expect(count(7000)).toBe(1);
    expect(world.screen.text).toContain('idle 1m');
    expect(count(3_600_000 - 72_000)).toBeLessThanOrEqual(60);
    expect(world.screen.text).toContain('idle 59m');
    const silent = new FakeWorld().start().list({ live: [terminalPod('demo', { statusSince: null })] });
    const painted = silent.screen.frames.length;
    silent.advance(86_400_000);
    expect(silent.screen.frames).toHaveLength(painted);
  });

  test('calls the user, tells the Pod that it was seen, and says what went wrong with the call', async () => {
    const attention = { kind: 'bell' as const, message: '', permissions: 0, since: NOW };
    const live = [terminalPod('a'), terminalPod('b')];
    const world = new FakeWorld().start().list({ live });
    world.list({ live: live.map((pod) => (pod.id.name === 'b' ? { ...pod, attention } : pod)) });
    expect(world.calls.map(({ what }) => what)).toEqual(['notify b bell']);
    expect(world.screen.frames.at(-1)?.title).toBe('(1) podwatch: 2 live');
    world.calls[0]?.settle({ kind: 'failed', message: 'notify.command: none cannot be started' });
    await world.settled();
    expect(world.screen.text).toContain('! notify.command: none cannot be started');
    world.press('a', 'up');
    expect(world.calls.map(({ what }) => what)).toEqual(['notify b bell', 'seen b']);
    // Whatever becomes of it is nothing that the user could mend.
    world.calls[1]?.fail(new Error('gone'));
    await world.settled();
    expect(world.screen.text).not.toMatch(/gone|needs you/);
  });

  test('watches what is on the screen and nothing else', () => {
    const live = Array.from({ length: 6 }, (_, i) => terminalPod(`p${i}`));
    const world = new FakeWorld().start().list({ live });
    expect([...world.tiles.keys()]).toEqual(['p0', 'p1', 'p2', 'p3']);
    world.press(']');
    expect([...world.tiles.keys()]).toEqual(['p4', 'p5']);
    world.list({ live: live.slice(0, 5) });
    expect([...world.tiles.keys()]).toEqual(['p4']);
    // A new status is no reason to connect again.
    const { length } = world.opened;
    world.list({ live: live.slice(0, 5).map((pod) => ({ ...pod, status: 'running' as const })) });
    expect(world.opened).toHaveLength(length);
    world.list({ live: live.slice(0, 5).map((pod) => ({ ...pod, socketPath: '/elsewhere' })) });
    expect(world.opened.slice(length)).toEqual(['p4']);
  });

  test('asks for a lost tile again after 1, 2, 4, 8, 10 and 10 s, and from 1 s again once it was there', () => {
    const world = new FakeWorld().start().list({ live: [terminalPod('demo', { statusSince: null })] });
    const lose = () => world.tiles.get('demo')?.next({ kind: 'lost', reason: 'refused' });
    const pauses = [1, 2, 4, 8, 10, 10];
    for (const seconds of pauses) {
      const { length } = world.opened;
      lose();
      expect(world.tiles.size).toBe(0);
      world.advance(seconds * 1000 - 1);
      expect(world.opened).toHaveLength(length);
      world.advance(1);
      expect(world.opened).toHaveLength(length + 1);
    }
    expect(world.screen.text).toContain('! refused');
    world.tiles.get('demo')?.next(screenFeed(['back']));
    world.advance(50);
    expect(world.screen.text).not.toContain('refused');
    lose();
    world.advance(1000);
    expect(world.tiles.size).toBe(1);
  });

  test('a tile that leaves the screen while it waits is not asked for', () => {
    const world = new FakeWorld().start().list({ live: [terminalPod('demo')] });
    world.tiles.get('demo')?.next({ kind: 'lost', reason: 'refused' });
    world.list({});
    world.advance(60_000);
    expect(world.opened).toEqual(['demo']);
  });
});
