// Conversations told in events and entries, and what of them is to be compared.
import type { Block, Conversation } from '../../src/conversation/conversation';
import { parseWireEvent, type WireEvent } from '../../src/protocol/wireEvent';

/** As it comes over the wire. */
export function wire(name: string, data?: unknown): WireEvent {
  const event = parseWireEvent(JSON.stringify(data === undefined ? { event: name } : { event: name, data }));
  if (!event.ok) throw new Error(event.error);
  return event.value;
}

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
