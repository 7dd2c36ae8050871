// Everything the dashboard knows at one moment, as a value; the frame is a function of it.
import { EMPTY_POD_LIST } from '../../podList/buildPodList';
import type { FilteredPods } from '../../podList/filterPods';
import type { ScreenRow } from '../../podList/podScreen';
import { selectedEntry as findSelected, type Selection } from '../../podList/selection';
import type { Attention, PodEntry, PodList } from '../../podList/types';
import { attentionOf, type KnownAttention, NO_ATTENTION } from '../attention/attentionState';
import { type ComposerState, EMPTY_COMPOSER } from '../composer/composerState';
import { type ConversationPane, newConversationPane } from '../conversation/conversationPaneState';
import type { Density } from '../grid/gridShape';
import type { TextField } from '../kit/textField';
import type { Theme } from '../kit/theme';
import { isScoped, type Scope, scopedCount, scopedRows, scopedTiles, WHOLE_SCOPE } from '../scope/scopeState';
import type { Activity } from '../tile/activity';
import type { ZoomPane } from '../zoom/zoomState';
import type { KeyRow } from './keyRow';
import type { TileFeed } from './ports';
import type { TerminalSize } from './terminalScreen';

/** A live Pod's content as far as it came, and why no more comes, where that is so. */
export interface TileContent {
  readonly shown: Exclude<TileFeed, { readonly kind: 'lost' }> | null;
  readonly lost: string | null;
}

export interface LastScreen {
  readonly key: string;
  readonly segmentId: string;
  readonly updatedAt: number;
  readonly rows: readonly ScreenRow[] | null;
}

/** What is on its way for a Pod; a key that would start something else waits for its end. */
export type RunningAction = 'restoring' | 'attaching' | 'stopping' | 'removing';

export type Pane = { readonly kind: 'grid' } | { readonly kind: 'picker' } | ZoomPane | ConversationPane;

export interface PromptState {
  readonly kind: 'prompt';
  readonly field: 'name' | 'kind' | 'command';
  /** What it will hold. */
  readonly holds: 'terminal' | 'agent';
  readonly name: TextField;
  readonly command: TextField;
  readonly error: string | null;
  /** The request is on its way; the text stays until it has worked. */
  readonly starting: boolean;
}

/** What the agent of a Pod asks, over the overview. */
export interface PermissionOverlay {
  readonly kind: 'permission';
  readonly entry: PodEntry;
  readonly top: number;
}

export type Overlay =
  | PermissionOverlay
  | { readonly kind: 'help'; readonly top: number }
  /** Why the Pod is shown as it is; `name`: also of a Pod that is gone by now. */
  | { readonly kind: 'why'; readonly key: string; readonly name: string; readonly top: number }
  | { readonly kind: 'confirm'; readonly action: 'stop' | 'remove'; readonly entry: PodEntry }
  | PromptState;

export interface Message {
  readonly kind: 'info' | 'error';
  readonly text: string;
}

export interface DashboardState {
  /** Opened with `-r`: nothing but the picker, and one attach ends it. */
  readonly alone: boolean;
  /** Where new Pods start. */
  readonly cwd: string;
  readonly theme: Theme;
  /** With the user's own keys. */
  readonly keymap: readonly KeyRow[];
  readonly size: TerminalSize;
  readonly list: PodList;
  readonly pane: Pane;
  readonly overlay: Overlay | null;
  readonly selection: Selection;
  /** Until the user has selected something and while sources still load, the first row counts as selected. */
  readonly selectionIsAutomatic: boolean;
  /** What of the list is shown, and in which order. */
  readonly scope: Scope;
  readonly attention: KnownAttention;
  readonly composer: ComposerState;
  /** Keys of the live Pods in the order their tiles stand: by first sight, so that no tile jumps when another one acts. */
  readonly tileOrder: readonly string[];
  /** Counts only while no tile is selected; else the page is the selected tile's. */
  readonly gridPage: number;
  /** Of the stopped Pod that the picker shows; `rows` null = none, or not here yet. */
  readonly lastScreen: LastScreen | null;
  /** By Pod key; only of live Pods. */
  readonly activity: ReadonlyMap<string, Activity>;
  /** How large tiles are at least. */
  readonly density: Density;
  /** By Pod key; only of live Pods. */
  readonly tiles: ReadonlyMap<string, TileContent>;
  /** By Pod key. */
  readonly running: ReadonlyMap<string, RunningAction>;
  /** The agent's question before the user's eyes; ready once it has been there long enough to be read. */
  readonly question: { readonly id: string; readonly isReady: boolean } | null;
  /** Ids of questions whose answer is on its way: a key pressed twice answers once. */
  readonly answering: ReadonlySet<string>;
  /** Holds the terminal; nothing is painted and no tile is watched meanwhile. */
  readonly attached: PodEntry | null;
  /** The Pod to attach as soon as its restore is done and its socket answers. */
  readonly attachWhenLive: { readonly key: string; readonly restored: boolean } | null;
  /** A new Pod's name: selected as soon as it shows up. */
  readonly selectWhenLive: string | null;
  readonly message: Message | null;
  readonly lastClick: { readonly key: string; readonly at: number } | null;
}

