// The words of a search: which files, in which pieces, and what is found in them.

/** `recording`: what a terminal showed; `log`: the entries of a Pod; `session`: what another agent CLI has written. */
export type SearchedKind = 'recording' | 'log' | 'session';

export interface SearchedFile {
  readonly path: string;
  readonly kind: SearchedKind;
}

/** One line that holds the text. */
export interface FoundLine {
  /** When it was printed or said, Unix ms; 0 = unknown. */
  readonly at: number;
  /** Untrusted; of a long one what stands around the text. */
  readonly line: string;
  /** Where the text begins in it, UTF-16 units. */
  readonly column: number;
}

/** Bytes of a file as latin1; only what begins between `start` and `end` belongs to it. */
export interface Piece {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Of that file the last `bytes` before `to`, or a little more: pieces begin with a line. */
export interface PieceOrder extends SearchedFile {
  readonly to: number;
  readonly bytes: number;
}

export interface PieceResult {
  /** Where the piece began; 0: all of the file has been searched. */
  readonly from: number;
  /** Nothing before it is newer, Unix ms. */
  readonly since: number;
  /** Newest first. */
  readonly found: readonly FoundLine[];
  /** Why the file cannot be read. */
  readonly fault: string | null;
}
