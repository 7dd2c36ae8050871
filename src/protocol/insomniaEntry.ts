// What insomnia demands of a log entry: one that it does not know makes the whole log unreadable to it (formats §4).
import * as v from 'valibot';
import type { LogEntry } from './logEntry';
import { parseJson } from './parsed';
import { parseWith } from './parseWith';

/** Per kind the fields that must be there; `null` where any value will do. */
const KINDS: Readonly<
  Record<string, Readonly<Record<string, 'string' | 'number' | 'boolean' | 'object' | 'list' | null>>>
> = {
  segment_start: { session_id: 'string', config: 'object', history: 'list' },
  invoke: { trigger: 'string' },
  user_input: { segments: 'list' },
  assistant_item: { item: 'object' },
  tool_result: { item: 'object' },
  system_item: { item: 'object' },
  turn_end: { turn_count: 'number' },
  run_completed: { interrupted: 'boolean', result: 'string' },
  run_errored: { interrupted: 'boolean', message: 'string' },
  config_changed: { config: 'object' },
  llm_usage: { history_len: 'number' },
  extension: { domain: 'string', payload: null },
};

/** Why insomnia cannot read it, as a clause; null: it can. */
export function insomniaFault(entry: LogEntry): string | null {
  const fields = Object.hasOwn(KINDS, entry.kind) ? KINDS[entry.kind] : undefined;
  if (fields === undefined) return `an entry of the unknown kind ${JSON.stringify(entry.kind.slice(0, 40))}`;
  if (!Number.isSafeInteger(entry.ts)) return 'an entry whose time is no whole number';
  const wrong = Object.entries(fields).find(([field, type]) => !fits(entry[field], type));
  return wrong === undefined ? null : `an entry ${entry.kind} without a ${wrong[0]} that can be read`;
}

function fits(value: unknown, type: string | null): boolean {
  if (value === undefined) return false;
  if (type === null) return true;
  if (type === 'list') return Array.isArray(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === type;
}

const startSchema = v.object({ kind: v.literal('segment_start'), system_prompt: v.string() });

/** `You are operating in DIR.` of the system prompt in the first line of a log; null where it is not said. */
export function directoryInPrompt(firstLine: string): string | null {
  const json = parseJson(firstLine);
  const start = json.ok ? parseWith(startSchema, json.value) : json;
  return start.ok ? (/You are operating in (\/[^\n]*?)\.(?:\s|$)/.exec(start.value.system_prompt)?.[1] ?? null) : null;
}
