// One line of a session log (formats §4): read leniently, written only in the kinds that every reader knows.
import * as v from 'valibot';
import {
  agentNestedSchema,
  agentOutputSchema,
  agentPlanSchema,
  amendedResultSchema,
  messagePartSchema,
} from './agentExtension';
import { permissionAnsweredSchema, questionAskedSchema, toolDetailsSchema } from './agentQuestion';
import { type Parsed, parseJson } from './parsed';
import { parseWith } from './parseWith';

const entrySchema = v.looseObject({ kind: v.string(), ts: v.pipe(v.number(), v.finite(), v.minValue(0)) });

/** Any entry: `kind`, `ts` (Unix ms) and the fields of its kind, still unknown. */
export type LogEntry = v.InferOutput<typeof entrySchema>;

export function parseLogEntry(data: unknown): Parsed<LogEntry> {
  // The schema only has to say what is wrong.
  return isLogEntry(data) ? { ok: true, value: data } : parseWith(entrySchema, data);
}

function isLogEntry(data: unknown): data is LogEntry {
  if (typeof data !== 'object' || data === null || !('kind' in data) || !('ts' in data)) return false;
  return typeof data.kind === 'string' && typeof data.ts === 'number' && Number.isFinite(data.ts) && data.ts >= 0;
}

export function parseLogLine(line: string): Parsed<LogEntry> {
  const json = parseJson(line);
  return json.ok ? parseLogEntry(json.value) : json;
}

const segmentSchema = v.looseObject({
  kind: v.string(),
  content: v.optional(v.string()),
  path: v.optional(v.string()),
  slug: v.optional(v.string()),
});

/** Flattens input segments to text, without separators (formats §4). An unknown kind is shown as such. */
export function inputText(segments: unknown): string {
  if (!Array.isArray(segments)) return '';
  return segments.map(segmentText).join('');
}

function segmentText(data: unknown): string {
  const plain = plainText(data);
  if (plain !== null) return plain;
  const segment = parseWith(segmentSchema, data);
  if (!segment.ok) return '[unknown input segment]';
  const { kind, content, path, slug } = segment.value;
  if ((kind === 'text' || kind === 'paste') && content !== undefined) return content;
  if (kind === 'file_ref' && path !== undefined) return `@${path}`;
  if (kind === 'knowledge_ref' && slug !== undefined) return `#${slug}`;
  if (kind === 'workflow_invoke' && slug !== undefined) return `/${slug}`;
  return '[unknown input segment]';
}

/** Null: it is no plain text, or not as it should be. */
function plainText(data: unknown): string | null {
  if (typeof data !== 'object' || data === null || !('kind' in data && 'content' in data)) return null;
  const isPlain = data.kind === 'text' && !('path' in data) && !('slug' in data);
  return isPlain && typeof data.content === 'string' ? data.content : null;
}

/** The path of a `file_ref` segment; null for any other. */
export function fileRefPath(data: unknown): string | null {
  const segment = parseWith(segmentSchema, data);
  return segment.ok && segment.value.kind === 'file_ref' ? (segment.value.path ?? null) : null;
}

const messageSchema = v.object({
  kind: v.literal('message'),
  role: v.picklist(['user', 'assistant', 'system']),
  content: v.array(v.looseObject({ kind: v.string(), text: v.optional(v.string()) })),
});

/** The first text part of a logged message item; null where the item is not a message or has none. */
export function messageText(item: unknown): string | null {
  const message = parseWith(messageSchema, item);
  if (!message.ok) return null;
  return message.value.content.find((part) => part.kind === 'text' && part.text !== undefined)?.text ?? null;
}

/** Our own facts inside `extension` entries, by domain. */
const ownFacts = {
  /** The last non-blank line of the screen and the program's title: the preview of a stopped terminal Pod. */
  'podwatch.screen': v.object({ line: v.string(), title: v.nullable(v.string()) }),
  /** How the program ended: `code` or `signal` (its name, e.g. "SIGKILL"). */
  'podwatch.exit': v.object({ code: v.nullable(v.number()), signal: v.nullable(v.string()) }),
  /** The agent's own session, to be loaded again; the last entry counts. `agent`: the name it gave itself. */
  'podwatch.agent': v.object({
    acp_session_id: v.string(),
    agent: v.nullable(v.string()),
    opened: v.picklist(['new', 'load', 'resume', 'seeded']),
    /** The session that was left behind though it may still be there. */
    left: v.optional(v.string()),
  }),
  /** For the `tool_call` item of that id: what the shared format has no field for. */
  'podwatch.tool': v.object({ call_id: v.string(), ...toolDetailsSchema.entries }),
  'podwatch.plan': agentPlanSchema,
  'podwatch.question': questionAskedSchema,
  'podwatch.permission': permissionAnsweredSchema,
  /** Pieces of what is being said; its whole follows as an entry of its own, unless the Pod was killed. */
  'podwatch.part': messagePartSchema,
  /** The assistant's message that follows goes on with that text of the run. */
  'podwatch.message': v.object({ message: v.number() }),
  /** The user's message that follows was said into the run at hand. */
  'podwatch.interjected': v.object({}),
  /** What a running tool has put out so far. */
  'podwatch.output': agentOutputSchema,
  'podwatch.result': amendedResultSchema,
  'podwatch.nested': agentNestedSchema,
  /** A word to the user. */
  'podwatch.note': v.object({ level: v.picklist(['info', 'warn', 'error']), message: v.string() }),
  /** How the agent was set when it changed last: option ids and values. */
  'podwatch.settings': v.object({ values: v.record(v.string(), v.string()) }),
} as const;

export type OwnDomain = keyof typeof ownFacts;
export type OwnFact<D extends OwnDomain> = v.InferOutput<(typeof ownFacts)[D]>;

/** The payload of an `extension` entry of that domain; null for every other entry. */
export function ownFact<D extends OwnDomain>(domain: D, entry: LogEntry): OwnFact<D> | null {
  if (entry.kind !== 'extension' || entry.domain !== domain) return null;
  const payload = parseWith<(typeof ownFacts)[D]>(ownFacts[domain], entry.payload);
  return payload.ok ? payload.value : null;
}

/** An `extension` entry of ours; `ts` in Unix ms. */
export function ownEntry<D extends OwnDomain>(domain: D, payload: OwnFact<D>, ts: number): LogEntry {
  return { kind: 'extension', ts, domain, payload };
}

/** The first entry of every segment. The config is the neutral one: a terminal has no model. */
export function segmentStartEntry(sessionId: string, ts: number): LogEntry {
  const config = {
    max_tokens: null,
    temperature: null,
    top_p: null,
    top_k: null,
    stop_sequences: [],
    reasoning: null,
  };
  return { kind: 'segment_start', ts, session_id: sessionId, system_prompt: null, config, history: [] };
}
