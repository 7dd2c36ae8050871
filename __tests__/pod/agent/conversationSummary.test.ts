// The seed of a session whose memory is lost.
import { conversationSummary } from '../../../src/pod/agent/conversationSummary';
import type { LogEntry } from '../../../src/protocol/logEntry';
import { spoken } from '../../fixtures/loggedEntries';

const user = (content: string): LogEntry => ({ kind: 'user_input', ts: 1, segments: [{ kind: 'text', content }] });

it('is null where nobody has said anything', () => {
  expect(conversationSummary([{ kind: 'segment_start', ts: 1 }, user('  ')])).toBeNull();
});

it('tells the messages in order, without tools and thoughts', () => {
  const tool: LogEntry = {
    kind: 'assistant_item',
    ts: 1,
    item: { kind: 'tool_call', call_id: 'c', name: 'x', arguments: '' },
  };
  expect(conversationSummary([user('hi'), tool, spoken('hello')])).toBe('User: hi\n\nAssistant: hello');
});

it('is bounded: long messages are cut, old ones left out, and it says so', () => {
  const entries = Array.from({ length: 20 }, (_, n) => user(`${n} ${'x'.repeat(5000)}`));
  const summary = conversationSummary(entries) ?? '';
  expect(summary.length).toBeLessThan(12_200);
  expect(summary).toMatch(/^\[… earlier messages left out\]/);
  expect(summary).toMatch(/19 x+ \[…\]$/);
});
