// The lines that a Pod has printed, each whole and with its styles: the one model of what has scrolled by.
import { rowText, rowWidth, type ScreenRow } from '../cells/podScreen';

export interface HistoryLine {
  /** However wide: rows are made of it for the size at hand. */
  readonly row: ScreenRow;
  /** As it was printed, where a row of one character a cell cannot hold it: marks, joined emoji; missing: it can. */
  readonly whole?: string;
  /** When it was printed, Unix ms; 0 = unknown. */
  readonly at: number;
  /** What a shell says of it (OSC 133), in that order: A a prompt begins, B the command behind it, C its output, D it has ended. */
  readonly marks: string;
}

/** A value: it stands still while the Pod goes on. */
export interface History {
  /** The oldest first; the last ones are what the screen shows. */
  readonly lines: readonly HistoryLine[];
  /** Older lines have been left out. */
  readonly isCut: boolean;
}

/** Of rows that are known only as rows. */
export function historyOfRows(rows: readonly ScreenRow[]): History {
  return { lines: rows.map((row) => ({ row, at: 0, marks: '' })), isCut: false };
}

export function lineText({ row }: HistoryLine): string {
  return rowText(row);
}

/** For whoever takes all of the line. */
export function wholeText(line: HistoryLine): string {
  return line.whole ?? lineText(line);
}

export function lineWidth({ row }: HistoryLine): number {
  return rowWidth(row);
}
