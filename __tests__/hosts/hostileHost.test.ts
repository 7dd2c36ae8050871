// A host that is not what it should be: whatever it sends, it is a fault of its own connection, and costs no more than its bound.
import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { FoldedFacts } from '../../src/hosts/factDeltas';
import { hostFacts } from '../../src/hosts/hostFacts';
import { encodeCredit, encodeLinkFrame, encodeMessage, LINK } from '../../src/hosts/linkFrame';
import { LinkSession } from '../../src/hosts/linkSession';
import { buildPodList } from '../../src/podList/buildPodList';
import { type HostFactsMessage, LINK_MAGIC, MAX_HOST_ROWS } from '../../src/protocol/hostWire';

interface Session {
  readonly session: LinkSession;
  readonly faults: string[];
  readonly facts: HostFactsMessage[];
  says(...chunks: Uint8Array[]): void;
}

function open(): Session {
  const input = new PassThrough();
  const faults: string[] = [];
  const facts: HostFactsMessage[] = [];
  const session = new LinkSession('h1', input, new PassThrough().resume(), '0', {
    hello: () => {},
    facts: (message) => facts.push(message),
    fault: (reason) => faults.push(reason),
  });
  input.emit('data', Buffer.from(LINK_MAGIC));
  return {
    session,
    faults,
    facts,
    says: (...chunks) => {
      for (const chunk of chunks) input.emit('data', Buffer.from(chunk));
    },
  };
}

const frame = fc.record({
  type: fc.integer({ min: 0, max: 20 }),
  channel: fc.integer({ min: 0, max: 5 }),
  payload: fc.uint8Array({ maxLength: 200 }),
});

test('bytes and frames of any kind, torn anywhere: no exception, at most one fault, and silence after it', () => {
  fc.assert(
    fc.property(
      fc.array(frame, { maxLength: 30 }),
      fc.uint8Array({ maxLength: 50 }),
      fc.nat(60),
      (frames, tail, cut) => {
        const { faults, says, session } = open();
        const bytes = Buffer.concat([
          ...frames.map(({ type, channel, payload }) => encodeLinkFrame(type, channel, Buffer.from(payload))),
          tail,
        ]);
        for (let at = 0; at < bytes.length; at += cut + 1) says(bytes.subarray(at, at + cut + 1));
        expect(faults.length).toBeLessThanOrEqual(1);
        session.end('over');
      },
    ),
  );
});

test.each([
  [
    'a gigantic frame',
    Buffer.from([LINK.data, 0, 0, 0, 1, 0xff, 0xff, 0xff, 0xff]),
    'it sent a frame of more than 65536 bytes',
  ],
  ['a channel that it opens', encodeLinkFrame(LINK.open, 1, Buffer.from('{"window":1}')), 'it opened what it may not'],
])('%s ends the connection with a sentence', (_, bytes, fault) => {
  const { faults, says } = open();
  says(bytes, bytes);
  expect(faults).toEqual([fault]);
});

test('a message without end is given up at its bound', () => {
  const { faults, says } = open();
  const part = encodeLinkFrame(LINK.messagePart, 0, Buffer.alloc(65_536, 'a'));
  for (let at = 0; at < 300 && faults.length === 0; at += 1) says(part);
  expect(faults).toEqual(['it sent a message of more than 16777216 bytes']);
});

test('more than the window, and a credit that cannot be, end the connection; what nobody has opened is passed over', async () => {
  const { session, faults, says } = open();
  says(
    encodeLinkFrame(LINK.data, 9, Buffer.alloc(60_000)),
    encodeCredit(9, 5),
    encodeLinkFrame(LINK.opened, 7, Buffer.from('{"window":5}')),
  );
  expect(faults).toEqual([]);
  const dialled = session.dial(
    { kind: 'pod', home: '/x', name: 'a', purpose: 'tile' },
    'tile',
  )(new AbortController().signal);
  says(encodeLinkFrame(LINK.opened, 1, Buffer.from('{"window":5}')));
  const channel = await dialled;
  const ended = new Promise<Error>((resolve) => channel.once('error', resolve));
  for (let at = 0; at < 2; at += 1) says(encodeLinkFrame(LINK.data, 1, Buffer.alloc(60_000)));
  expect(faults).toEqual(['it sent more than it may']);
  expect((await ended).message).toBe('it sent more than it may');
});

