// The items of a conversation inside log entries: messages, tool calls and their results, reasoning, system items (formats §4).
import * as v from 'valibot';
import type { Parsed } from './parsed';
import { parseWith } from './parseWith';

const partSchema = v.looseObject({ kind: v.string(), text: v.optional(v.string()), refusal: v.optional(v.string()) });

const loggedItemSchema = v.variant('kind', [
  v.object({
    kind: v.literal('message'),
    role: v.picklist(['user', 'assistant', 'system']),
    content: v.array(partSchema),
  }),
  v.object({
    kind: v.literal('tool_call'),
    call_id: v.fallback(v.string(), ''),
    name: v.string(),
    arguments: v.string(),
  }),
  v.object({
    kind: v.literal('tool_result'),
    call_id: v.fallback(v.string(), ''),
    summary: v.string(),
    content: v.fallback(v.nullable(v.string()), null),
    is_error: v.fallback(v.boolean(), false),
  }),
  v.object({ kind: v.literal('reasoning'), text: v.string() }),
]);

export type LoggedItem = v.InferOutput<typeof loggedItemSchema>;

export function parseLoggedItem(data: unknown): Parsed<LoggedItem> {
  // Most of a long conversation; the schema only has to say what is wrong.
  return isMessage(data) ? { ok: true, value: data } : parseWith(loggedItemSchema, data);
}

const ROLES: ReadonlySet<unknown> = new Set(['user', 'assistant', 'system']);

function isMessage(data: unknown): data is Extract<LoggedItem, { readonly kind: 'message' }> {
  if (typeof data !== 'object' || data === null || !('kind' in data && 'role' in data && 'content' in data))
    return false;
  const { kind, role, content } = data;
  return kind === 'message' && ROLES.has(role) && Array.isArray(content) && content.every(isPart);
}

function isPart(data: unknown): boolean {
  if (typeof data !== 'object' || data === null || !('kind' in data) || typeof data.kind !== 'string') return false;
  return (
    isMaybeText('text' in data ? data.text : undefined) && isMaybeText('refusal' in data ? data.refusal : undefined)
  );
}

function isMaybeText(data: unknown): boolean {
  return data === undefined || typeof data === 'string';
}

const systemItemSchema = v.looseObject({ kind: v.string(), body: v.fallback(v.string(), '') });

/** A system item of any kind; `body` is the exact text that the model saw. */
export function parseSystemItem(data: unknown): Parsed<v.InferOutput<typeof systemItemSchema>> {
  return parseWith(systemItemSchema, data);
}
