// The result of every parse of untrusted data: a typed value, or one sentence on what is wrong with it.

export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: string };

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
