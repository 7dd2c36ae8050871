// The last output by its offset: what is kept is exactly what was put out, and what is not kept is not made up.
import fc from 'fast-check';
import { OutputRing } from '../../../src/pod/terminal/outputRing';

test('whatever is given is the end of all that was put out', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 30 }), fc.nat(1600), (chunks, offset) => {
      const ring = new OutputRing();
      ring.keep();
      for (const chunk of chunks) ring.put(Buffer.from(chunk));
      const all = Buffer.concat(chunks);
      expect(ring.end).toBe(all.length);
      const since = ring.since(offset);
      if (offset > all.length) expect(since).toBeNull();
      else expect(Buffer.concat(since ?? [Buffer.from('missing')])).toEqual(all.subarray(offset));
    }),
  );
});

test('so much is kept and no more, and only from when it is wanted', () => {
  const ring = new OutputRing();
  ring.put(Buffer.alloc(1000));
  ring.keep();
  expect(ring.since(500)).toBeNull();
  expect(ring.since(1000)).toEqual([]);
  for (let count = 0; count < 100; count += 1) ring.put(Buffer.alloc(64 * 1024));
  expect(ring.since(ring.end - 2 * 1024 * 1024)).not.toBeNull();
  expect(ring.since(ring.end - 3 * 1024 * 1024)).toBeNull();
});