test('an answer that nobody has asked for is nothing; one of another shape is a failure', async () => {
  const { session, says } = open();
  const asked = session.call('readScreen', { home: '/x', name: 'a' }, {}, { timeoutMs: 5000 });
  const answer = (id: number, outcome: unknown) => says(...encodeMessage({ kind: 'answer', id, outcome }));
  answer(99, { kind: 'done', rows: null });
  answer(1, { kind: 'done', rows: { length: 5 } });
  expect(await asked).toMatchObject({
    kind: 'failed',
    message: expect.stringContaining('The answer of h1 cannot be read'),
  });
  const words = session.call('stop', { home: '/x', name: 'a' }, {}, { timeoutMs: 5000 });
  answer(2, { kind: 'failed', message: '\u001b]0;title\u0007no' });
  const said = await words;
  expect(said).toMatchObject({ kind: 'failed' });
  expect(JSON.stringify(said)).not.toContain('\\u001b');
});

const message = (set: readonly [string, unknown][]): HostFactsMessage => ({
  kind: 'facts',
  stored: { set: [...set], gone: [] },
  live: { set: [], gone: [] },
  problems: Array.from({ length: 1000 }, () => ({ source: 'x', place: '/x', message: 'm' })),
  loading: false,
  isLast: true,
});
const stored = (name: string, error = 'e') => ({
  id: { place: '/x', name },
  metadata: { kind: 'corrupt', error },
  log: null,
});

test('a million rows, and rows of a gigabyte, are as many as are kept; the rest is one problem', () => {
  const many = new FoldedFacts();
  let last = many.take(message([]));
  for (let at = 0; at < 1_000_000; at += 50_000) {
    const set = Array.from({ length: 50_000 }, (_, index): [string, unknown] => [
      `${at + index}`,
      stored(`p${at + index}`),
    ]);
    last = many.take(message(set));
  }
  expect(last?.stored).toHaveLength(MAX_HOST_ROWS);
  expect(last?.problems.length).toBeLessThan(30);
  const large = new FoldedFacts();
  const text = 'x'.repeat(16_000);
  const set = Array.from({ length: 10_000 }, (_, at): [string, unknown] => [`${at}`, stored(`p${at}`, text)]);
  const kept = large.take(message(set));
  expect(kept?.stored.length).toBeLessThan(4200);
  expect(kept?.problems.at(-1)?.message).toContain('of it cannot be read: It is too much');
  // What is gone makes room.
  const gone = { ...message([]), stored: { set: [], gone: set.map(([key]) => key) } };
  large.take(gone);
  expect(large.take(message(set.slice(0, 10)))?.stored).toHaveLength(10);
});

test('its rows are its own, whatever they call themselves: none stands for one of this machine, or of another host', () => {
  const folded = new FoldedFacts();
  const rows = folded.take(
    message([
      ['a', stored('../../etc/passwd')],
      ['b', stored('same\u001b[2J')],
      ['c', { ...stored('x'), id: { place: 'h2:/x', name: 'x' } }],
      ['d', { ...stored('y'), id: { place: 'claude', name: 'y' } }],
    ]),
  );
  if (rows === null) throw new Error('no rows');
  const own = {
    id: { place: '/x', name: 'same\u001b[2J' },
    metadata: { kind: 'corrupt' as const, error: 'own' },
    log: null,
  };
  const facts = hostFacts('h1', 0)(rows);
  const { entries } = buildPodList({ ...facts, stored: [...facts.stored, own] });
  expect(entries.map(({ id }) => id.place).sort()).toEqual(['/x', 'h1:/x', 'h1:/x']);
});
