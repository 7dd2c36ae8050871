// What is asked of whoever reads the tools' databases, here or in a thread of its own, and how it is done.
import type { ForeignTool } from './foreignTool';
import { Look } from './look';
import { type KeptResult, type KeptSearch, NOTHING_FOUND, searchKept } from './searchKept';
import { type Fault, SessionCache } from './sessionCache';
import type { Candidate, SessionFact, ToolEnvironment } from './sessionFacts';
import type { TableRecord } from './sqlite/database';
import { readTable } from './sqlite/readTable';

/** Plain values: they travel between threads. */
export interface DatabaseOrder {
  readonly tool: string;
  readonly where: ToolEnvironment;
  /** Unix ms. */
  readonly now: number;
  /** A candidate that its tool reads, the rows of one table, or a text in sessions. */
  readonly wanted:
    | { readonly kind: 'facts'; readonly candidate: Candidate }
    | { readonly kind: 'rows'; readonly file: string; readonly table: string; readonly columns: readonly string[] }
    | ({ readonly kind: 'search' } & KeptSearch);
}

export interface DatabaseAnswer {
  readonly facts: readonly SessionFact[];
  readonly rows: readonly TableRecord[];
  readonly search: KeptResult;
  readonly faults: readonly Fault[];
}

/** Never rejects: what goes wrong is a fault. */
export interface DatabaseReader {
  read(tool: ForeignTool, order: DatabaseOrder): Promise<DatabaseAnswer>;
  end(): void;
}

/** Whoever has no thread for it. */
export const databasesHere: DatabaseReader = {
  read: async (tool, order) => carryOut(tool, order),
  end: () => {},
};

/** `patienceMs`: see `Look`. */
export function carryOut(
  tool: ForeignTool,
  { where, now, wanted }: DatabaseOrder,
  patienceMs?: number,
): DatabaseAnswer {
  const look = new Look(tool.name, where, now, new SessionCache(), patienceMs);
  const facts = wanted.kind === 'facts' ? tool.read(wanted.candidate, look) : [];
  const rows = wanted.kind === 'rows' ? (readTable(look, wanted.file, wanted.table, wanted.columns) ?? []) : [];
  const search = wanted.kind === 'search' ? searchKept(tool, look, wanted) : NOTHING_FOUND;
  return { facts, rows, search, faults: look.allFaults };
}

/** An answer where there is none: what was known of the file before stands. */
export function faultyAnswer(file: string, message: string): DatabaseAnswer {
  return { facts: [], rows: [], search: NOTHING_FOUND, faults: [{ kind: 'busy', file, message }] };
}

export function fileOf({ wanted }: DatabaseOrder): string {
  if (wanted.kind === 'search') return wanted.sessions[0]?.file ?? '';
  return wanted.kind === 'facts' ? wanted.candidate.file : wanted.file;
}
