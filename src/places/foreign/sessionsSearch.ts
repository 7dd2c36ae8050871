// A text in many sessions that are kept in databases, or as a whole: sought in the thread of the databases, the newest sessions first.
import type { SearchPattern } from '../../search/searchPattern';
import type { FoundLine } from '../../search/searchTypes';
import type { DatabaseReader } from './databaseOrder';
import type { ForeignTool, SpokenSession } from './foreignTool';
import type { Fault } from './sessionCache';

/** Asked for at once: those of one database share its opening. */
const AT_ONCE = 50;

/** A session, and whose it is. */
export interface SoughtSession<Owner> extends SpokenSession {
  readonly owner: Owner;
  readonly tool: ForeignTool;
  /** Unix ms: nothing in it is newer. */
  readonly updatedAt: number;
}

export interface SessionHit<Owner> extends FoundLine {
  readonly owner: Owner;
  readonly path: string;
}

interface Group<Owner> {
  readonly tool: ForeignTool;
  /** The newest last. */
  readonly rest: SoughtSession<Owner>[];
}

/** One slice of the work at each `next`; what cannot be searched goes to `onFault`, each once. */
export class SessionsSearch<Owner> {
  private readonly groups: readonly Group<Owner>[];

  constructor(
    sessions: readonly SoughtSession<Owner>[],
    private readonly pattern: SearchPattern,
    private readonly databases: DatabaseReader,
    private readonly onFault: (fault: Fault, tool: ForeignTool) => void,
  ) {
    this.groups = groupsOf(sessions);
  }

  /** Nothing that is still to come is newer, Unix ms; 0: nothing is to come. */
  get newest(): number {
    return Math.max(0, ...this.groups.map(newestOf));
  }

  get isDone(): boolean {
    return this.groups.every(({ rest }) => rest.length === 0);
  }

  async next(): Promise<readonly SessionHit<Owner>[]> {
    const [group] = [...this.groups].sort((a, b) => newestOf(b) - newestOf(a));
    if (group === undefined || group.rest.length === 0) return [];
    const { tool } = group;
    const sought = group.rest.slice(-AT_ONCE).reverse();
    const sessions = sought.map(({ sessionId, file }) => ({ sessionId, file }));
    // Where they lie is known already.
    const where = { env: {}, home: '/', directory: null };
    const wanted = { kind: 'search', sessions, pattern: this.pattern } as const;
    const { search, faults } = await this.databases.read(tool, { tool: tool.name, where, now: 0, wanted });
    // An answer that says nothing of them was none: they are not asked for again.
    const done = search.done > 0 ? search.done : sought.length;
    group.rest.splice(group.rest.length - done, done);
    for (const fault of faults) this.onFault(fault, tool);
    return search.found.flatMap(({ of, ...line }) => {
      const session = sought[of];
      return session === undefined ? [] : [{ ...line, owner: session.owner, path: session.file }];
    });
  }
}

function newestOf<Owner>({ rest }: Group<Owner>): number {
  return rest.at(-1)?.updatedAt ?? 0;
}

function groupsOf<Owner>(sessions: readonly SoughtSession<Owner>[]): readonly Group<Owner>[] {
  const groups = new Map<string, Group<Owner>>();
  for (const session of [...sessions].sort((a, b) => a.updatedAt - b.updatedAt)) {
    const { tool, file } = session;
    const key = tool.sharesFiles === true ? `${tool.name}\u0000${file}` : tool.name;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { tool, rest: [session] });
    else group.rest.push(session);
  }
  return [...groups.values()];
}
