// Whatever an agent says in whatever order, events and entries are well formed.
import type { SessionUpdate } from '@agentclientprotocol/sdk';
import fc from 'fast-check';
import type { Emission } from '../../../src/pod/agent/emission';
import type { RunEnding } from '../../../src/pod/agent/runEnding';
import { parseLogEntry } from '../../../src/protocol/logEntry';
import { parseWireEvent } from '../../../src/protocol/wireEvent';
import { EventGrammar } from './eventGrammar';
import { play, text, thought } from './playedTurn';

const anyUpdate: fc.Arbitrary<SessionUpdate> = fc.oneof(
  fc.constantFrom('a', 'b', '').map((words) => text(words)),
  fc.constantFrom('m1', 'm2').map((id) => text('c', id)),
  fc.constantFrom('x', '').map(thought),
  fc
    .record({
      sessionUpdate: fc.constantFrom('tool_call' as const, 'tool_call_update' as const),
      toolCallId: fc.constantFrom('t1', 't2', 't3'),
      title: fc.constantFrom('T', 'U'),
      status: fc.constantFrom('pending' as const, 'in_progress' as const, 'completed' as const, 'failed' as const),
    })
    .map((update): SessionUpdate => update),
  fc.constant<SessionUpdate>({ sessionUpdate: 'usage_update', used: 3, size: 9 }),
  fc.constant<SessionUpdate>({ sessionUpdate: 'current_mode_update', currentModeId: 'm' }),
);
const anyEnding = fc.constantFrom<RunEnding>(
  { kind: 'finished' },
  { kind: 'limit-reached' },
  { kind: 'cancelled' },
  { kind: 'paused' },
  { kind: 'failed', code: 'internal', message: 'm' },
);

describe('whatever an agent says, in any order', () => {
  const eventsOf = (emissions: readonly Emission[]) =>
    emissions.flatMap((emission) => (emission.kind === 'event' ? [emission.event] : []));

  it('the events nest, and each opened thing is closed once', () => {
    fc.assert(
      fc.property(fc.array(anyUpdate, { maxLength: 25 }), anyEnding, (updates, ending) => {
        const grammar = new EventGrammar(ending.kind !== 'finished');
        for (const event of eventsOf(play(updates, ending))) grammar.take(event);
        grammar.end();
        expect(grammar.faults).toEqual([]);
      }),
    );
  });

  it('every event and entry can be read', () => {
    fc.assert(
      fc.property(fc.array(anyUpdate, { maxLength: 15 }), anyEnding, (updates, ending) => {
        for (const emission of play(updates, ending)) {
          if (emission.kind === 'entry')
            expect(parseLogEntry(JSON.parse(JSON.stringify(emission.entry))).ok).toBe(true);
          if (emission.kind !== 'event' || UNREAD.has(emission.event.event)) continue;
          expect(parseWireEvent(JSON.stringify(emission.event))).toMatchObject({ ok: true });
        }
      }),
    );
  });
});

/** Plain events that our own clients have no use for. */
const UNREAD = new Set([
  'llm_call_start',
  'llm_call_end',
  'turn_end',
  'thinking_start',
  'tool_call_args_delta',
  'usage',
]);
