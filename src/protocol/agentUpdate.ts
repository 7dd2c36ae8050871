// What an agent says of its session, `session/update` of the Agent Client Protocol: read leniently, nothing is refused.
import * as v from 'valibot';
import { contentText, type ToolPart, toolPart } from './agentContent';
import type { AgentCommands, AgentPlan, AgentUsage } from './agentExtension';
import { type AgentOption, parseOptions } from './agentOptions';
import { parseWith } from './parseWith';

/** What is said of a tool call; missing fields keep what is known. */
export interface ToolNews {
  readonly id: string;
  readonly title: string | null;
  readonly name: string | null;
  /** ACP's word; others may come. */
  readonly kind: string | null;
  readonly status: string | null;
  readonly parts: readonly ToolPart[] | null;
  /** Paths. */
  readonly locations: readonly string[] | null;
  readonly rawInput?: unknown;
  readonly rawOutput?: unknown;
  /** More output of a terminal that the agent runs itself, to be appended. */
  readonly terminalData: string | null;
  /** The call that started the one at hand, where the agent says it. */
  readonly parent: string | null;
}

/** What is not told. */
export const NO_NEWS: ToolNews = {
  id: '',
  title: null,
  name: null,
  kind: null,
  status: null,
  parts: null,
  locations: null,
  terminalData: null,
  parent: null,
};

export type AgentUpdate =
  | { readonly kind: 'text' | 'thinking'; readonly text: string; readonly messageId: string | null }
  /** `isCall`: told as a call of its own, not as news of one. */
  | { readonly kind: 'tool'; readonly isCall: boolean; readonly news: ToolNews }
  | { readonly kind: 'plan'; readonly plan: AgentPlan }
  | { readonly kind: 'commands'; readonly commands: AgentCommands['commands'] }
  | { readonly kind: 'usage'; readonly usage: AgentUsage }
  | { readonly kind: 'title'; readonly title: string | null }
  | { readonly kind: 'mode'; readonly id: string }
  | { readonly kind: 'options'; readonly options: readonly AgentOption[] }
  /** A session that the agent has begun for a helper of its own. */
  | { readonly kind: 'subagent'; readonly sessionId: string; readonly title: string | null }
  | { readonly kind: 'notice'; readonly text: string }
  /** Echoes of the user and such: nothing to tell. */
  | { readonly kind: 'nothing' }
  /** A word of tomorrow. */
  | { readonly kind: 'unknown'; readonly name: string };

const maybeText = v.fallback(v.optional(v.nullable(v.string()), null), null);
const text = v.fallback(v.string(), '');
const list = v.fallback(v.nullable(v.array(v.unknown())), null);

const tagSchema = v.looseObject({ sessionUpdate: v.string() });
const chunkSchema = v.looseObject({ content: v.optional(v.unknown()), messageId: maybeText });
const metaSchema = v.fallback(
  v.nullish(
    v.looseObject({
      terminal_output: v.fallback(v.nullish(v.looseObject({ data: text })), null),
      claudeCode: v.fallback(v.nullish(v.looseObject({ parentToolUseId: maybeText, toolName: maybeText })), null),
    }),
  ),
  null,
);
const toolSchema = v.looseObject({
  toolCallId: v.pipe(v.string(), v.minLength(1)),
  title: maybeText,
  name: maybeText,
  kind: maybeText,
  status: maybeText,
  content: list,
  locations: list,
  _meta: metaSchema,
});
const locationSchema = v.looseObject({ path: v.string() });
const planEntrySchema = v.looseObject({
  content: text,
  status: v.fallback(v.string(), 'pending'),
  priority: v.fallback(v.string(), 'medium'),
});
const commandSchema = v.looseObject({
  name: v.string(),
  description: text,
  input: v.fallback(v.nullish(v.looseObject({ hint: maybeText })), null),
});
const usageSchema = v.looseObject({
  used: v.fallback(v.number(), 0),
  size: v.fallback(v.number(), 0),
  cost: v.fallback(v.nullish(v.object({ amount: v.number(), currency: v.string() })), null),
});

