// What one look at the tools' stores is made with, and what it holds of each tool while it goes on.
import type { DatabaseReader } from './databaseOrder';
import type { ForeignTool } from './foreignTool';
import type { Look } from './look';
import type { SessionCache } from './sessionCache';
import type { Candidate, ForeignSession, FoundFact, ToolEnvironment } from './sessionFacts';

export interface ScanOptions {
  readonly where: ToolEnvironment;
  readonly tools: readonly ForeignTool[];
  readonly cache: SessionCache;
  readonly databases: DatabaseReader;
  /** Commands by tool that stand in for the tools' own (`{id}`, `{file}`). */
  readonly resumeCommands: Readonly<Record<string, readonly string[]>>;
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** Sessions of the last snapshot: what is equal keeps its object. */
  readonly before: ReadonlyMap<string, ForeignSession>;
}

/** One tool in one look. */
export interface ToolLook {
  readonly tool: ForeignTool;
  readonly look: Look;
  readonly candidates: readonly SeenCandidate[];
  readonly found: FoundFact[];
}

export interface SeenCandidate extends Candidate {
  readonly size: number;
  readonly changedAt: number;
}
