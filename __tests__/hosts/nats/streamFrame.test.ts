// Frames across a server: read back as they were, and nothing that is none taken for one.
import fc from 'fast-check';
import { LINK, MAX_PAYLOAD_BYTES } from '../../../src/hosts/linkFrame';
import {
  decodeStreamFrame,
  encodeStreamFrame,
  encodeStreamMessage,
  StreamMessages,
} from '../../../src/hosts/nats/streamFrame';

test('a frame is read back as it was', () => {
  fc.assert(
    fc.property(fc.nat(255), fc.maxSafeNat(), fc.uint8Array({ maxLength: 300 }), (type, offset, payload) => {
      expect(decodeStreamFrame(encodeStreamFrame(type, offset, payload))).toEqual({
        type,
        offset,
        payload: Buffer.from(payload),
      });
    }),
  );
});

test('whatever comes is a frame or none', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      const frame = decodeStreamFrame(bytes);
      if (frame !== null) expect(Number.isSafeInteger(frame.offset) && frame.offset >= 0).toBe(true);
    }),
  );
  expect(decodeStreamFrame(Buffer.alloc(MAX_PAYLOAD_BYTES + 100))).toBeNull();
  const negative = encodeStreamFrame(LINK.data, 0);
  negative.writeDoubleBE(-1, 1);
  expect(decodeStreamFrame(negative)).toBeNull();
  negative.writeDoubleBE(Number.NaN, 1);
  expect(decodeStreamFrame(negative)).toBeNull();
});

describe('messages', () => {
  const framesOf = (message: object) => encodeStreamMessage(message).flatMap((bytes) => decodeStreamFrame(bytes) ?? []);
  const long = { text: 'x'.repeat(MAX_PAYLOAD_BYTES * 2 + 5) };

  test('are put together from their parts, one behind the other', () => {
    const messages = new StreamMessages();
    for (const message of [{ a: 1 }, long, { b: 2 }]) {
      const taken = framesOf(message).map((frame) => messages.take(frame));
      expect(taken.slice(0, -1)).toEqual(taken.slice(0, -1).map(() => null));
      expect(JSON.parse(taken.at(-1)?.toString() ?? '')).toEqual(message);
    }
  });

  test('of which a part is missing are none, and the next one is whole again', () => {
    const messages = new StreamMessages();
    const [first, , last] = framesOf(long);
    if (first === undefined || last === undefined) throw new Error('Too few parts');
    expect(messages.take(first)).toBeNull();
    expect(messages.take(last)).toBeNull();
    expect(framesOf({ a: 1 }).map((frame) => messages.take(frame)?.toString())).toEqual(['{"a":1}']);
  });
});
