// A conversation as the lines of a history: what `logs` prints of it, each thing once.
import { ConversationLines } from '../../src/commands/conversationHistory';
import { conversationMarkdown } from '../../src/conversation/conversationMarkdown';
import { lineText } from '../../src/history/history';
import type { LogEntry } from '../../src/protocol/logEntry';
import { conversationOfEntries } from '../../src/streams/podConversation';
import { called, results } from '../fixtures/loggedEntries';

test('calls that were made at a time stand in it once each, as they ended', () => {
  const ids = Array.from({ length: 30 }, (_, at) => `c${at}`);
  const log: LogEntry[] = [
    { kind: 'invoke', ts: 1, trigger: 'user_send' },
    { kind: 'user_input', ts: 1, segments: [{ kind: 'text', content: 'go' }] },
    ...ids.map(called),
    ...ids.map(results),
    { kind: 'run_completed', ts: 1, interrupted: false, result: 'finished' },
  ];
  const lines = new ConversationLines();
  for (const entry of log) lines.take(entry);
  const text = `${lines.end().lines.map(lineText).join('\n')}\n`;
  expect(text).toBe(conversationMarkdown(conversationOfEntries(log)));
  expect(text.match(/\(done: done c\d+\)/g)).toHaveLength(ids.length);
});
