// The frames of a link: the same whatever the cuts, and bounded.
import fc from 'fast-check';
import {
  decodeCredit,
  encodeCredit,
  encodeLinkFrame,
  encodeMessage,
  LINK,
  type LinkFrame,
  LinkFrameDecoder,
  MAX_PAYLOAD_BYTES,
} from '../../src/hosts/linkFrame';

const frameOf = fc.record({
  type: fc.integer({ min: 0, max: 255 }),
  channel: fc.integer({ min: 0, max: 0xffffffff }),
  payload: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
});

function decodeAll(decoder: LinkFrameDecoder): LinkFrame[] {
  const frames: LinkFrame[] = [];
  for (let frame = decoder.next(); frame !== null; frame = decoder.next()) {
    if (frame === 'overflow') throw new Error('overflow');
    frames.push({ ...frame, payload: Buffer.from(frame.payload) });
  }
  return frames;
}

test('frames come out as they went in, whatever the chunks are', () => {
  fc.assert(
    fc.property(fc.array(frameOf, { maxLength: 20 }), fc.array(fc.nat(400), { maxLength: 50 }), (frames, cuts) => {
      const bytes = Buffer.concat(frames.map(({ type, channel, payload }) => encodeLinkFrame(type, channel, payload)));
      const decoder = new LinkFrameDecoder();
      const found: LinkFrame[] = [];
      let at = 0;
      for (const cut of [...cuts, bytes.length]) {
        decoder.push(bytes.subarray(at, at + cut));
        at = Math.min(bytes.length, at + cut);
        found.push(...decodeAll(decoder));
      }
      expect(found).toEqual(frames);
    }),
  );
});

test('a longer frame than there can be is an overflow as soon as its head is there', () => {
  const head = Buffer.alloc(9);
  head.writeUInt32BE(MAX_PAYLOAD_BYTES + 1, 5);
  const decoder = new LinkFrameDecoder();
  decoder.push(head);
  expect(decoder.next()).toBe('overflow');
});

test('a message goes in as many frames as it needs, the last of which says so', () => {
  const frames = encodeMessage({ text: 'x'.repeat(2.5 * MAX_PAYLOAD_BYTES) });
  expect(frames.map((frame) => frame[0])).toEqual([LINK.messagePart, LINK.messagePart, LINK.message]);
  expect(encodeMessage({})).toHaveLength(1);
});

test('credit is a number, and nothing else', () => {
  expect(decodeCredit(encodeCredit(1, 0xfffffffe).subarray(9))).toBe(0xfffffffe);
  expect(decodeCredit(Buffer.alloc(3))).toBeNull();
});
