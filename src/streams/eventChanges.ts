// What a live event changes in a conversation (formats §5): the same as the entry that it stands for.
import type { PermissionAsk } from '../conversation/conversation';
import type { ConversationChange } from '../conversation/conversationChange';
import type { PermissionRequest } from '../protocol/agentQuestion';
import { inputText } from '../protocol/logEntry';
import type { WireEvent } from '../protocol/wireEvent';
import { callDetails, fileChanges } from './callDetails';
import { amendedChanges, answeredChange, hasHistory, systemChanges } from './entryChanges';

type EventOf<E extends WireEvent['event']> = Extract<WireEvent, { readonly event: E }>;

/** Answers to methods, said to everybody: they change nothing in the conversation. */
const REFUSALS: ReadonlySet<string> = new Set(['already_running', 'not_running', 'not_paused', 'invalid_request']);

/** The changes in their order. A snapshot and a rewind begin anew, so they are not here. */
export function eventChanges(message: WireEvent): readonly ConversationChange[] {
  switch (message.event) {
    case 'user_message':
      return userChanges(message.data);
    case 'text_delta':
      return [{ kind: 'grow', block: 'text', ...message.data }];
    case 'text_done':
      return [{ kind: 'said', block: 'text', text: message.data.text }];
    case 'thinking_delta':
      return [{ kind: 'grow', block: 'thinking', ...message.data }];
    case 'thinking_done':
      return [{ kind: 'said', block: 'thinking', text: message.data.text }];
    case 'tool_call_start':
      return [{ kind: 'call', callId: message.data.id, name: message.data.name, arguments: null }];
    case 'tool_call_done':
      return calledChanges(message.data);
    case 'tool_result':
      return resultChanges(message.data);
    case 'invoke_start':
      // A user's run has begun with the words that asked for it; between the lanes there is no order.
      return message.data.kind === 'user_send' ? [] : [{ kind: 'begin' }];
    case 'run_end':
      return [endChange(message.data.result)];
    case 'status':
      return message.data.status === 'idle' ? [{ kind: 'quiet' }] : [];
    default:
      return asideChanges(message);
  }
}

function asideChanges(message: WireEvent): readonly ConversationChange[] {
  switch (message.event) {
    case 'error':
      return errorChanges(message.data);
    case 'system_item':
      return systemChanges(message.data.item);
    case 'segment_rotated':
      // A segment that begins empty is a first turn: nothing has happened to what stands already.
      return hasHistory(message.data.entry) ? [note('info', 'The conversation goes on in a new segment.')] : [];
    case 'alert':
      return [note(message.data.level === 'error' ? 'error' : 'warn', message.data.message)];
    case 'llm_retry':
      return [note('warn', retryText(message.data))];
    case 'compact_start':
      return [note('info', 'The conversation is being compacted…')];
    case 'compact_failed':
      return [note('warn', `The conversation could not be compacted: ${message.data.error}`)];
    case 'usage': {
      const { input_tokens: used, output_tokens: output } = message.data;
      return used === null ? [] : [{ kind: 'usage', usage: { used, output } }];
    }
    default:
      return agentChanges(message);
  }
}

function agentChanges(message: WireEvent): readonly ConversationChange[] {
  switch (message.event) {
    case 'permission_request':
      return [{ kind: 'asked', ask: askOf(message.data) }];
    case 'permission_answered':
      return [answeredChange(message.data)];
    case 'agent_plan':
      return [{ kind: 'plan', entries: message.data.entries }];
    case 'agent_commands':
      return [{ kind: 'commands', commands: message.data.commands }];
    case 'agent_usage':
      return [{ kind: 'usage', usage: message.data }];
    case 'agent_output': {
      const { id: callId, text, cut: isCut } = message.data;
      return [{ kind: 'output', callId, text, isCut }];
    }
    case 'agent_nested': {
      const { call_id: callId, session, text } = message.data;
      return [{ kind: 'nested', callId, session, text }];
    }
    case 'agent_result':
      return amendedChanges(message.data);
    case 'agent_options':
      return [{ kind: 'settings', settings: message.data.options }];
    case 'agent_queue':
      return [{ kind: 'queue', queue: message.data }];
    default:
      return [];
  }
}

function userChanges({ segments, interjected }: EventOf<'user_message'>['data']): readonly ConversationChange[] {
  const said = { kind: 'user', text: inputText(segments) } as const;
  return interjected === true ? [{ kind: 'interjects' }, said] : [said];
}

function calledChanges(data: EventOf<'tool_call_done'>['data']): readonly ConversationChange[] {
  const call = { kind: 'call', callId: data.id, name: data.name, arguments: data.arguments } as const;
  return data.details == null ? [call] : [call, callDetails(data.id, data.details)];
}

function resultChanges(data: EventOf<'tool_result'>['data']): readonly ConversationChange[] {
  const result = {
    kind: 'result',
    callId: data.id,
    summary: data.summary,
    output: data.output ?? null,
    isError: data.is_error,
  } as const;
  return data.details == null ? [result] : [result, callDetails(data.id, data.details)];
}

function endChange(result: string): ConversationChange {
  if (result === 'rolled_back') return { kind: 'undone' };
  if (result === 'limit_reached') return { kind: 'ended', result: 'limit' };
  return { kind: 'ended', result: result === 'paused' ? 'paused' : 'finished' };
}

function errorChanges({ code, message }: EventOf<'error'>['data']): readonly ConversationChange[] {
  if (REFUSALS.has(code)) return [];
  const isCancel = code === 'internal' && message === 'Cancelled';
  return [isCancel ? { kind: 'ended', result: 'cancelled' } : { kind: 'failed', message }];
}

function retryText(data: EventOf<'llm_retry'>['data']): string {
  const attempt =
    data.failed_attempt === null ? '' : ` (attempt ${data.failed_attempt} of ${data.max_attempts ?? '?'})`;
  const wait = data.wait_ms === null ? 'now' : `in ${Math.ceil(data.wait_ms / 1000)} s`;
  return `The model did not answer${attempt}, next try ${wait}: ${data.error}`;
}

function askOf(request: PermissionRequest): PermissionAsk {
  return {
    id: request.id,
    callId: request.tool_call_id,
    title: request.title,
    toolKind: request.tool_kind,
    arguments: request.arguments,
    changes: fileChanges(request.diffs),
    answers: request.answers,
    options: request.options,
    content: request.content,
    directory: request.directory,
    whose: request.whose,
    fields: request.form?.fields ?? [],
  };
}

function note(level: 'info' | 'warn' | 'error', text: string): ConversationChange {
  return { kind: 'notice', level, text };
}