export interface InitialState {
  readonly mode: 'grid' | 'picker';
  /** Opened alone with the conversation of this Pod. */
  readonly open?: PodEntry;
  /** Of that conversation. */
  readonly isReadOnly?: boolean;
  readonly keymap: readonly KeyRow[];
  readonly cwd: string;
  readonly theme: Theme;
  readonly size: TerminalSize;
}

/** The dashboard before any source has spoken. */
export function initialState({
  mode,
  open,
  isReadOnly = false,
  cwd,
  theme,
  keymap,
  size,
}: InitialState): DashboardState {
  return {
    alone: mode === 'picker',
    cwd,
    theme,
    keymap,
    size,
    list: EMPTY_POD_LIST,
    pane: open === undefined ? { kind: mode } : newConversationPane(open, 'end', { isReadOnly }),
    overlay: null,
    selection: open?.key ?? null,
    selectionIsAutomatic: open === undefined,
    scope: WHOLE_SCOPE,
    attention: NO_ATTENTION,
    composer: EMPTY_COMPOSER,
    tileOrder: [],
    gridPage: 0,
    lastScreen: null,
    activity: new Map(),
    density: 'normal',
    tiles: new Map(),
    running: new Map(),
    question: null,
    answering: new Set(),
    attached: null,
    attachWhenLive: null,
    selectWhenLive: null,
    message: null,
    lastClick: null,
  };
}

/** Why a Pod needs the user, as far as the user has not seen it. */
export function attentionIn(state: Pick<DashboardState, 'attention'>, entry: PodEntry): Attention | null {
  return attentionOf(state.attention, entry);
}

/** The live Pods that are shown, in the order of their tiles. */
export function tileEntries(state: DashboardState): readonly PodEntry[] {
  return scopedTiles(state, (entry) => attentionIn(state, entry), [state.attention]);
}

/** The picker's rows, in their order. */
export function listEntries(state: DashboardState): readonly PodEntry[] {
  return scopedRows(state, (entry) => attentionIn(state, entry), [state.attention]);
}

/** How much the scope hides. */
export function scopeCount(state: DashboardState): FilteredPods {
  return scopedCount(state, (entry) => attentionIn(state, entry), [state.attention]);
}

/** The Pods that can be selected in the pane at hand, in their order. */
export function selectableEntries(state: DashboardState): readonly PodEntry[] {
  const { pane } = state;
  const isGrid = pane.kind === 'grid' || (pane.kind === 'zoom' && pane.back === 'grid');
  return isGrid ? tileEntries(state) : listEntries(state);
}

/** The key of the selected Pod, whether or not the pane shows it; null = none. */
export function selectedKey(state: DashboardState): Selection {
  const { selection } = state;
  if (state.selectionIsAutomatic) return selectableEntries(state)[0]?.key ?? null;
  // What a search hides is not acted on; it is selected again when it shows again.
  const isHidden = isScoped(state) && !selectableEntries(state).some((entry) => entry.key === selection);
  return isHidden ? null : selection;
}

/** The selected Pod, or null: none, or gone. */
export function selectedEntry(state: DashboardState): PodEntry | null {
  return findSelected(state.list.entries, selectedKey(state));
}
