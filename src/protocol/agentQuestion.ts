// A question of an agent on the wire: what it asks, in which words it can be answered, and what was answered.
import * as v from 'valibot';
import { PERMISSION_ANSWERS } from './wireWords';

export type { PermissionAnswer, PermissionPolicy } from './wireWords';

/** A change of one file. `old_text` null: the file is new. */
const diffSchema = v.object({ path: v.string(), old_text: v.nullable(v.string()), new_text: v.string() });
export type WireDiff = v.InferOutput<typeof diffSchema>;

/** What more is known of a tool call than the plain protocol says. `tool_kind`: ACP's word, e.g. `read`, `edit`, `execute`. */
export const toolDetailsSchema = v.object({
  title: v.string(),
  tool_kind: v.string(),
  /** Paths that the call touches, as the agent names them. */
  locations: v.array(v.string()),
  diffs: v.array(diffSchema),
});
export type ToolDetails = v.InferOutput<typeof toolDetailsSchema>;

/** One answer in the agent's own words. `kind`: ACP's word, e.g. `allow_always`; others may come. */
export const questionOptionSchema = v.object({ id: v.string(), name: v.string(), kind: v.string() });
export type QuestionOption = v.InferOutput<typeof questionOptionSchema>;

/** One value that the agent asks for. `options`: what can be chosen, `many` of it or one; none: it is written. */
export const questionFieldSchema = v.object({
  id: v.string(),
  title: v.string(),
  description: v.fallback(v.string(), ''),
  type: v.fallback(v.picklist(['text', 'number', 'integer', 'boolean', 'choice', 'choices']), 'text'),
  options: v.fallback(
    v.array(v.object({ value: v.string(), name: v.string(), description: v.fallback(v.string(), '') })),
    [],
  ),
  required: v.fallback(v.boolean(), false),
  initial: v.fallback(v.nullable(v.string()), null),
});
export type QuestionField = v.InferOutput<typeof questionFieldSchema>;

/** Values asked for, or a page to be opened. */
export const questionFormSchema = v.object({
  fields: v.array(questionFieldSchema),
  url: v.fallback(v.nullable(v.string()), null),
});
export type QuestionForm = v.InferOutput<typeof questionFormSchema>;

/** One open question of the agent. `id` is unique in the life of the Pod process; `since` in Unix ms. */
export const permissionRequestSchema = v.object({
  id: v.string(),
  tool_call_id: v.string(),
  ...toolDetailsSchema.entries,
  /** JSON text of the call's arguments. */
  arguments: v.string(),
  /** What can be answered by kind; older Pods say nothing else. */
  answers: v.array(v.picklist(PERMISSION_ANSWERS)),
  since: v.number(),
  options: v.fallback(v.optional(v.array(questionOptionSchema), []), []),
  /** Markdown: what the agent wants to be read before the answer. */
  content: v.fallback(v.optional(v.string(), ''), ''),
  /** Where a command would run; null: it does not say. */
  directory: v.fallback(v.optional(v.nullable(v.string()), null), null),
  /** The helper of the agent that asks; null: the agent itself. */
  whose: v.fallback(v.optional(v.nullable(v.string()), null), null),
  form: v.fallback(v.optional(v.nullable(questionFormSchema), null), null),
});
export type PermissionRequest = v.InferOutput<typeof permissionRequestSchema>;

/**
 * `cancelled`: the turn was cancelled or ended before anybody answered. `other`: an option whose kind says nothing.
 * `option`: the name of what was chosen, in the agent's words.
 */
export const permissionAnsweredSchema = v.object({
  id: v.string(),
  tool_call_id: v.string(),
  answer: v.picklist([...PERMISSION_ANSWERS, 'other', 'cancelled']),
  by: v.picklist(['viewer', 'policy', 'cancel']),
  option: v.fallback(v.optional(v.nullable(questionOptionSchema), null), null),
  /** What a user has written beside a rejection. */
  reason: v.fallback(v.optional(v.nullable(v.string()), null), null),
});
export type PermissionAnswered = v.InferOutput<typeof permissionAnsweredSchema>;

/** In the log, as soon as it is asked: what stood to be chosen. */
export const questionAskedSchema = v.object({
  id: v.string(),
  tool_call_id: v.string(),
  title: v.string(),
  content: v.fallback(v.string(), ''),
  options: v.array(questionOptionSchema),
});

/** Details of a call of which nothing but its title is known. */
export function toolDetailsOf(title: string): ToolDetails {
  return { title, tool_kind: 'other', locations: [], diffs: [] };
}
