// The `agent` extension on the wire: plan, usage, commands and queue of an agent Pod, and what is still being said.
import * as v from 'valibot';
import { toolDetailsSchema } from './agentQuestion';
import { ATTENTION_KINDS } from './wireWords';

export const agentPlanSchema = v.object({
  entries: v.array(v.object({ content: v.string(), status: v.string(), priority: v.string() })),
});
export type AgentPlan = v.InferOutput<typeof agentPlanSchema>;

/** Slash commands that the agent takes now, without the slash. */
export const agentCommandsSchema = v.object({
  commands: v.array(
    v.object({
      name: v.string(),
      description: v.fallback(v.string(), ''),
      /** What is to be written behind it; null: nothing. */
      hint: v.fallback(v.optional(v.nullable(v.string()), null), null),
    }),
  ),
});
export type AgentCommands = v.InferOutput<typeof agentCommandsSchema>;

/** Tokens in the agent's context and how many fit in it. */
export const agentUsageSchema = v.object({
  used: v.number(),
  size: v.number(),
  cost: v.nullable(v.object({ amount: v.number(), currency: v.string() })),
});
export type AgentUsage = v.InferOutput<typeof agentUsageSchema>;

/** Which earlier text of its run a piece goes on with, from 0: an agent may come back to a message. Null: it goes on with none. */
export const messageNumber = v.optional(v.fallback(v.nullable(v.number()), null));

/** What a running tool has put out so far: its end, at most; `cut`: more stood before it. */
export const agentOutputSchema = v.object({ id: v.string(), text: v.string(), cut: v.fallback(v.boolean(), false) });
export type AgentOutput = v.InferOutput<typeof agentOutputSchema>;

/** What a helper of the agent says under its own session, grown since the last piece; `call_id`: what it is nested under. */
export const agentNestedSchema = v.object({
  call_id: v.string(),
  session: v.string(),
  text: v.string(),
});
export type AgentNested = v.InferOutput<typeof agentNestedSchema>;

/** The result of a call that had one already, told anew. */
export const amendedResultSchema = v.object({
  call_id: v.string(),
  summary: v.string(),
  output: v.fallback(v.nullable(v.string()), null),
  is_error: v.fallback(v.boolean(), false),
  details: toolDetailsSchema,
});

export type AmendedResult = v.InferOutput<typeof amendedResultSchema>;

/** Part of what is being said, in the log before its whole; `block` as in `InFlight`. */
export const messagePartSchema = v.object({
  block: v.picklist(['text', 'thinking']),
  text: v.string(),
  message: messageNumber,
});

/** Messages that wait for the end of the turn, oldest first. */
export const agentQueueSchema = v.object({
  items: v.array(v.object({ id: v.string(), text: v.string() })),
  /** They are not sent by themselves: the last turn failed. */
  held: v.fallback(v.boolean(), false),
});
export type AgentQueue = v.InferOutput<typeof agentQueueSchema>;

/**
 * In a snapshot: what has begun and is not yet an entry. Later deltas continue where it ends, so that a client that joins in
 * the middle of an answer sees the whole of it, once.
 */
export const inFlightSchema = v.object({
  /** What older viewers know of `blocks`. */
  block: v.nullable(v.object({ kind: v.picklist(['text', 'thinking']), text: v.string() })),
  /** In the order in which they began. `message`: see `MessagePart`. */
  blocks: v.fallback(
    v.optional(v.array(v.object({ kind: v.picklist(['text', 'thinking']), text: v.string(), message: messageNumber }))),
    undefined,
  ),
  /** Tool calls whose arguments are still coming. */
  tool_calls: v.array(v.object({ id: v.string(), name: v.string() })),
  /** What running tools have put out. */
  outputs: v.fallback(v.optional(v.array(agentOutputSchema), []), []),
});
export type InFlight = v.InferOutput<typeof inFlightSchema>;

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
export type WireAttention = v.InferOutput<typeof attentionSchema>;
