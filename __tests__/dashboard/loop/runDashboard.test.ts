// The run loop against a terminal and a world made for the test: what is painted, watched, suspended and closed.
import { BehaviorSubject, NEVER, Observable, of, Subject, VirtualTimeScheduler } from 'rxjs';
import type { TerminalSize } from '../../../src/cells/terminalSize';
import type { ConversationChange } from '../../../src/conversation/conversationChange';
import type { AgentFetching } from '../../../src/dashboard/fetches/fetchesState';
import type { Frame } from '../../../src/dashboard/kit/frame';
import { frameToText } from '../../../src/dashboard/kit/frameToText';
import type { DashboardResult } from '../../../src/dashboard/loop/effect';
import type { ActionOutcome, DashboardPorts, OutputNews, TileFeed } from '../../../src/dashboard/loop/ports';
import { runDashboard } from '../../../src/dashboard/loop/runDashboard';
import type { TerminalScreen } from '../../../src/dashboard/loop/terminalScreen';
import type { InputEvent } from '../../../src/input/inputEvent';
import type { PodFacts } from '../../../src/podList/podFacts';
import type { PodEntry, PodList } from '../../../src/podList/podList';
import { asked, grow, user } from '../../conversation/conversationFixtures';
import { livePod, storedPod } from '../../podList/facts';
import { conversationFeed, key, keyOf, listOf, NOW, SIZES, screenFeed, terminalPod } from '../scene';

class FakeScreen implements TerminalScreen {
  readonly input$ = new Subject<InputEvent>();
  readonly size$ = new BehaviorSubject<TerminalSize>(SIZES.usual);
  readonly log: string[] = [];
  readonly frames: Frame[] = [];
  paint(frame: Frame): void {
    this.frames.push(frame);
    this.log.push('paint');
  }
  bell(): void {
    this.log.push('bell');
  }
  toShell(): void {
    this.log.push('to shell');
  }
  copy(text: string): void {
    this.log.push(`copy ${text}`);
  }
  suspend(): void {
    this.log.push('suspend');
  }
  takeBack(): void {
    this.log.push('take back');
  }
  close(): void {
    this.log.push('close');
  }
  get text(): string {
    const frame = this.frames.at(-1);
    return frame === undefined ? '' : frameToText(frame);
  }
}

/** An action's call that the test answers when it likes. */
interface Call {
  readonly what: string;
  readonly settle: (outcome: ActionOutcome) => void;
  readonly fail: (error: Error) => void;
}

class FakeWorld {
  readonly scheduler = new VirtualTimeScheduler();
  readonly screen = new FakeScreen();
  readonly list$ = new BehaviorSubject<PodList>(listOf({ loading: true }));
  readonly fetches$ = new BehaviorSubject<readonly AgentFetching[]>([]);
  readonly calls: Call[] = [];
  /** Open tile connections by Pod name, oldest first, and how many there have been. */
  readonly tiles = new Map<string, Subject<TileFeed>>();
  readonly opened: string[] = [];
  listSubscriptions = 0;
  /** What a search over output says. */
  readonly found$ = new Subject<OutputNews>();
  result: DashboardResult | null = null;

  private call(what: string): Promise<ActionOutcome> {
    return new Promise((resolve, reject) => this.calls.push({ what, settle: resolve, fail: reject }));
  }

