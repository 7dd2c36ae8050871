// What a log entry changes in a conversation (formats §4); bookkeeping and rubbish change nothing.
import type { ConversationChange } from '../conversation/conversationChange';
import { describeExit } from '../podList/describePodState';
import { inputText, type LogEntry, type OwnFact, ownFact, parseLogEntry } from '../protocol/logEntry';
import { type LoggedItem, parseLoggedItem, parseSystemItem } from '../protocol/loggedItem';
import { callDetails } from './callDetails';

/** The changes in their order. `data`: an entry, still unknown. */
export function entryChanges(data: unknown): readonly ConversationChange[] {
  const entry = parseLogEntry(data);
  return entry.ok ? changesOf(entry.value) : [];
}

/** `data`: the item of a `system_item` entry or event. */
export function systemChanges(data: unknown): readonly ConversationChange[] {
  const item = parseSystemItem(data);
  if (!item.ok) return [];
  const { kind, body, path, slug } = item.value;
  if (body.trim() === '') return [];
  const subject = kind === 'knowledge' ? `#${word(slug)}` : kind === 'workflow' ? `/${word(slug)}` : null;
  const title = kind === 'file_attachment' ? `@${word(path)}` : (subject ?? kind.replaceAll('_', ' '));
  return [{ kind: 'system', title, text: body }];
}

/** Whether a `segment_start` brings along what was said before it. */
export function hasHistory(data: unknown): boolean {
  const entry = parseLogEntry(data);
  return entry.ok && Array.isArray(entry.value.history) && entry.value.history.length > 0;
}

function changesOf(entry: LogEntry): readonly ConversationChange[] {
  switch (entry.kind) {
    case 'segment_start':
      return startChanges(entry);
    case 'invoke':
      return [{ kind: 'begin' }];
    case 'user_input':
      return [{ kind: 'user', text: inputText(entry.segments) }];
    case 'assistant_item':
    case 'tool_result':
      return itemChanges(entry.item);
    case 'system_item':
      return systemChanges(entry.item);
    case 'llm_usage':
      return usageChanges(entry);
    case 'run_completed':
      return [{ kind: 'ended', result: completed(entry.result) }];
    case 'run_errored':
      return [erroredChange(entry)];
    case 'extension':
      return extensionChanges(entry);
    default:
      return [];
  }
}

function startChanges(entry: LogEntry): readonly ConversationChange[] {
  const history = Array.isArray(entry.history) ? entry.history.flatMap(itemChanges) : [];
  const isCompacted = typeof entry.compacted_from === 'object' && entry.compacted_from !== null;
  return isCompacted
    ? [...history, { kind: 'notice', level: 'info', text: 'What was said before has been compacted.' }]
    : history;
}

function itemChanges(data: unknown): readonly ConversationChange[] {
  const item = parseLoggedItem(data);
  return item.ok ? changesOfItem(item.value) : [];
}

function changesOfItem(item: LoggedItem): readonly ConversationChange[] {
  switch (item.kind) {
    case 'message': {
      const text = item.content.map((part) => part.text ?? part.refusal ?? '').join('');
      if (item.role === 'assistant') return [{ kind: 'said', block: 'text', text }];
      if (item.role === 'user') return [{ kind: 'user', text }];
      return text.trim() === '' ? [] : [{ kind: 'system', title: 'system', text }];
    }
    case 'reasoning':
      return [{ kind: 'said', block: 'thinking', text: item.text }];
    case 'tool_call':
      return [{ kind: 'call', callId: item.call_id, name: item.name, arguments: item.arguments }];
    case 'tool_result':
      return [
        {
          kind: 'result',
          callId: item.call_id,
          summary: item.summary,
          output: item.content,
          isError: item.is_error,
        },
      ];
  }
}

function usageChanges(entry: LogEntry): readonly ConversationChange[] {
  const used = entry.input_total_tokens;
  if (typeof used !== 'number') return [];
  // Agents do not say it, and then it is written as 0.
  const output = typeof entry.output_tokens === 'number' && entry.output_tokens > 0 ? entry.output_tokens : null;
  return [{ kind: 'usage', usage: { used, output } }];
}

