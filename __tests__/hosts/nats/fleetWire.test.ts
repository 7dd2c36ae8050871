// What crosses a fleet's server: records within their bound that say whose they are, and nothing unread that is not as it must be.
import fc from 'fast-check';
import { serverWarning } from '../../../src/hosts/nats/fleetFault';
import {
  encodeRecord,
  parseAnswer,
  parseBeat,
  parseDial,
  parseOpened,
  parseOwner,
  parseRecord,
  parseRequest,
} from '../../../src/hosts/nats/fleetWire';
import { livePod, readableLog, storedPod } from '../../podList/facts';

test('a record is read back; one that is too long loses words, and not whose it is', () => {
  const plain = encodeRecord(storedPod('one'), [livePod('one')]);
  expect(parseRecord(Buffer.from(plain))).toEqual({
    ok: true,
    value: { stored: storedPod('one'), live: [livePod('one')] },
  });
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.nat(400), (word, times) => {
      const long = word.repeat(times).slice(0, 16_000);
      const launch = {
        kind: 'terminal' as const,
        argv: Array.from({ length: 40 }, () => long.slice(0, 300)),
        cwd: `/${long}`,
      };
      const stored = storedPod('one', {
        log: readableLog({ preview: long, title: long }),
        metadata: { kind: 'ok', active: null, launch },
      });
      const live = livePod('one', { title: long, statusReason: long, cwd: `/${long}` });
      const text = encodeRecord(stored, [live, live, live, live, live]);
      const record = parseRecord(Buffer.from(text));
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(8192);
      expect(record.ok && record.value.stored?.id).toEqual(stored.id);
      expect(record.ok && record.value.live[0]?.socketPath).toBe(live.socketPath);
    }),
  );
});

test('whatever else comes is an error, and throws nothing', () => {
  const parsers = [parseRecord, parseBeat, parseOwner, parseRequest, parseAnswer, parseDial];
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array({ maxLength: 200 }),
        fc.json().map((text) => Buffer.from(text)),
      ),
      (data) => {
        for (const parse of parsers) expect(typeof parse(data).ok).toBe('boolean');
        parseOpened(data);
      },
    ),
  );
  expect(parseRecord(Buffer.alloc(1024 * 1024, ' ')).ok).toBe(false);
  expect(parseRecord(Buffer.from('{"stored":null,"live":[{"id":1}]}')).ok).toBe(false);
  expect(parseOpened(Buffer.from('{"window":1e12}'))).toBeNull();
});

test.each([
  ['2.9.10', true],
  ['2.11.15', true],
  ['2.11.16', false],
  ['2.12.0', true],
  ['2.12.6', false],
  ['2.14.9', false],
  ['3.0.0', false],
])('a server %s is warned of: %s', (version, isWarned) => {
  expect(serverWarning(version) !== null).toBe(isWarned);
});
