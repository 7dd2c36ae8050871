// The run loop: input → intent → reduce → effects → reports → reduce, and a frame of what came out of it.
import { asyncScheduler, type SchedulerLike, Subscription } from 'rxjs';
import type { InputEvent } from '../../input/inputEvent';
import { isProbing } from '../../podList/eligibility';
import type { PodEntry, PodList } from '../../podList/podList';
import { viewDashboard } from '../frame/viewDashboard';
import { shownDirectories } from '../groups/groupsSelectors';
import { createLineCache } from '../kit/lineCache';
import { type ThemeName, themeFor } from '../kit/theme';
import { usageShownOf } from '../usage/usageSelectors';
import { AgeFrames } from './ageFrames';
import type { DashboardResult } from './effect';
import { GatheredScreens } from './gatheredScreens';
import { initialState } from './initialState';
import type { Intent } from './intent';
import { intentOfMouse } from './intentOfMouse';
import { intentOfKey, KEYMAP, modeOf } from './keymap';
import type { KeyRow } from './keyRow';
import { nextAgeChange } from './nextAgeChange';
import { FRAME_PAUSE, NEWS_PAUSE, NextFrame } from './nextFrame';
import type { DashboardPorts } from './ports';
import { reduceIntent } from './reduceIntent';
import { reduceReport } from './reduceReport';
import type { ScreenNews } from './report';
import { runEffect } from './runEffect';
import { type DashboardState, openEntry } from './state';
import type { Step } from './step';
import type { TerminalScreen } from './terminalScreen';
import { watchedEntries, watchesTheSame } from './watchedEntries';
import { watchOutput } from './watchOutput';
import { type RepositoryWatches, watchRepositories } from './watchRepositories';
import { watchTiles } from './watchTiles';
import { type UsageWatch, watchUsage } from './watchUsage';

export interface DashboardOptions {
  /** `picker`: opened alone (`-r`); ends after one attach. */
  readonly mode: 'grid' | 'picker';
  /** Opened alone with the conversation of this Pod; leaving it ends. */
  readonly open?: PodEntry;
  /** Of that conversation. */
  readonly isReadOnly?: boolean;
  /** Where new Pods start. */
  readonly cwd: string;
  /** For `~`; missing = not known. */
  readonly userHome?: string | null;
  /** Rows of the picker at most; missing = as many as there is room for. */
  readonly mostRows?: number;
  readonly searching?: boolean;
  /** False: no colours of the dashboard's own (NO_COLOR). */
  readonly colour: boolean;
  /** Default: the terminal's own colours. */
  readonly theme?: ThemeName;
  /** Shown first, till the next key. */
  readonly warning?: string;
  /** Default: yes; see `CommonState.readFirst`. */
  readonly readFirst?: boolean;
  /** Default: the keys as they come. */
  readonly keymap?: readonly KeyRow[];
  /** Of every timer; tests bring their own. */
  readonly scheduler?: SchedulerLike;
}

/** A list that is there by then is the first frame, ms; later ones have an empty one before them. */
const LIST_WAIT = 25;
/** Stands until the screen tells its size. */
const UNKNOWN_SIZE = { cols: 80, rows: 24 };

/**
 * Runs until the user quits, the terminal is gone, or (opened alone) one attach has ended. Everything it has opened is
 * closed then, the terminal given back before that; `screen` is left to its owner to close.
 */
export function runDashboard(
  ports: DashboardPorts,
  screen: TerminalScreen,
  options: DashboardOptions,
): Promise<DashboardResult> {
  return new Promise((resolve) => new RunLoop(ports, screen, options, resolve).start());
}

