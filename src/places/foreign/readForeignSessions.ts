// The sessions of all agent CLIs of this user, looked at once.
import { databasesHere } from './databaseOrder';
import { FOREIGN_TOOLS } from './foreignTools';
import { type ForeignSnapshot, scanSessions } from './scanSessions';
import { SessionCache } from './sessionCache';
import type { ToolEnvironment } from './sessionFacts';
import { toolEnvironment } from './toolEnvironment';
import type { ScanOptions } from './toolLook';

export type ReadOptions = Partial<
  Pick<ScanOptions, 'tools' | 'cache' | 'databases' | 'resumeCommands' | 'now' | 'signal' | 'before'>
> & {
  /** Where the user is. */
  readonly directory?: string;
};

/** Complete, newest first. Reads only; faults are counted in `problems`, never thrown. */
export function readForeignSessions(
  env: ToolEnvironment['env'],
  options: ReadOptions = {},
  page: (snapshot: ForeignSnapshot) => void = () => {},
): Promise<ForeignSnapshot> {
  return scanSessions(scanOptions(env, options), page);
}

/** What a look needs, with the usual in place of what is not given. */
export function scanOptions(env: ToolEnvironment['env'], options: ReadOptions): ScanOptions {
  return {
    where: toolEnvironment(env, options.directory ?? null),
    tools: FOREIGN_TOOLS,
    cache: new SessionCache(),
    databases: databasesHere,
    resumeCommands: {},
    now: Date.now,
    signal: new AbortController().signal,
    before: new Map(),
    ...options,
  };
}