  readonly ports: DashboardPorts = {
    podList$: new Observable((subscriber) => {
      this.listSubscriptions += 1;
      const inner = this.list$.subscribe(subscriber);
      return () => {
        this.listSubscriptions -= 1;
        inner.unsubscribe();
      };
    }),
    fetches$: this.fetches$,
    watchTile: ({ id }: PodEntry, viewing) =>
      new Observable((subscriber) => {
        const feed$ = new Subject<TileFeed>();
        this.tiles.set(id.name, feed$);
        this.opened.push(viewing ? `${id.name} viewing` : id.name);
        const inner = feed$.subscribe(subscriber);
        return () => {
          this.tiles.delete(id.name);
          inner.unsubscribe();
        };
      }),
    attach: (entry) => this.call(`attach ${entry.id.name} with ${this.tiles.size} tiles open`),
    restore: ({ name }) => this.call(`restore ${name}`),
    stop: ({ name }) => this.call(`stop ${name}`),
    seen: ({ id }) => this.call(`seen ${id.name}`),
    notify: ({ id }, { kind }) => this.call(`notify ${id.name} ${kind}`),
    remove: ({ name }) => this.call(`remove ${name}`),
    copy: (text) => this.call(`copy ${text}`),
    readLastScreen: ({ id }) => {
      this.opened.push(`last screen ${id.name}`);
      return Promise.resolve([[{ text: `last words of ${id.name}`, fg: 1, bg: -1, flags: 0, width: 1 }]]);
    },
    readScrollback: ({ id }) => {
      this.opened.push(`scrollback ${id.name}`);
      return NEVER;
    },
    searchOutput: (entries, query) => {
      this.opened.push(`search ${query} in ${entries.map(({ id }) => id.name)}`);
      return this.found$;
    },
    cancel: ({ id }) => this.call(`cancel ${id.name}`),
    permit: ({ id }, requestId, given) => this.call(`permit ${id.name} ${requestId} ${Object.values(given)}`),
    holdTurn: ({ id }, to) => this.call(`${to} ${id.name}`),
    setOption: ({ id }, option, value) => this.call(`set ${id.name} ${option} ${value}`),
    steerQueued: ({ id }, item) => this.call(`steer ${id.name} ${item}`),
    editQueued: ({ id }, item, text) => this.call(`edit ${id.name} ${item} ${text}`),
    findFiles: async () => [],
    loadColours: async () => null,
    pastePicture: async () => ({ kind: 'done', text: '/tmp/p.png' }),
    editText: async (text) => ({ kind: 'done', text }),
    showText: async () => ({ kind: 'done', message: null }),
    send: ({ id }, text) => this.call(`send ${id.name} ${text}`),
    wantSessions: () => this.opened.push('sessions'),
    placeDirectories: async () => new Map(),
    run: ({ name, argv }) => this.call(`run ${name} ${argv.join('|')}`),
    offerNewPod: async () => ({ shell: '/bin/zsh', agents: [] }),
    checkNewPod: async () => ({ nameFault: null, suggestion: 'w', directoryFault: null, directories: [] }),
    watchRepository: () => of(null),
    sampleUsage: async () => ({ pods: new Map(), totalMemory: 0 }),
    wakeHost: () => {},
    openHost: () => {},
    now: () => NOW + this.scheduler.now(),
  };

  start(mode: 'grid' | 'picker' = 'grid', open?: PodEntry): this {
    const options = { mode, ...(open !== undefined && { open }), cwd: '/w', colour: true, scheduler: this.scheduler };
    void runDashboard(this.ports, this.screen, options).then((result) => {
      this.result = result;
    });
    return this;
  }

  list(over: Partial<PodFacts>): this {
    this.list$.next(listOf(over));
    return this.advance(100);
  }

  press(...names: string[]): this {
    for (const name of names) this.screen.input$.next(key(name));
    return this;
  }

  advance(ms: number): this {
    const end = this.scheduler.now() + ms;
    this.scheduler.schedule(() => undefined, ms);
    this.scheduler.maxFrames = end;
    this.scheduler.flush();
    return this;
  }

  /** Lets promises that are settled reach the loop. */
  async settled(): Promise<void> {
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  }

  /** Subscriptions to the list, tiles, input and size, and timers: all 0 once it is over. */
  get open(): readonly number[] {
    const { input$, size$ } = this.screen;
    const { actions } = this.scheduler;
    return [this.listSubscriptions, this.tiles.size, Number(input$.observed), Number(size$.observed), actions.length];
  }
}

const done: ActionOutcome = { kind: 'done', message: null };

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

describe('the composer', () => {
  test('delivers once, at the same time to all, and says how each went', async () => {
    const world = new FakeWorld().start().list({ live: [terminalPod('a'), terminalPod('b')] });
    world.press('space', 'right', 'space', 'i', 'j', 'q', 'enter', 'enter');
    await world.settled();
    expect(world.calls.map(({ what }) => what)).toEqual(['send a jq', 'send b jq']);
    world.calls[1]?.fail(new Error('broken pipe'));
    await world.settled();
    expect(world.screen.text).toContain('sending…');
    world.calls[0]?.settle(done);
    await world.settled();
    expect(world.screen.text).toContain('1 sent, 1 failed: b: broken pipe');
    expect(world.screen.text).toContain('› jq');
    expect(world.screen.frames.at(-1)?.cursor).toMatchObject({ x: 4 });
    expect(world.result).toBeNull();
  });
});

