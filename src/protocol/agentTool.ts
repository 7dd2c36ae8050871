// What an agent asks us to do for it, `fs/…` and `terminal/…` of the Agent Client Protocol; a wrong request is one sentence.
import * as v from 'valibot';
import type { Parsed } from './parsed';
import { parseWith } from './parseWith';

const maybeText = v.fallback(v.optional(v.nullable(v.string()), null), null);
const maybeCount = v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0))), null);

const readSchema = v.looseObject({ path: v.string(), line: maybeCount, limit: maybeCount });
const writeSchema = v.looseObject({ sessionId: maybeText, path: v.string(), content: v.string() });
const createSchema = v.looseObject({
  sessionId: maybeText,
  command: v.pipe(v.string(), v.minLength(1)),
  args: v.optional(v.nullable(v.array(v.string())), []),
  env: v.optional(v.nullable(v.array(v.looseObject({ name: v.string(), value: v.string() }))), []),
  cwd: maybeText,
  outputByteLimit: maybeCount,
});
const terminalSchema = v.looseObject({ terminalId: v.string() });

/** Lines `line` (from 1; null: the first) and on, `limit` of them (null: all). `sessionId` of a helper, perhaps. */
export type FileRead = v.InferOutput<typeof readSchema> & { readonly sessionId: string | null };
export type FileWrite = v.InferOutput<typeof writeSchema>;

export interface TerminalWish {
  readonly sessionId: string | null;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Null: where the agent works. */
  readonly cwd: string | null;
  /** Bound of what is kept of its output, bytes; null: the agent names none. */
  readonly outputByteLimit: number | null;
}

export function parseFileRead(params: unknown): Parsed<FileRead> {
  const parsed = parseWith(v.looseObject({ ...readSchema.entries, sessionId: maybeText }), params);
  return parsed.ok ? { ok: true, value: parsed.value } : parsed;
}

export function parseFileWrite(params: unknown): Parsed<FileWrite> {
  return parseWith(writeSchema, params);
}

export function parseTerminalWish(params: unknown): Parsed<TerminalWish> {
  const parsed = parseWith(createSchema, params);
  if (!parsed.ok) return parsed;
  const { sessionId, command, args, env, cwd, outputByteLimit } = parsed.value;
  const variables = Object.fromEntries((env ?? []).map(({ name, value }) => [name, value]));
  return { ok: true, value: { sessionId, command, args: args ?? [], env: variables, cwd, outputByteLimit } };
}

export function parseTerminalId(params: unknown): Parsed<string> {
  const parsed = parseWith(terminalSchema, params);
  return parsed.ok ? { ok: true, value: parsed.value.terminalId } : parsed;
}
