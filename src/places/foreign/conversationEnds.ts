// The two ends of a conversation file: what its last and its first lines say of title, prompts, place and time.
import { lineOf } from './promptText';
import type { SessionFact } from './sessionFacts';
import type { SessionLines } from './sessionLines';

/** The last prompt is not looked for further back than this, bytes: one turn can be longer than any window. */
const PROMPT_WINDOW = 256 * 1024;
/** Nor the first one, where the last one is known: single lines of 74 KB come before it in short sessions. */
const HEAD_WINDOW = 160 * 1024;

/** What one line says; what it does not say is missing or null. */
export interface LineMeaning {
  /** The user's name for the session; an empty text takes an earlier one back. */
  readonly name?: string | null;
  /** A title that the tool made. */
  readonly title?: string | null;
  /** What the person said, of any length. */
  readonly prompt?: string | null;
  /** Where one line holds many messages: the first prompt of them, beside the last in `prompt`. */
  readonly firstPrompt?: string | null;
  /** Of any length. */
  readonly answer?: string | null;
  readonly directory?: string | null;
  readonly branch?: string | null;
  /** Unix ms. */
  readonly time?: number | null;
  readonly note?: string | null;
  /** It says again what other lines say: no message of its own. */
  readonly isRepeated?: boolean;
}

/** What both ends say together. */
export interface ConversationEnds {
  readonly name: string | null;
  readonly title: string | null;
  readonly firstPrompt: string | null;
  readonly lastPrompt: string | null;
  readonly lastAnswer: string | null;
  readonly directory: string | null;
  readonly branch: string | null;
  readonly updatedAt: number | null;
  readonly notes: readonly string[];
  /** Every line was seen: what is missing here is missing in the file. */
  readonly isWhole: boolean;
}

type Draft = { -readonly [K in keyof Omit<ConversationEnds, 'notes' | 'isWhole'>]: ConversationEnds[K] };

/**
 * Reads backwards until last prompt and time are found, then forwards until the first prompt is; both within bounds.
 * `nameMark` is a text that only lines with a name hold: such a line may stand anywhere, and is looked for a little further.
 */
export function conversationEnds(
  lines: SessionLines,
  meaningOf: (line: unknown) => LineMeaning,
  nameMark: string | null = null,
): ConversationEnds {
  const notes = new Set<string>();
  const draft: Draft = {
    ...{ name: null, title: null, firstPrompt: null, lastPrompt: null, lastAnswer: null },
    ...{ directory: null, branch: null, updatedAt: null },
  };
  const tailIsAll = readTail(lines, meaningOf, draft, notes);
  if (!tailIsAll && nameMark !== null) draft.name ??= meaningOf(lines.lastWith(nameMark)).name ?? null;
  // A title stands in for the first prompt.
  const isComplete = (draft.name ?? draft.title) !== null && draft.lastPrompt !== null && draft.directory !== null;
  const headIsAll = !tailIsAll && !isComplete && readHead(lines, meaningOf, draft, notes);
  return {
    ...draft,
    name: draft.name === '' ? null : draft.name,
    lastPrompt: draft.lastPrompt ?? draft.firstPrompt,
    notes: [...notes],
    isWhole: tailIsAll || headIsAll,
  };
}

/** True: it has seen all lines. */
function readTail(
  lines: SessionLines,
  meaningOf: (line: unknown) => LineMeaning,
  draft: Draft,
  notes: Set<string>,
): boolean {
  for (const line of lines.fromEnd()) {
    const meaning = meaningOf(line);
    addPlace(meaning, draft, notes);
    draft.name ??= meaning.name ?? null;
    draft.title ??= meaning.title ?? null;
    draft.lastPrompt ??= lineOf(meaning.prompt ?? null);
    draft.lastAnswer ??= lineOf(meaning.answer ?? null);
    if (meaning.time != null) draft.updatedAt = Math.max(draft.updatedAt ?? 0, meaning.time);
    if (draft.updatedAt !== null && (draft.lastPrompt !== null || lines.passed > PROMPT_WINDOW)) return false;
  }
  return lines.sawAll;
}

function readHead(
  lines: SessionLines,
  meaningOf: (line: unknown) => LineMeaning,
  draft: Draft,
  notes: Set<string>,
): boolean {
  let name: string | null = null;
  let title: string | null = null;
  for (const line of lines.fromStart(draft.lastPrompt === null ? undefined : HEAD_WINDOW)) {
    const meaning = meaningOf(line);
    addPlace(meaning, draft, notes);
    name = meaning.name ?? name;
    title = meaning.title ?? title;
    draft.firstPrompt ??= lineOf(meaning.firstPrompt ?? meaning.prompt ?? null);
    if (draft.firstPrompt !== null && draft.directory !== null) break;
  }
  draft.name ??= name;
  draft.title ??= title;
  return lines.sawAll;
}

function addPlace(meaning: LineMeaning, draft: Draft, notes: Set<string>): void {
  if (meaning.note != null) notes.add(meaning.note);
  if (draft.directory !== null || meaning.directory == null || meaning.directory === '') return;
  draft.directory = meaning.directory;
  draft.branch = meaning.branch ?? null;
}

/** The fact that the ends make, or null where the whole file holds no prompt: then it is no session to go on with. */
export function factOfEnds(sessionId: string, ends: ConversationEnds): SessionFact | null {
  if (ends.isWhole && ends.firstPrompt === null && ends.lastPrompt === null) return null;
  return {
    sessionId,
    title: ends.name ?? ends.title,
    firstPrompt: ends.firstPrompt,
    lastPrompt: ends.lastPrompt,
    lastAnswer: ends.lastAnswer,
    directory: ends.directory,
    branch: ends.branch,
    updatedAt: ends.updatedAt,
    notes: ends.notes,
    process: null,
    sameAs: null,
  };
}
