// What a long conversation's snapshot holds: whole turns from its end, within what a client reads as one line.
import { recentEntries } from '../../../src/pod/agent/recentEntries';
import { MAX_LINE_BYTES } from '../../../src/protocol/lineDecoder';
import { type LogEntry, segmentStartEntry } from '../../../src/protocol/logEntry';

const MEGABYTE = 1024 * 1024;
const start = segmentStartEntry('session', 1);

/** `megabytes` of words, not in ASCII: bytes count, not characters. */
function turn(name: string, megabytes: number): LogEntry[] {
  const text = 'ä'.repeat((megabytes * MEGABYTE) / 2);
  return [
    { kind: 'invoke', ts: 1, trigger: 'user_send' },
    { kind: 'user_input', ts: 1, segments: [{ kind: 'text', content: name }] },
    { kind: 'assistant_item', ts: 1, item: { kind: 'message', role: 'assistant', content: [{ kind: 'text', text }] } },
  ];
}

function outline(entries: readonly LogEntry[]): string[] {
  return entries.map((entry) => {
    if (entry.kind === 'extension') return JSON.stringify(entry.payload);
    return entry.kind === 'user_input' ? JSON.stringify(entry.segments) : entry.kind;
  });
}

test('a conversation of usual length is there as a whole', () => {
  const entries = [start, ...turn('one', 1), ...turn('two', 1)];
  expect(recentEntries(entries, {})).toEqual(entries);
});

test('where the log was longer than what is kept of it, a word says so', () => {
  const entries = [start, ...turn('one', 1)];
  const kept = recentEntries(entries, {}, true);
  expect(outline(kept)[1]).toContain('podwatch logs');
  expect([kept[0], ...kept.slice(2)]).toEqual(entries);
  expect(recentEntries([], {}, true)).toEqual([]);
});

test('of a long one the last turns are there, whole, with a word on the others', () => {
  const entries = [start, ...turn('one', 1), ...turn('two', 19), ...turn('three', 19), ...turn('four', 16)];
  const kept = recentEntries(entries, {});
  expect(outline(kept)).toEqual([
    'segment_start',
    expect.stringContaining('podwatch logs'),
    'invoke',
    expect.stringContaining('three'),
    'assistant_item',
    'invoke',
    expect.stringContaining('four'),
    'assistant_item',
  ]);
  expect(kept.slice(2)).toEqual(entries.slice(7));
});

test('a last turn that is longer than others may be is there too, as long as a line can hold it', () => {
  const entries = [start, ...turn('one', 1), ...turn('two', 50)];
  expect(recentEntries(entries, {}).slice(2)).toEqual(entries.slice(4));
});

test.each([
  ['a turn', [start, ...turn('one', 30), ...turn('two', 70)], {}],
  ['many turns', [start, ...Array.from({ length: 90 }, (_, at) => turn(`${at}`, 1)).flat()], {}],
  ['what is being said', [start, ...turn('one', 30)], { text: 'x'.repeat(50 * MEGABYTE) }],
])('no length of %s makes a line that no client reads', (_, entries, inFlight) => {
  const kept = recentEntries(entries, inFlight);
  expect(Buffer.byteLength(JSON.stringify({ kept, inFlight }))).toBeLessThan(MAX_LINE_BYTES);
  expect(kept[0]).toBe(start);
});
