// Scenes for the dashboard's suites: Pods, screens and keys, with defaults, so that a test names only what it is about.
import { cellClusters } from '../../src/cells/cellClusters';
import type { PodScreen, ScreenRow } from '../../src/cells/podScreen';
import type { ConversationChange } from '../../src/conversation/conversationChange';
import { viewDashboard } from '../../src/dashboard/frame/viewDashboard';
import { frameToText } from '../../src/dashboard/kit/frameToText';
import { themeFor } from '../../src/dashboard/kit/theme';
import type { Effect } from '../../src/dashboard/loop/effect';
import { initialState } from '../../src/dashboard/loop/initialState';
import { intentOfMouse } from '../../src/dashboard/loop/intentOfMouse';
import { intentOfKey, KEYMAP, modeOf } from '../../src/dashboard/loop/keymap';
import type { KeyRow } from '../../src/dashboard/loop/keyRow';
import type { TileFeed } from '../../src/dashboard/loop/ports';
import { reduceIntent } from '../../src/dashboard/loop/reduceIntent';
import { reduceReport } from '../../src/dashboard/loop/reduceReport';
import type { Report } from '../../src/dashboard/loop/report';
import type { DashboardState } from '../../src/dashboard/loop/state';
import type { InputEvent, KeyInput, MouseInput } from '../../src/input/inputEvent';
import { buildPodList } from '../../src/podList/buildPodList';
import type { LivePod, PodFacts } from '../../src/podList/podFacts';
import { podKey } from '../../src/podList/podId';
import type { PodList } from '../../src/podList/podList';
import { conversationOf } from '../conversation/conversationFixtures';
import { facts, livePod, podId } from '../podList/facts';

export const NOW = 1_780_000_000_000;
export const SIZES = {
  usual: { cols: 80, rows: 24 },
  small: { cols: 40, rows: 10 },
  large: { cols: 200, rows: 60 },
} as const;

export const keyOf = (name: string): string => podKey(podId(name));

/** A live Pod with a terminal. */
export const terminalPod = (name: string, over: Partial<LivePod> = {}): LivePod =>
  livePod(name, { extensions: ['terminal', 'screen'], statusSince: NOW - 3000, ...over });

export const listOf = (over: Partial<PodFacts>): PodList => buildPodList(facts(over));

function plainRow(text: string): ScreenRow {
  return [...cellClusters(text)].map(({ text: char, width }) => ({ text: char, fg: -1, bg: -1, flags: 0, width }));
}

/** A screen of 80 × 24 with these rows at its top and the cursor after the last one. */
export function screenOf(texts: readonly string[], over: Partial<PodScreen> = {}): PodScreen {
  const lines = Array.from({ length: 24 }, (_, y) => plainRow(texts[y] ?? ''));
  const last = Math.max(0, texts.length - 1);
  return {
    cols: 80,
    rows: 24,
    cursor: { x: [...(texts[last] ?? '')].length, y: last, visible: false },
    title: null,
    outputBytes: 0,
    lines,
    ...over,
  };
}

export const screenFeed = (texts: readonly string[], over: Partial<PodScreen> = {}): TileFeed => ({
  kind: 'screen',
  screen: screenOf(texts, over),
});

type HeardConversation = Extract<TileFeed, { readonly kind: 'conversation' }>;

/** What an idle Pod without a terminal says, unless told otherwise. */
export const conversationFeed = (
  changes: readonly ConversationChange[],
  over: Partial<HeardConversation> = {},
): HeardConversation => ({
  kind: 'conversation',
  conversation: conversationOf(...changes),
  status: 'idle',
  title: null,
  ...over,
});

export interface Scene {
  readonly mode?: 'grid' | 'picker';
  readonly size?: { readonly cols: number; readonly rows: number };
  readonly colour?: boolean;
  readonly keymap?: readonly KeyRow[];
  readonly list?: PodList;
  /** By Pod name. */
  readonly feeds?: Readonly<Record<string, TileFeed>>;
}

/** The state after the list and then each feed have come in. */
export function scene({
  mode = 'grid',
  size = SIZES.usual,
  colour = true,
  keymap = KEYMAP,
  list,
  feeds = {},
}: Scene): DashboardState {
  const empty = initialState({ mode, size, cwd: '/w', theme: themeFor(colour), keymap });
  const listed = reduceReport(empty, { kind: 'list', list: list ?? listOf({}) }).state;
  return Object.entries(feeds).reduce(
    (state, [name, feed]) => reduceReport(state, { kind: 'feed', key: keyOf(name), feed }).state,
    listed,
  );
}

export const textOf = (state: DashboardState, now = NOW): string => frameToText(viewDashboard(state, now));

/** A key press by the name that the decoder gives it. */
export function key(name: string): KeyInput {
  const text = name === 'space' ? ' ' : [...name].length === 1 ? name : null;
  return { kind: 'key', name, text };
}

export const mouse = (over: Partial<MouseInput>): MouseInput => ({
  kind: 'mouse',
  action: 'down',
  button: 'left',
  x: 0,
  y: 0,
  ...over,
});

export interface Played {
  readonly state: DashboardState;
  readonly effects: readonly Effect[];
}

/** What comes of a row of inputs; a string is the name of a key, an object with `report` is news from the world. */
export function play(
  state: DashboardState,
  ...happenings: readonly (string | InputEvent | { readonly report: Report })[]
): Played {
  return happenings.reduce<Played>(
    (played, happening) => {
      const step = stepOf(played.state, happening);
      return { state: step.state, effects: [...played.effects, ...step.effects] };
    },
    { state, effects: [] },
  );
}

function stepOf(state: DashboardState, happening: string | InputEvent | { readonly report: Report }): Played {
  if (typeof happening === 'string') return stepOf(state, key(happening));
  if ('report' in happening) return reduceReport(state, happening.report);
  const intent =
    happening.kind === 'mouse'
      ? intentOfMouse(state, happening, NOW)
      : intentOfKey(modeOf(state), happening, state.keymap);
  return reduceIntent(state, intent);
}
