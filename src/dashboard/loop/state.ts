// Everything the dashboard knows at one moment, as a value; the frame is a function of it.

import type { TerminalSize } from '../../cells/terminalSize';
import { EMPTY_POD_LIST } from '../../podList/buildPodList';
import type { PodEntry, PodList } from '../../podList/podList';
import type { Selection } from '../../podList/selection';
import type { Theme } from '../kit/theme';
import type { Activity } from '../tile/activity';
import type { Part, Slices } from './featureTypes';
import type { KeyRow } from './keyRow';
import type { TileFeed } from './ports';

/** A live Pod's content as far as it came, and why no more comes, where that is so. */
export interface TileContent {
  readonly shown: Exclude<TileFeed, { readonly kind: 'lost' }> | null;
  readonly lost: string | null;
}

/** What is on its way for a Pod; a key that would start something else waits for its end. */
export type RunningAction = 'restoring' | 'attaching' | 'stopping' | 'removing';

/** What fills the body; one with an `entry` is about that Pod alone, one with `fillsScreen` has a header and a composer of its own. */
export type Pane = Part<'pane'>;

/** What lies over the pane and has all keys. */
export type Overlay = Part<'overlay'>;

export interface Message {
  readonly kind: 'info' | 'error';
  readonly text: string;
}

/** A row that has become something else under the selection: what the user may not have seen yet. */
export interface ChangedRow {
  /** Of the row that is selected now. */
  readonly key: string;
  /** In a sentence. */
  readonly what: string;
  /** The same life of the same Pod can be attached now: to look at it starts nothing. */
  readonly cameAlive: boolean;
  /** Which of the changes it is: an earlier one's wait ends nothing. */
  readonly id: number;
}

/** What all features share. */
interface CommonState {
  /** Opened with `-r`: nothing but the picker, and one attach ends it. */
  readonly alone: boolean;
  /** Where new Pods start. */
  readonly cwd: string;
  /** The user's home directory, for `~`; null = not known. */
  readonly userHome: string | null;
  readonly theme: Theme;
  /** What allows an agent something works only after all of its question was on the screen. */
  readonly readFirst: boolean;
  /** With the user's own keys. */
  readonly keymap: readonly KeyRow[];
  readonly size: TerminalSize;
  readonly list: PodList;
  readonly pane: Pane;
  readonly overlay: Overlay | null;
  readonly selection: Selection;
  /** Until the user has selected something and while sources still load, the first row counts as selected. */
  readonly selectionIsAutomatic: boolean;
  /** Keys of the live Pods in the order their tiles stand: by first sight, so that no tile jumps when another one acts. */
  readonly tileOrder: readonly string[];
  /** By Pod key; only of live Pods. */
  readonly activity: ReadonlyMap<string, Activity>;
  /** By Pod key; only of live Pods, and of the one that is open. */
  readonly tiles: ReadonlyMap<string, TileContent>;
  /** By Pod key. */
  readonly running: ReadonlyMap<string, RunningAction>;
  /** Holds the terminal; nothing is painted and no tile is watched meanwhile. */
  readonly attached: PodEntry | null;
  /** Key of the Pod to open as soon as its restore is done; opening another one takes that back. */
  readonly openWhenRestored: string | null;
  /** By Pod key: the socket that a restore has returned, until the list shows that Pod as live too. */
  readonly restored: ReadonlyMap<string, string>;
  /** Key of a new Pod: selected as soon as it shows up. */
  readonly selectWhenLive: string | null;
  readonly message: Message | null;
  /** The selected row has just become something else. */
  readonly changedRow: ChangedRow | null;
  /** The colours of code are loaded, or on their way. */
  readonly coloursAsked: boolean;
  readonly lastClick: { readonly key: string; readonly at: number } | null;
}

/** With what each feature keeps, under the feature's name. */
export type DashboardState = CommonState & Slices;

export interface StateOptions {
  readonly alone: boolean;
  readonly pane: Pane;
  readonly selection: Selection;
  readonly keymap: readonly KeyRow[];
  readonly cwd: string;
  readonly userHome?: string | null;
  readonly theme: Theme;
  readonly size: TerminalSize;
  readonly readFirst?: boolean;
  /** A fault that is shown first. */
  readonly warning?: string;
}

/** What all features share before any source has spoken. A given selection is the user's own. */
export function commonState(given: StateOptions): CommonState {
  const { selection, userHome = null, readFirst = true, warning, ...options } = given;
  return {
    ...options,
    readFirst,
    userHome,
    list: EMPTY_POD_LIST,
    overlay: null,
    selection,
    selectionIsAutomatic: selection === null,
    tileOrder: [],
    activity: new Map(),
    tiles: new Map(),
    running: new Map(),
    attached: null,
    openWhenRestored: null,
    restored: new Map(),
    selectWhenLive: null,
    message: warning === undefined ? null : { kind: 'error', text: warning },
    changedRow: null,
    coloursAsked: false,
    lastClick: null,
  };
}

/** The Pod that fills the screen with a view of its own (a conversation); null: grid, list and the like. */
export function openEntry({ pane }: Pick<DashboardState, 'pane'>): PodEntry | null {
  return 'fillsScreen' in pane ? pane.entry : null;
}

/** The Pod that the pane is about, alone; null: about many. */
export function paneEntry({ pane }: Pick<DashboardState, 'pane'>): PodEntry | null {
  return 'entry' in pane ? pane.entry : null;
}
