// One look at the stores of all tools: newest files first, in slices, with what is there so far on the way.
import { setImmediate } from 'node:timers/promises';
import { assembleSessions } from './assembleSessions';
import { type DatabaseAnswer, databasesHere } from './databaseOrder';
import type { ForeignTool, TableWish } from './foreignTool';
import { Look } from './look';
import type { Candidate, ForeignProblem, ForeignSession } from './sessionFacts';
import { databaseFiles } from './sqlite/readTable';
import type { ScanOptions, SeenCandidate, ToolLook } from './toolLook';

/** Work between two turns of the event loop, ms: keys and sockets are served in between. */
const SLICE_MS = 8;
/** The first page goes out after so many were read; what follows, after so long, ms. */
const FIRST_PAGE = 60;
const NEXT_PAGE_MS = 400;

/** All sessions at one moment, newest first, and what could not be read, counted. */
export interface ForeignSnapshot {
  readonly sessions: readonly ForeignSession[];
  readonly problems: readonly ForeignProblem[];
  /** True until every store was read once. */
  readonly loading: boolean;
}

/** `page` gets what is there so far; the result is the whole. Stops early, with what it has, when the signal says so. */
export async function scanSessions(
  options: ScanOptions,
  page: (snapshot: ForeignSnapshot) => void,
): Promise<ForeignSnapshot> {
  const { cache, signal } = options;
  cache.begin();
  const pace = new Pace();
  const looks: ToolLook[] = [];
  for (const tool of options.tools) {
    looks.push(await findCandidates(tool, options, pace));
    if (signal.aborted) break;
  }
  const aside = looks.flatMap((one) => readAside(one, options));
  const queue = looks.flatMap((one) =>
    one.tool.sharesFiles === true ? [] : one.candidates.map((candidate) => ({ one, candidate })),
  );
  queue.sort((a, b) => b.candidate.changedAt - a.candidate.changedAt);
  let nextPage: number | null = null;
  for (const [index, { one, candidate }] of queue.entries()) {
    if (signal.aborted) break;
    readCandidate(one, candidate);
    if (pace.isDue) await pace.rest();
    const isPage = nextPage === null ? index + 1 >= FIRST_PAGE : performance.now() > nextPage;
    if (!isPage || index + 1 === queue.length) continue;
    page({ ...(await assembleSessions(looks, options)), loading: true });
    nextPage = performance.now() + NEXT_PAGE_MS;
  }
  await Promise.all(aside);
  const whole = await assembleSessions(looks, options);
  if (!signal.aborted) cache.end();
  return { ...whole, loading: false };
}

async function findCandidates(
  tool: ForeignTool,
  { where, cache, now, signal }: ScanOptions,
  pace: Pace,
): Promise<ToolLook> {
  const look = new Look(tool.name, where, now(), cache);
  const candidates: SeenCandidate[] = [];
  for (const candidate of tool.find(look)) {
    const seen = seenCandidate(candidate, look);
    if (seen !== null) candidates.push(seen);
    if (pace.isDue) await pace.rest();
    if (signal.aborted) break;
  }
  return { tool, look, candidates, found: [] };
}

function seenCandidate(candidate: Candidate, look: Look): SeenCandidate | null {
  const state = look.state(candidate.file);
  // Null: gone since it was listed, or opening it will say why it cannot be looked at.
  if (state !== null && !state.isFile) {
    look.problem('not-a-file', candidate.file, 'it is not a regular file');
    return null;
  }
  const beside = candidate.beside.map((file) => look.state(file)?.mtimeMs ?? 0);
  return { ...candidate, size: state?.size ?? 0, changedAt: Math.max(state?.mtimeMs ?? 0, ...beside) };
}

function readCandidate({ tool, look, found }: ToolLook, candidate: SeenCandidate): void {
  const { file, beside, size, changedAt } = candidate;
  const facts = look.once(purposeOf(candidate), [file, ...beside], () => tool.read(candidate, look));
  for (const fact of facts) found.push({ fact, file, size, changedAt });
}

function purposeOf({ known }: SeenCandidate): string {
  return `session ${JSON.stringify(known)}`;
}

/** What stands in databases comes when it comes; nothing else waits for it. */
function readAside(one: ToolLook, { databases, where, now }: ScanOptions): readonly Promise<void>[] {
  const { tool, look, found } = one;
  const order = { tool: tool.name, where, now: now() };
  const candidates = tool.sharesFiles === true ? one.candidates : [];
  const wish = tool.wishes?.(look) ?? null;
  return [
    ...candidates.map(async (candidate) => {
      const { file, beside, known, changedAt } = candidate;
      const wanted = { kind: 'facts', candidate: { file, beside, known } } as const;
      // No thread is begun to find that a file is not there.
      const reader = look.state(file) === null ? databasesHere : databases;
      const facts = await look.onceAside(purposeOf(candidate), [file, ...beside], async () => {
        const answer = await reader.read(tool, { ...order, wanted });
        return { value: answer.facts, faults: answer.faults };
      });
      for (const fact of facts) found.push({ fact, file, size: null, changedAt });
    }),
    ...(wish === null ? [] : [readWish(one, wish, (wanted) => databases.read(tool, { ...order, wanted }))]),
  ];
}

async function readWish(
  { look }: ToolLook,
  wish: TableWish,
  read: (wanted: { readonly kind: 'rows' } & TableWish) => Promise<DatabaseAnswer>,
): Promise<void> {
  const rows = await look.onceAside(`table ${wish.table}`, databaseFiles(wish.file), async () => {
    const answer = await read({ kind: 'rows', ...wish });
    return { value: answer.rows, faults: answer.faults };
  });
  look.keepRows(wish.file, rows);
}

/** Gives the event loop a turn once a slice is used up. */
class Pace {
  private until = performance.now() + SLICE_MS;

  get isDue(): boolean {
    return performance.now() > this.until;
  }

  async rest(): Promise<void> {
    await setImmediate();
    this.until = performance.now() + SLICE_MS;
  }
}