class RunLoop {
  private state: DashboardState;
  private readonly root = new Subscription();
  private readonly scheduler: SchedulerLike;
  private readonly cache = createLineCache();
  private readonly tiles: ReturnType<typeof watchTiles>;
  private readonly output: ReturnType<typeof watchOutput>;
  private readonly repositories: RepositoryWatches;
  private readonly usage: UsageWatch;
  /** Steps whose turn has not come: a port may report while another step is being taken. */
  private readonly queue: ((state: DashboardState) => Step)[] = [];
  private isStepping = false;
  private isStarting = true;
  private readonly nextFrame: NextFrame;
  private readonly screens = new GatheredScreens();
  private readonly ageFrames: AgeFrames;
  /** What the last frame took for now, Unix ms. */
  private shownAt = 0;

  constructor(
    private readonly ports: DashboardPorts,
    private readonly screen: TerminalScreen,
    options: DashboardOptions,
    private readonly resolve: (result: DashboardResult) => void,
  ) {
    this.scheduler = options.scheduler ?? asyncScheduler;
    const paint = () => this.paintNow();
    this.nextFrame = new NextFrame(paint, this.root, this.scheduler);
    this.ageFrames = new AgeFrames(() => nextAgeChange(this.state, this.shownAt), paint, this.root, this.scheduler);
    this.state = initialState({
      mode: options.mode,
      ...(options.open !== undefined && { open: options.open, isReadOnly: options.isReadOnly === true }),
      cwd: options.cwd,
      userHome: options.userHome ?? null,
      ...(options.mostRows !== undefined && { mostRows: options.mostRows }),
      ...(options.searching === true && { searching: true }),
      keymap: options.keymap ?? KEYMAP,
      theme: themeFor(options.colour, options.theme),
      size: UNKNOWN_SIZE,
      readFirst: options.readFirst !== false,
      ...(options.warning !== undefined && { warning: options.warning }),
    });
    this.tiles = watchTiles(
      ports.watchTile,
      (key, feed, isFirst) => {
        const at = isFirst ? null : ports.now();
        if (feed.kind === 'screen') this.gather(key, { feed, at });
        else this.take((state) => reduceReport(state, { kind: 'feed', key, feed, ...(at !== null && { at }) }), 'soon');
      },
      this.root,
      this.scheduler,
    );
    this.output = watchOutput(
      ports.searchOutput,
      (report) => this.take((state) => reduceReport(state, report), 'soon'),
      this.root,
      this.scheduler,
    );
    this.usage = watchUsage(
      ports.sampleUsage,
      ({ pods }) => this.take((state) => reduceReport(state, { kind: 'usage', pods }), 'soon'),
      this.root,
      this.scheduler,
    );
    this.repositories = watchRepositories(
      ports.watchRepository,
      (repositories) => this.take((state) => reduceReport(state, { kind: 'repositories', repositories }), 'soon'),
      this.root,
    );
  }

  start(): void {
    const { root, screen, ports } = this;
    this.tiles.sync(watchedEntries(this.state), openEntry(this.state)?.key ?? null);
    root.add(
      screen.size$.subscribe((size) => this.take((state) => reduceReport(state, { kind: 'size', size }), 'now')),
    );
    root.add(
      screen.input$.subscribe({
        next: (input) => this.take((state) => reduceIntent(state, this.intentOf(state, input)), 'now'),
        complete: () => this.end({ kind: 'inputEnded' }),
      }),
    );
    // A synchronous end of the input has closed everything already.
    if (root.closed) return;
    root.add(
      ports.podList$.subscribe((list) => {
        const when = isWaitedFor(this.state.list, list) ? 'now' : list.loading ? 'later' : 'soon';
        this.take((state) => reduceReport(state, { kind: 'list', list }), when);
      }),
    );
    root.add(
      ports.fetches$.subscribe((fetches) =>
        this.take((state) => reduceReport(state, { kind: 'fetches', fetches }), 'soon'),
      ),
    );
    this.isStarting = false;
    if (this.state.list.loading) this.nextFrame.in(LIST_WAIT);
    else this.paintNow();
  }

  private intentOf(state: DashboardState, input: InputEvent): Intent {
    return input.kind === 'mouse'
      ? intentOfMouse(state, input, this.ports.now())
      : intentOfKey(modeOf(state), input, state.keymap);
  }

