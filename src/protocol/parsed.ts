// The result of every parse of untrusted data: a typed value, or one sentence on what is wrong with it.
import * as v from 'valibot';

export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: string };

/** Runs a schema over unknown data. The error names the path of the first fault: `active.session_id: Invalid key …`. */
export function parseWith<S extends v.GenericSchema>(schema: S, data: unknown): Parsed<v.InferOutput<S>> {
  const result = v.safeParse(schema, data, { abortEarly: true });
  if (result.success) return { ok: true, value: result.output };
  const issue = result.issues[0];
  const path = v.getDotPath(issue);
  return { ok: false, error: path === null ? issue.message : `${path}: ${issue.message}` };
}

/** `JSON.parse` as a value; the error is the engine's own words. */
export function parseJson(text: string): Parsed<unknown> {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}

/** An id that becomes part of a path (session, segment): one plain path component, so that it cannot lead elsewhere. */
export function isPathId(id: unknown): id is string {
  return typeof id === 'string' && id !== '' && id !== '.' && id !== '..' && !/[/\0]/.test(id);
}

export const pathId = v.pipe(
  v.string(),
  v.check((id) => isPathId(id), 'Not an id: it would be read as a path'),
);
