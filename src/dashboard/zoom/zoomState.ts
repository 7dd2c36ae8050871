// Which Pod is zoomed, and how its history is looked at.

import type { RowPosition } from '../../conversation/conversationLayout';
import type { History } from '../../history/history';
import type { HistoryHit } from '../../history/historyHit';
import type { HistoryAct, HistoryView } from '../../history/historyView';
import type { PodEntry } from '../../podList/podList';
import type { TextField } from '../kit/textField';

declare module '../loop/featureTypes' {
  interface FeatureTypes {
    readonly zoom: {
      /** Read, searched, and copied from. */
      readonly mode: 'zoom' | 'zoomFinding' | 'zoomCopying';
      readonly pane: ZoomPane;
    };
  }
}

export interface ZoomPane {
  readonly kind: 'zoom';
  readonly entry: PodEntry;
  readonly back: 'grid' | 'picker' | 'output';
  /** Null: the live screen. Else what the Pod had printed at the moment it was asked, which stands still. */
  readonly scroll: ZoomScroll | null;
  /** Where the left button was pressed last; null: nowhere yet. */
  readonly pressed: ZoomPress | null;
  /** Of a conversation: the first row shown; null follows the end. */
  readonly conversationTop: RowPosition | null;
}

/** Cells of the rows from the top left; `at`: Unix ms; `count`: the how manieth at that place. */
export interface ZoomPress {
  readonly x: number;
  readonly y: number;
  readonly at: number;
  readonly count: number;
  /** There was no copy mode before it. */
  readonly isFresh: boolean;
}

/** What is done with all of a history; `copySelected`: the button was let go. */
export type HistoryDeed = 'edit' | 'copyOutput' | 'copySelected';

/** Where a history is read from, other than what the Pod has now; `until`: as it stood then, Unix ms; null: to its end. */
export interface HistorySource {
  /** As the place of the Pod names it. */
  readonly source: string;
  readonly kind: 'recording' | 'log' | 'session';
  readonly until: number | null;
}

/** What is wanted of a history that is not here yet. */
export type HistoryWish = HistoryAct | HistoryDeed | { readonly kind: 'hit'; readonly hit: HistoryHit };

export interface ZoomScroll {
  /** Null: asked for, not here yet. */
  readonly history: History | null;
  /** Null: the Pod's own, as it is now. */
  readonly from: HistorySource | null;
  readonly view: HistoryView;
  /** What is sought, while it is typed. */
  readonly field: TextField;
  /** What has been asked of it meanwhile. */
  readonly waiting: readonly HistoryWish[];
}
