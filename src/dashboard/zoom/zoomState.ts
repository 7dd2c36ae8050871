// Which Pod is zoomed, and how far back its rows are shown.

import type { ScreenRow } from '../../cells/podScreen';
import type { RowPosition } from '../../conversation/conversationLayout';
import type { PodEntry } from '../../podList/types';

declare module '../loop/featureTypes' {
  interface FeatureTypes {
    readonly zoom: {
      readonly mode: 'zoom';
      readonly pane: ZoomPane;
    };
  }
}

export interface ZoomPane {
  readonly kind: 'zoom';
  readonly entry: PodEntry;
  readonly back: 'grid' | 'picker';
  /** Null: the live screen. Else what the Pod kept at the moment it was asked, which stands still. */
  readonly scroll: ZoomScroll | null;
  /** Of a conversation: the first row shown; null follows the end. */
  readonly conversationTop: RowPosition | null;
}

export interface ZoomScroll {
  /** Null: asked for, not here yet. */
  readonly rows: readonly ScreenRow[] | null;
  /** Rows between the end and the last row shown. */
  readonly up: number;
}