test('searches output a moment after the last letter, one search at a time, and none once it is left', () => {
  const world = new FakeWorld().start().list({ live: [terminalPod('demo')] });
  const searches = () => world.opened.filter((each) => each.startsWith('search'));
  world.press('/', 'tab', 'n', 'e').advance(100);
  expect(searches()).toEqual([]);
  world.advance(100);
  expect(searches()).toEqual(['search ne in demo']);
  const hit = {
    key: keyOf('demo'),
    at: NOW,
    line: 'a needle',
    column: 2,
    source: '/f.cast',
    kind: 'recording',
  } as const;
  world.found$.next({ kind: 'hits', hits: [hit] });
  world.advance(100);
  expect(world.screen.text).toContain('a needle');
  world.press('e').advance(100);
  expect(world.found$.observed).toBe(false);
  world.advance(100);
  expect(searches()).toEqual(['search ne in demo', 'search nee in demo']);
  // The search goes on while one of its lines is looked at.
  world.press('enter').advance(100);
  expect([world.opened.at(-1), world.found$.observed]).toEqual(['scrollback demo', true]);
  world.press('escape', 'escape').advance(100);
  expect(world.found$.observed).toBe(false);
});

test('zoom watches one Pod alone, and asks for what stood above its screen only when it is wanted', () => {
  const pod = (name: string) => terminalPod(name, { extensions: ['terminal', 'screen', 'scrollback'] });
  const world = new FakeWorld().start().list({ live: [pod('a'), pod('b')] });
  world.press('z');
  expect([...world.tiles.keys()]).toEqual(['a']);
  world.press('right');
  expect([...world.tiles.keys()]).toEqual(['b']);
  expect(world.opened).not.toContain('scrollback b');
  world.press('pageup', 'pageup');
  expect(world.opened.filter((what) => what === 'scrollback b')).toHaveLength(1);
  world.press('z');
  expect([...world.tiles.keys()].sort()).toEqual(['a', 'b']);
});

describe('an open conversation', () => {
  test('streams, is answered by key, and leads back to the tiles', async () => {
    const world = new FakeWorld().start().list({ live: [livePod('gem'), terminalPod('other')] });
    world.press('enter');
    expect([...world.tiles.keys()]).toEqual(['gem']);
    expect(world.opened.at(-1)).toBe('gem viewing');
    const say = (...changes: ConversationChange[]) => {
      world.tiles.get('gem')?.next(conversationFeed(changes, { status: 'running' }));
      world.advance(50);
    };
    say(user('hi'), grow('On'));
    expect(world.screen.text).toContain('  On');
    say(user('hi'), grow('On it'));
    expect(world.screen.text).toContain('  On it');
    say(user('hi'), asked());
    world.press('y');
    expect(world.screen.text).not.toContain('y allow once');
    world.advance(500);
    expect(world.screen.text).toContain('y allow once');
    world.press('y', 'y');
    await world.settled();
    expect(world.calls.map(({ what }) => what)).toEqual(['permit gem p1 allow_once']);
    world.calls[0]?.settle(done);
    say(user('hi'), grow('Done'));
    world.press('escape', 'escape');
    await world.settled();
    expect(world.calls.map(({ what }) => what)).toEqual(['permit gem p1 allow_once', 'cancel gem']);
    world.press('C-\\');
    expect([...world.tiles.keys()].sort()).toEqual(['gem', 'other']);
    expect(world.screen.text).toMatch(/╔═ \S+ gem/);
    expect(world.screen.log).not.toContain('suspend');
  });

  test('alone it is there before the list is, and leaving it ends', async () => {
    const { entries } = listOf({ live: [livePod('gem')] });
    const world = new FakeWorld().start('grid', entries[0]);
    expect([...world.tiles.keys()]).toEqual(['gem']);
    world.tiles.get('gem')?.next(conversationFeed([user('hi')]));
    world.advance(50);
    expect(world.screen.text).toContain('> hi');
    world.press('C-\\');
    await world.settled();
    expect(world.result).toMatchObject({ kind: 'attached', message: '[detached from gem]' });
    expect(world.open).toEqual([0, 0, 0, 0, 0]);
  });
});

