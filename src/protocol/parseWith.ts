// The schema library over unknown data, and what its schemas of ours share.
import * as v from 'valibot';
import { isPathId, type Parsed } from './parsed';

/** Runs a schema over unknown data. The error names the path of the first fault: `active.session_id: Invalid key …`. */
export function parseWith<S extends v.GenericSchema>(schema: S, data: unknown): Parsed<v.InferOutput<S>> {
  const result = v.safeParse(schema, data, { abortEarly: true });
  if (result.success) return { ok: true, value: result.output };
  const issue = result.issues[0];
  const path = v.getDotPath(issue);
  return { ok: false, error: path === null ? issue.message : `${path}: ${issue.message}` };
}

export const pathId = v.pipe(
  v.string(),
  v.check((id) => isPathId(id), 'Not an id: it would be read as a path'),
);
