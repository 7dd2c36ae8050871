// Conversations told in events and entries, and what of them is to be compared.
import { type Block, type Conversation, EMPTY_CONVERSATION } from '../../src/conversation/conversation';
import { parseWireEvent, type WireEvent } from '../../src/protocol/wireEvent';
import { applyEvent } from '../../src/streams/podConversation';

/** As it comes over the wire. */
export function wire(name: string, data?: unknown): WireEvent {
  const event = parseWireEvent(JSON.stringify(data === undefined ? { event: name } : { event: name, data }));
  if (!event.ok) throw new Error(event.error);
  return event.value;
}

/** What stands after each event. */
export function told(...events: readonly [string, unknown?][]) {
  return events.reduce((all, [name, data]) => applyEvent(all, wire(name, data)), EMPTY_CONVERSATION);
}

export const say = (text: string): [string, unknown] => [
  'user_message',
  { segments: [{ kind: 'text', content: text }] },
];
export const call = (id: string, name: string): [string, unknown][] => [
  ['tool_call_start', { id, name }],
  ['tool_call_done', { id, name, arguments: '{}' }],
];

export const snapshotOf = (entries: readonly unknown[], over: object = {}): WireEvent =>
  wire('snapshot', { entries, greeting: { pod_name: 'a', cwd: '/w' }, status: 'idle', ...over });

export const blocksOf = ({ blocks }: Conversation): readonly Block[] => [...blocks];

/** One line a block, short enough to be compared by eye. */
export function wordsOf(conversation: Conversation): readonly string[] {
  return blocksOf(conversation).map((block) => {
    switch (block.kind) {
      case 'tool': {
        const { name, status, asked, permission, summary } = block;
        return ['tool', name, status, asked ? 'asked' : null, permission?.answer ?? null, summary]
          .filter((word) => word !== null)
          .join(' ');
      }
      case 'system':
        return `system ${block.title}: ${block.text}`;
      case 'plan':
        return `plan ${block.entries.map(({ content, status }) => `${status} ${content}`).join(', ')}`;
      case 'turn':
        return `turn ${block.result}`;
      case 'assistant':
      case 'thinking':
        return `${block.kind}${block.growing ? '…' : ''} ${block.text}`;
      default:
        return `${block.kind} ${block.text}`;
    }
  });
}