describe('attach', () => {
  test('gives the terminal away after the tiles have let go, paints nothing meanwhile, and comes back as it was', async () => {
    const live = [terminalPod('a'), terminalPod('b')];
    const world = new FakeWorld().start().list({ live });
    const before = world.press('right').screen.text;
    world.screen.log.length = 0;
    world.press('enter');
    await world.settled();
    expect(world.calls.map(({ what }) => what)).toEqual(['attach b with 0 tiles open']);
    world.list({ live: [...live, terminalPod('c')] }).advance(60_000);
    world.press('q');
    expect(world.screen.log).toEqual(['suspend']);
    world.calls[0]?.settle({ kind: 'done', message: 'detached from b' });
    await world.settled();
    expect(world.screen.log).toEqual(['suspend', 'take back', 'paint']);
    expect([...world.tiles.keys()]).toEqual(['a', 'b', 'c']);
    expect(world.screen.text).toContain('╔═ ○ b');
    expect(world.screen.text).toContain('detached from b');
    expect(before).toContain('╔═ ○ b');
  });

  test('an attach that throws is a message, not a dead screen', async () => {
    const world = new FakeWorld().start().list({ live: [terminalPod('a')] });
    world.press('enter');
    await world.settled();
    world.calls[0]?.fail(new Error('broken pipe'));
    await world.settled();
    expect(world.screen.text).toContain('! broken pipe');
    expect(world.result).toBeNull();
  });

  test('alone (-r), it ends with what the attach said, without taking the terminal again', async () => {
    const world = new FakeWorld().start('picker').list({ live: [terminalPod('a')], stored: [storedPod('old')] });
    world.press('enter');
    await world.settled();
    world.calls[0]?.settle({ kind: 'done', message: 'detached from a' });
    await world.settled();
    expect(world.result).toMatchObject({ kind: 'attached', entry: { id: { name: 'a' } }, message: 'detached from a' });
    expect(world.screen.log).not.toContain('take back');
    expect(world.open).toEqual([0, 0, 0, 0, 0]);
  });

  test('a restored Pod is attached as soon as its restore is done, whatever the list shows', async () => {
    const world = new FakeWorld().start('picker').list({ stored: [storedPod('demo')] });
    world.press('enter');
    await world.settled();
    expect(world.screen.text).toContain('restoring…');
    world.calls[0]?.settle({ ...done, socketPath: '/run/demo' });
    await world.settled();
    expect(world.calls.map(({ what }) => what)).toEqual(['restore demo', 'attach demo with 0 tiles open']);
    expect(world.screen.log.at(-1)).toBe('suspend');
  });
});

describe('the end', () => {
  const busy = () =>
    new FakeWorld().start().list({ live: [terminalPod('a'), terminalPod('b')], stored: [storedPod('old')] });

  test('q gives the terminal back before it takes down what is open, which may take its time', async () => {
    const world = busy();
    const openThen: (readonly number[])[] = [];
    world.screen.suspend = () => openThen.push(world.open);
    const before = world.open;
    world.press('q');
    await world.settled();
    expect(openThen).toEqual([before]);
    expect(world.result).toEqual({ kind: 'quit' });
  });

  test('q closes every subscription and timer, also with actions on their way', async () => {
    const world = busy().press('x', 'y');
    expect(world.open.every((count) => count > 0)).toBe(true);
    world.tiles.get('b')?.next({ kind: 'lost', reason: 'refused' });
    world.press('q');
    await world.settled();
    expect(world.result).toEqual({ kind: 'quit' });
    expect(world.open).toEqual([0, 0, 0, 0, 0]);
    const { length } = world.screen.frames;
    world.calls[0]?.settle(done);
    await world.settled();
    world.advance(86_400_000);
    expect(world.screen.frames).toHaveLength(length);
    expect(world.opened).toEqual(['a', 'b']);
  });

  test('a terminal that is gone ends it', async () => {
    const world = busy();
    world.screen.input$.complete();
    await world.settled();
    expect(world.result).toEqual({ kind: 'inputEnded' });
    expect(world.open).toEqual([0, 0, 0, 0, 0]);
  });

  test('so does one that is gone from the start', async () => {
    const world = new FakeWorld();
    world.screen.input$.complete();
    world.start();
    await world.settled();
    expect(world.result).toEqual({ kind: 'inputEnded' });
    expect(world.open).toEqual([0, 0, 0, 0, 0]);
  });
});
