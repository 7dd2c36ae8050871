// A terminal and a world for the run loop: time, Pods and the ends of actions are the test's.
import { BehaviorSubject, NEVER, Observable, of, Subject, VirtualTimeScheduler } from 'rxjs';
import type { TerminalSize } from '../../../src/cells/terminalSize';
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
import { key, listOf, NOW, SIZES } from '../scene';

export class FakeScreen implements TerminalScreen {
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
export interface Call {
  readonly what: string;
  readonly settle: (outcome: ActionOutcome) => void;
  readonly fail: (error: Error) => void;
}

export class FakeWorld {
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

export const done = { kind: 'done', message: null } as const;
