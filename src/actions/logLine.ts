// One log entry as the lines a person reads.

import { describeExit } from '../podList/describePodState';
import { inputText, type LogEntry, messageText, ownFact } from '../protocol/logEntry';

export interface LogLine {
  /** Unix ms. */
  readonly ts: number;
  readonly role: 'user' | 'assistant' | 'tool' | 'system' | 'error' | 'screen' | 'exit';
  /** Untrusted, perhaps of many lines. */
  readonly text: string;
}

/** Null: nothing that a person reads (usage, marks of turns, own data of others). */
export function logLine(entry: LogEntry): LogLine | null {
  const line = (role: LogLine['role'], text: string): LogLine | null =>
    text === '' ? null : { ts: entry.ts, role, text };
  switch (entry.kind) {
    case 'user_input':
      return line('user', inputText(entry.segments));
    case 'assistant_item':
      return line('assistant', messageText(entry.item) ?? '') ?? line('tool', toolText(entry.item));
    case 'tool_result':
      return line('tool', field(entry.item, 'summary'));
    case 'system_item':
      return line('system', field(entry.item, 'body'));
    case 'run_errored':
      return line('error', field(entry, 'message'));
    case 'extension':
      return ownLine(entry);
    default:
      return null;
  }
}

function ownLine(entry: LogEntry): LogLine | null {
  const screen = ownFact('podwatch.screen', entry);
  if (screen !== null) return screen.line === '' ? null : { ts: entry.ts, role: 'screen', text: screen.line };
  const exit = ownFact('podwatch.exit', entry);
  return exit === null ? null : { ts: entry.ts, role: 'exit', text: describeExit(exit) ?? 'exit 0' };
}

function toolText(item: unknown): string {
  return field(item, 'kind') === 'tool_call' ? `${field(item, 'name')} ${field(item, 'arguments')}` : '';
}

/** A string field of whatever this is; empty where there is none. */
function field(holder: unknown, name: string): string {
  const value: unknown = typeof holder === 'object' && holder !== null ? Reflect.get(holder, name) : undefined;
  return typeof value === 'string' ? value : '';
}