function completed(result: unknown): 'finished' | 'limit' | 'paused' {
  if (result === 'limit_reached') return 'limit';
  return result === 'paused' ? 'paused' : 'finished';
}

/** A cancel and a pause are logged as errors, too; only their words tell them apart. */
function erroredChange(entry: LogEntry): ConversationChange {
  const message = word(entry.message);
  const isCancel = /cancel/i.test(message);
  // The Pod was killed, or something like it: no user has wanted that.
  if (entry.interrupted !== true || !(isCancel || /pause/i.test(message))) return { kind: 'failed', message };
  return { kind: 'ended', result: isCancel ? 'cancelled' : 'paused' };
}

function extensionChanges(entry: LogEntry): readonly ConversationChange[] {
  const tool = ownFact('podwatch.tool', entry);
  if (tool !== null) return [callDetails(tool.call_id, tool)];
  const plan = ownFact('podwatch.plan', entry);
  if (plan !== null) return [{ kind: 'plan', entries: plan.entries }];
  const answered = ownFact('podwatch.permission', entry);
  if (answered !== null) {
    return [answeredChange(answered)];
  }
  const word = wordChanges(entry);
  if (word !== null) return word;
  const exit = ownFact('podwatch.exit', entry);
  if (exit !== null) return exitChanges(exit);
  const agent = ownFact('podwatch.agent', entry);
  return agent === null ? [] : agentChanges(agent);
}

/** What was said in pieces, beside the items of the format. */
function wordChanges(entry: LogEntry): readonly ConversationChange[] | null {
  const part = ownFact('podwatch.part', entry);
  if (part !== null) return [{ kind: 'grow', ...part }];
  const more = ownFact('podwatch.message', entry);
  if (more !== null) return [{ kind: 'more', message: more.message }];
  if (ownFact('podwatch.interjected', entry) !== null) return [{ kind: 'interjects' }];
  const output = ownFact('podwatch.output', entry);
  if (output !== null) return [{ kind: 'output', callId: output.id, text: output.text, isCut: output.cut }];
  const nested = ownFact('podwatch.nested', entry);
  if (nested !== null) {
    return [{ kind: 'nested', callId: nested.call_id, session: nested.session, text: nested.text }];
  }
  const result = ownFact('podwatch.result', entry);
  if (result !== null) return amendedChanges(result);
  const note = ownFact('podwatch.note', entry);
  return note === null ? null : [{ kind: 'notice', level: note.level, text: note.message }];
}

/** The result of a call that had one already. */
export function amendedChanges(result: OwnFact<'podwatch.result'>): readonly ConversationChange[] {
  const { call_id: callId, summary, output, is_error: isError, details } = result;
  return [{ kind: 'result', callId, summary, output, isError }, callDetails(callId, details)];
}

export function answeredChange(answered: OwnFact<'podwatch.permission'>): ConversationChange {
  const { id, tool_call_id: callId, answer, option } = answered;
  return { kind: 'answered', id, callId, answered: { answer, name: option?.name ?? null } };
}

function exitChanges(exit: OwnFact<'podwatch.exit'>): readonly ConversationChange[] {
  const how = describeExit(exit);
  const text = how === null ? 'The agent ended.' : `The agent ended: ${how}.`;
  return [{ kind: 'gone' }, { kind: 'notice', level: how === null ? 'info' : 'warn', text }];
}

/** Each life of the agent is told of: what an earlier one was at work on is over. */
function agentChanges({ opened }: OwnFact<'podwatch.agent'>): readonly ConversationChange[] {
  if (opened !== 'seeded') return [{ kind: 'gone' }];
  const text = 'From here on the agent has no memory of its own of what stands above, only a summary.';
  return [{ kind: 'gone' }, { kind: 'notice', level: 'warn', text }];
}

function word(data: unknown): string {
  return typeof data === 'string' ? data : '';
}
