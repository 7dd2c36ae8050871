// What a pure view hands to the widgets: styled rows in rectangles, nothing that knows a terminal.
import type { ScreenRow } from '../../cells/podScreen';

/** In cells; the origin is the top left of the terminal. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Rows painted into a rectangle: clipped to it, padded with blanks. The same `lines` array in the same `rect` under
 * the same `key` means "unchanged": the painter then does no work for it. Later placements lie on top.
 * Text may be untrusted: the painter lets no control, bidi or escape character through to the terminal.
 */
export interface Placement {
  readonly key: string;
  readonly rect: Rect;
  readonly lines: readonly ScreenRow[];
  /** Drawn instead of `lines` where it is set. The same object means "unchanged". */
  readonly sparkline?: Sparkline;
  /** The same of lines over time, or of a gauge. */
  readonly plot?: Plot;
}

/** Lines over time, the newest value at the right; or a bar of one row, `percent` of it filled. */
export type Plot =
  | {
      readonly kind: 'lines';
      readonly series: readonly PlotSeries[];
      readonly labels: readonly string[];
      readonly axis: number;
    }
  | { readonly kind: 'gauge'; readonly percent: number; readonly fg: number };

/** As many values as there are labels, none below 0; `fg`: a colour. */
export interface PlotSeries {
  readonly values: readonly number[];
  readonly fg: number;
}

/** A row of bars, one a value, the newest at the right end; the largest is a full bar, zero the lowest. */
export interface Sparkline {
  readonly values: readonly number[];
  readonly fg: number;
  readonly bg: number;
  readonly flags: number;
}

/** One whole screen. */
export interface Frame {
  readonly cols: number;
  readonly rows: number;
  readonly placements: readonly Placement[];
  /** Where the terminal's cursor shows (a focused input); null = hidden. */
  readonly cursor: { readonly x: number; readonly y: number } | null;
  /** The terminal's title; sanitized by the painter. */
  readonly title: string;
  /** Moves of a held button are reported as well. */
  readonly wantsDrags?: boolean;
}
