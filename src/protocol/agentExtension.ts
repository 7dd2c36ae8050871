// The `agent` extension on the wire: permission requests, plan and usage of an agent Pod, and what is still being said.
import * as v from 'valibot';

/** Who decides on a permission request: the user; the user, except for tools that only read; or always no. */
export const PERMISSION_POLICIES = ['ask', 'allow-reads', 'deny'] as const;
export type PermissionPolicy = (typeof PERMISSION_POLICIES)[number];

/** What a user can answer. The Pod finds the agent's option of that kind; the agent's order of options means nothing. */
export const PERMISSION_ANSWERS = ['allow_once', 'allow_always', 'reject'] as const;
export type PermissionAnswer = (typeof PERMISSION_ANSWERS)[number];

/** A change of one file. `old_text` null: the file is new. */
const diffSchema = v.object({ path: v.string(), old_text: v.nullable(v.string()), new_text: v.string() });
export type WireDiff = v.InferOutput<typeof diffSchema>;

/** What is known of a tool call beyond what the plain protocol says. `tool_kind`: ACP's word, e.g. `read`, `edit`, `execute`. */
export const toolDetailsSchema = v.object({
  title: v.string(),
  tool_kind: v.string(),
  /** Paths that the call touches, as the agent names them. */
  locations: v.array(v.string()),
  diffs: v.array(diffSchema),
});
export type ToolDetails = v.InferOutput<typeof toolDetailsSchema>;

/** One open question of the agent. `id` is unique in the life of the Pod process; `since` in Unix ms. */
export const permissionRequestSchema = v.object({
  id: v.string(),
  tool_call_id: v.string(),
  ...toolDetailsSchema.entries,
  /** JSON text of the call's arguments. */
  arguments: v.string(),
  /** Which answers the agent offers; `reject` always works. */
  answers: v.array(v.picklist(PERMISSION_ANSWERS)),
  since: v.number(),
});
export type PermissionRequest = v.InferOutput<typeof permissionRequestSchema>;

/** `cancelled`: the turn was cancelled or ended before anybody answered. */
export const permissionAnsweredSchema = v.object({
  id: v.string(),
  tool_call_id: v.string(),
  answer: v.picklist([...PERMISSION_ANSWERS, 'cancelled']),
  by: v.picklist(['viewer', 'policy', 'cancel']),
});
export type PermissionAnswered = v.InferOutput<typeof permissionAnsweredSchema>;

export const agentPlanSchema = v.object({
  entries: v.array(v.object({ content: v.string(), status: v.string(), priority: v.string() })),
});
export type AgentPlan = v.InferOutput<typeof agentPlanSchema>;

/** Slash commands that the agent takes now, without the slash. */
export const agentCommandsSchema = v.object({
  commands: v.array(v.object({ name: v.string(), description: v.fallback(v.string(), '') })),
});
export type AgentCommands = v.InferOutput<typeof agentCommandsSchema>;

/** Tokens in the agent's context and how many fit in it. */
export const agentUsageSchema = v.object({
  used: v.number(),
  size: v.number(),
  cost: v.nullable(v.object({ amount: v.number(), currency: v.string() })),
});
export type AgentUsage = v.InferOutput<typeof agentUsageSchema>;

/**
 * In a snapshot: what has begun and is not yet an entry. Later deltas continue where it ends, so that a client that joins in
 * the middle of an answer sees the whole of it, once.
 */
export const inFlightSchema = v.object({
  block: v.nullable(v.object({ kind: v.picklist(['text', 'thinking']), text: v.string() })),
  /** Tool calls whose arguments are still coming. */
  tool_calls: v.array(v.object({ id: v.string(), name: v.string() })),
});
export type InFlight = v.InferOutput<typeof inFlightSchema>;

const ATTENTION_KINDS = ['bell', 'notification', 'permission', 'failed', 'finished'] as const;

/**
 * Why a Pod needs its user: the terminal's bell, a notification (OSC 9, 99, 777), a question, a failure, or an end that
 * nobody has watched. A kind that we do not know yet reads as a notification.
 */
export const attentionSchema = v.object({
  kind: v.fallback(v.picklist(ATTENTION_KINDS), 'notification'),
  /** One line for people. */
  message: v.fallback(v.string(), ''),
  /** Open permission requests. */
  permissions: v.fallback(v.number(), 0),
  /** Unix ms; 0 = not said. */
  since: v.fallback(v.number(), 0),
});
export type Attention = v.InferOutput<typeof attentionSchema>;
