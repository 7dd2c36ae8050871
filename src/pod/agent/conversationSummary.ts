// What a log tells of a conversation, short enough to give a new agent session an idea of the earlier one.
import { inputText, type LogEntry, messageText } from '../../protocol/logEntry';

/** Code units of the whole summary, and of one message in it. */
const MAX_SUMMARY = 12_000;
const MAX_MESSAGE = 2000;

/** The newest messages that fit, oldest first; null: there was no conversation. */
export function conversationSummary(entries: readonly LogEntry[]): string | null {
  const lines: string[] = [];
  let length = 0;
  for (let index = entries.length - 1; index >= 0; index--) {
    const entry = entries[index];
    const line = entry ? summaryLine(entry) : null;
    if (line === null) continue;
    length += line.length;
    if (length > MAX_SUMMARY) {
      lines.unshift('[… earlier messages left out]');
      break;
    }
    lines.unshift(line);
  }
  return lines.length === 0 ? null : lines.join('\n\n');
}

function summaryLine(entry: LogEntry): string | null {
  if (entry.kind === 'user_input') return labelled('User', inputText(entry.segments));
  if (entry.kind !== 'assistant_item') return null;
  return labelled('Assistant', messageText(entry.item) ?? '');
}

function labelled(label: string, text: string): string | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  return `${label}: ${trimmed.length > MAX_MESSAGE ? `${trimmed.slice(0, MAX_MESSAGE)} […]` : trimmed}`;
}

/** The text that stands before the first prompt of a session without memory. */
export function seedText(summary: string): string {
  return [
    'This conversation began in an earlier session whose memory is gone. Its messages, from the record:',
    summary,
    'End of the record. Go on from there; the files may have changed since. The new message follows.',
  ].join('\n\n');
}
