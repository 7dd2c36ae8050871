// Sessions that are in no file of lines, searched where they are kept; loaded only where there are some.
import { displayText } from '../cells/displayText';
import { DatabaseThread } from '../places/foreign/databaseThread';
import type { ForeignTool } from '../places/foreign/foreignTool';
import { FOREIGN_TOOLS } from '../places/foreign/foreignTools';
import { SessionsSearch, type SoughtSession } from '../places/foreign/sessionsSearch';
import type { PodEntry } from '../podList/podList';
import type { SearchBeside } from '../search/searchFiles';
import type { SearchPattern } from '../search/searchPattern';
import { databaseProgram } from './databaseProgram';

interface KeptSessions {
  readonly entries: readonly PodEntry[];
  readonly pattern: SearchPattern;
  readonly podProgram: string;
  readonly onFault: (message: string) => void;
}

/** `end` gives up what is not found yet, and tells what could not be searched, counted by tool. */
export interface KeptSearching extends SearchBeside<PodEntry> {
  end(): void;
}

export function searchKeptSessions({ entries, pattern, podProgram, onFault }: KeptSessions): KeptSearching {
  const faults = new Map<string, { count: number; readonly first: string }>();
  /** `what` with the first of those that it holds for. */
  const note = (tool: ForeignTool, what: string, first: string) => {
    const key = `${tool.label}: ${what}`;
    const known = faults.get(key) ?? { count: 0, first };
    known.count += 1;
    faults.set(key, known);
  };
  const databases = new DatabaseThread(databaseProgram(podProgram));
  const sought = entries.flatMap((entry) => soughtSession(entry, note) ?? []);
  const search = new SessionsSearch(sought, pattern, databases, ({ file, message }, tool) =>
    note(tool, `it cannot be searched, or not to its end: ${message}`, file),
  );
  return {
    get newest() {
      return search.newest;
    },
    get isDone() {
      return search.isDone;
    },
    next: async () => (await search.next()).map((hit) => ({ ...hit, kind: 'session' })),
    end() {
      databases.end();
      for (const [what, { count, first }] of faults) onFault(faultText(what, count, first));
      faults.clear();
    },
  };
}

function faultText(what: string, count: number, first: string): string {
  const others = count === 1 ? '' : `, and ${count - 1} more like it`;
  return displayText(`${what}: ${first}${others}`);
}

/** Null, and noted: nobody but its own tool can look into it. */
function soughtSession(
  entry: PodEntry,
  note: (tool: ForeignTool, what: string, first: string) => void,
): SoughtSession<PodEntry> | null {
  const { foreign, id, updatedAt } = entry;
  const tool = FOREIGN_TOOLS.find(({ name }) => name === foreign?.tool);
  if (foreign === undefined || tool === undefined) return null;
  if (tool.messages === undefined && tool.messagesIn === undefined) {
    const isLines = tool.meaningOf !== undefined;
    const why = isLines ? 'its file is gone or packed' : 'the form in which it is kept is not known';
    note(tool, `a session cannot be searched, as ${why}`, `${tool.name}:${id.name}`);
    return null;
  }
  return { owner: entry, tool, sessionId: id.name, file: foreign.file, updatedAt };
}
