// The rows of a screen as all who watch it get them: read once a change, and each made into JSON once.
import type { Terminal } from '@xterm/headless';
import type { WireRun } from '../../protocol/screenUpdate';
import type { WatchedRow } from '../screenWatch';
import { screenRows } from './screenRows';

class SharedRow implements WatchedRow {
  private text: string | null = null;

  constructor(readonly runs: readonly WireRun[]) {}

  get json(): string {
    this.text ??= JSON.stringify(this.runs);
    return this.text;
  }
}

export class SharedRows {
  private rows: readonly SharedRow[] = [];
  private isStale = true;

  /** Cells or the size may have changed. */
  changed(): void {
    this.isStale = true;
  }

  /** A row that says what it said before, or what another one said before it scrolled, is the same object. */
  read(terminal: Terminal): readonly WatchedRow[] {
    if (!this.isStale) return this.rows;
    this.isStale = false;
    const before = this.rows;
    let from = 0;
    this.rows = screenRows(terminal).map((runs, y) => {
      const same = before[y];
      if (same !== undefined && sameRuns(same.runs, runs)) return same;
      const at = before.findIndex((row, index) => index >= from && sameRuns(row.runs, runs));
      const moved = before[at];
      if (moved === undefined) return new SharedRow(runs);
      from = at + 1;
      return moved;
    });
    return this.rows;
  }
}

function sameRuns(a: readonly WireRun[], b: readonly WireRun[]): boolean {
  return a.length === b.length && a.every((run, index) => sameRun(run, b[index]));
}

function sameRun(a: WireRun, b: WireRun | undefined): boolean {
  return a.length === b?.length && a.every((part, index) => part === b[index]);
}