/** `data`: the `update` of a notification, still unknown. Null: it says nothing of itself at all. */
export function parseAgentUpdate(data: unknown): AgentUpdate | null {
  const tag = parseWith(tagSchema, data);
  if (!tag.ok) return null;
  const { sessionUpdate: name, ...fields } = tag.value;
  switch (name) {
    case 'agent_message_chunk':
      return chunk('text', fields);
    case 'agent_thought_chunk':
      return chunk('thinking', fields);
    case 'tool_call':
    case 'tool_call_update': {
      const news = parseToolNews(fields);
      return news === null ? { kind: 'unknown', name } : { kind: 'tool', isCall: name === 'tool_call', news };
    }
    case 'plan':
      return { kind: 'plan', plan: { entries: known(planEntrySchema, fields.entries) } };
    case 'available_commands_update':
      return { kind: 'commands', commands: known(commandSchema, fields.availableCommands).map(command) };
    default:
      return sessionFact(name, fields);
  }
}

/** What a tool call is told in, in whatever message; null: it has no id. */
export function parseToolNews(data: unknown): ToolNews | null {
  const tool = parseWith(toolSchema, data);
  if (!tool.ok) return null;
  const { toolCallId: id, title, name, kind, status, content, locations, _meta, rawInput, rawOutput } = tool.value;
  return {
    id,
    title,
    name: name ?? _meta?.claudeCode?.toolName ?? null,
    kind,
    status,
    parts: content?.map(toolPart) ?? null,
    locations: locations === null ? null : known(locationSchema, locations).map(({ path }) => path),
    ...(rawInput != null && { rawInput }),
    ...(rawOutput != null && { rawOutput }),
    terminalData: _meta?.terminal_output?.data || null,
    parent: _meta?.claudeCode?.parentToolUseId ?? null,
  };
}

function sessionFact(name: string, fields: Readonly<Record<string, unknown>>): AgentUpdate {
  switch (name) {
    case 'session_info_update':
      return 'title' in fields ? { kind: 'title', title: word(fields.title) } : { kind: 'nothing' };
    case 'usage_update': {
      const usage = parseWith(usageSchema, fields);
      if (!usage.ok) return { kind: 'nothing' };
      const { used, size, cost } = usage.value;
      return { kind: 'usage', usage: { used, size, cost: cost ?? null } };
    }
    case 'current_mode_update':
      return typeof fields.currentModeId === 'string'
        ? { kind: 'mode', id: fields.currentModeId }
        : { kind: 'nothing' };
    case 'config_option_update':
      return { kind: 'options', options: parseOptions(fields.configOptions) };
    case 'subagent_update':
      return typeof fields.sessionId === 'string'
        ? { kind: 'subagent', sessionId: fields.sessionId, title: word(fields.title) ?? word(fields.description) }
        : { kind: 'nothing' };
    case 'notice':
      return { kind: 'notice', text: word(fields.message) ?? word(fields.text) ?? contentText(fields.content) };
    case 'user_message_chunk':
    case 'compaction_update':
    case 'compaction_summary_chunk':
      return { kind: 'nothing' };
    default:
      return { kind: 'unknown', name };
  }
}

function chunk(kind: 'text' | 'thinking', fields: object): AgentUpdate {
  const parsed = parseWith(chunkSchema, fields);
  if (!parsed.ok) return { kind: 'nothing' };
  return { kind, text: contentText(parsed.value.content), messageId: parsed.value.messageId };
}

function command({ name, description, input }: v.InferOutput<typeof commandSchema>): AgentCommands['commands'][number] {
  return { name, description, hint: input?.hint ?? null };
}

/** One bad entry is left out, the others stay. */
function known<S extends v.GenericSchema>(schema: S, entries: unknown): v.InferOutput<S>[] {
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry) => {
    const parsed = parseWith(schema, entry);
    return parsed.ok ? [parsed.value] : [];
  });
}

function word(data: unknown): string | null {
  return typeof data === 'string' && data !== '' ? data : null;
}