  /** Takes one step after those that wait already, then shows what came out of them. */
  private take(step: (state: DashboardState) => Step, paint: 'now' | 'soon' | 'later'): void {
    if (this.root.closed) return;
    const before = this.state;
    this.queueScreens();
    this.queue.push(step);
    if (this.isStepping) return;
    this.work();
    if (this.root.closed || this.isStarting || this.state === before) return;
    if (paint === 'now') this.paintNow();
    else this.nextFrame.soon(paint === 'soon' ? NEWS_PAUSE : FRAME_PAUSE);
  }

  private work(): void {
    this.isStepping = true;
    try {
      for (let next = this.queue.shift(); next !== undefined; next = this.queue.shift()) this.apply(next(this.state));
    } finally {
      this.isStepping = false;
    }
  }

  /** Hundreds of screens a second are one step a frame. */
  private gather(key: string, news: ScreenNews): void {
    if (this.root.closed) return;
    const isNews = this.screens.add(key, news, this.scheduler.now());
    this.nextFrame.soon(isNews ? NEWS_PAUSE : FRAME_PAUSE);
  }

  /** Before whatever came after them. */
  private queueScreens(): void {
    const screens = this.screens.take();
    if (screens !== null) this.queue.push((state) => reduceReport(state, { kind: 'screens', screens }));
  }

  private apply(step: Step): void {
    if (this.root.closed) return;
    const { state, effects } = step;
    const before = this.state;
    this.state = state;
    const end = effects.find((effect) => effect.kind === 'end');
    if (end !== undefined) {
      this.end(end.result);
      return;
    }
    // An attach goes on over what its tile has open; it comes first, as its user waits for the screen.
    const attaches = before.attached === null && state.attached !== null;
    if (!attaches) this.watchShown(before, state);
    this.passTerminal(before.attached !== null, state.attached !== null);
    for (const effect of effects) {
      if (effect.kind === 'end') continue;
      if (effect.kind === 'toShell') {
        this.screen.toShell();
        continue;
      }
      const report$ = runEffect(effect, this.ports, this.scheduler);
      this.root.add(report$.subscribe((report) => this.take((current) => reduceReport(current, report), 'now')));
    }
    if (attaches) this.watchShown(before, state);
  }

  private watchShown(before: DashboardState, state: DashboardState): void {
    if (state === before) return;
    if (!watchesTheSame(before, state)) this.watch(state);
    this.output.sync(state);
    this.repositories.sync(shownDirectories(state));
    this.usage.sync(usageShownOf(state), state.list.loading);
  }

  private watch(state: DashboardState): void {
    const watched = watchedEntries(state);
    this.tiles.sync(watched, openEntry(state)?.key ?? null);
    this.screens.keep(new Set(watched.map(({ key }) => key)));
  }

  /** The terminal belongs to the attach from before its first byte until after its last. */
  private passTerminal(wasAttached: boolean, isAttached: boolean): void {
    if (isAttached && !wasAttached) this.screen.suspend();
    if (wasAttached && !isAttached) this.screen.takeBack();
  }

  private paintNow(): void {
    this.nextFrame.cancel();
    this.queueScreens();
    if (!this.isStepping) this.work();
    if (this.root.closed || this.state.attached !== null) return;
    this.shownAt = this.ports.now();
    this.nextFrame.painted();
    this.screen.paint(viewDashboard(this.state, this.shownAt, this.cache));
    this.ageFrames.painted();
  }

  private end(result: DashboardResult): void {
    if (this.root.closed) return;
    // First: over a hundred thousand Pods it takes a second or two to take the watches down.
    this.screen.suspend();
    this.root.unsubscribe();
    this.resolve(result);
  }
}

/** The first rows of which all is known that a key may ask, and the whole list, are no news among others. */
function isWaitedFor(before: PodList, list: PodList): boolean {
  return before.loading && (!list.loading || (!isReady(before) && isReady(list)));
}

function isReady({ entries }: PodList): boolean {
  return entries.length > 0 && !entries.some(isProbing);
}
