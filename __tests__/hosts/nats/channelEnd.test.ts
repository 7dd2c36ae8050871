// A channel across a server that may lose what it carries: a prefix of the bytes, whole, and then its end.
import fc from 'fast-check';
import { LINK } from '../../../src/hosts/linkFrame';
import { ChannelEnd } from '../../../src/hosts/nats/channelEnd';
import { decodeStreamFrame } from '../../../src/hosts/nats/streamFrame';

const WINDOWS = { own: 64 * 1024, other: 64 * 1024 };

/** Two ends and a line between them; `loses`: whether this frame is lost. */
function pair(loses: (frame: { readonly type: number; readonly count: number }) => boolean) {
  const sent: number[] = [];
  let count = 0;
  let inFlight = 0;
  let most = 0;
  const carry = (to: () => ChannelEnd) => (bytes: Buffer) => {
    const frame = decodeStreamFrame(bytes);
    if (frame === null) throw new Error('No frame');
    sent.push(frame.type);
    if (loses({ type: frame.type, count: count++ })) return;
    if (frame.type === LINK.data) {
      inFlight += frame.payload.length;
      most = Math.max(most, inFlight);
    }
    setImmediate(() => {
      if (frame.type === LINK.data) inFlight -= frame.payload.length;
      to().take(frame);
    });
  };
  const a: ChannelEnd = new ChannelEnd({ send: carry(() => b), closed: () => {} }, WINDOWS);
  const b: ChannelEnd = new ChannelEnd({ send: carry(() => a), closed: () => {} }, WINDOWS);
  return { a, b, sent, mostOnTheWay: () => most };
}

/** What comes until the end, and why it ended; null: as it should. */
function collect({ channel }: ChannelEnd): Promise<{ readonly bytes: Buffer; readonly fault: string | null }> {
  const chunks: Buffer[] = [];
  return new Promise((resolve) => {
    const end = (fault: string | null) => resolve({ bytes: Buffer.concat(chunks), fault });
    channel.on('data', (chunk: Buffer) => chunks.push(chunk));
    channel.on('end', () => end(null));
    channel.on('error', (error) => end(error.message));
  });
}

test('carries all bytes both ways, and never more than its window at a time', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(90_000), { maxLength: 6 }), async (sizes) => {
      const chunks = sizes.map((size, at) => Buffer.alloc(size, `${at}-`));
      const { a, b, mostOnTheWay } = pair(() => false);
      const [there, back] = [collect(b), collect(a)];
      for (const chunk of chunks) a.channel.write(chunk);
      b.channel.end('from b');
      a.channel.end();
      expect((await there).bytes.equals(Buffer.concat(chunks))).toBe(true);
      expect((await back).bytes.toString()).toBe('from b');
      expect(mostOnTheWay()).toBeLessThanOrEqual(WINDOWS.own + 'from b'.length);
    }),
    { numRuns: 40 },
  );
});

test('what is lost on the way ends it: what has come is a prefix', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(14), async (at) => {
      const whole = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251));
      let lost = -1;
      const { a, b } = pair(({ type }) => {
        if (type !== LINK.data) return false;
        lost += 1;
        return lost === at;
      });
      const got = collect(b);
      const ended = new Promise((resolve) => a.channel.on('close', resolve));
      a.channel.end(whole);
      const { bytes, fault } = await got;
      expect(fault).toContain('lost on the way');
      expect(whole.subarray(0, bytes.length).equals(bytes)).toBe(true);
      await ended;
    }),
    { numRuns: 20 },
  );
});

test('a credit that was lost is in the next one', async () => {
  let credits = 0;
  const { a, b } = pair(({ type }) => {
    if (type !== LINK.credit) return false;
    credits += 1;
    // Asked whether it is there, it says how much may go in all.
    if (credits % 3 === 0) setImmediate(() => b.take({ type: LINK.ping, offset: 0, payload: Buffer.alloc(0) }));
    return credits % 3 !== 1;
  });
  const got = collect(b);
  const whole = Buffer.alloc(900_000, 'x');
  a.channel.resume();
  a.channel.end(whole);
  expect((await got).bytes.equals(whole)).toBe(true);
});

test('more than may come, or a credit that cannot be, ends it', async () => {
  const { a, b } = pair(() => false);
  const got = collect(b);
  b.take({ type: LINK.data, offset: 0, payload: Buffer.alloc(WINDOWS.own + 1) });
  expect((await got).fault).toContain('more than it may');
  a.channel.destroy();
  const other = pair(() => false);
  const ended = collect(other.b);
  other.b.take({ type: LINK.credit, offset: Number.MAX_SAFE_INTEGER, payload: Buffer.alloc(0) });
  expect((await ended).fault).toContain('credit');
  other.a.channel.destroy();
});

test('a way that is gone ends it at once, and says nothing over it', async () => {
  const { a, b, sent } = pair(() => false);
  const [there, back] = [collect(b), collect(a)];
  const before = sent.length;
  a.lose('the server is gone');
  b.lose('the server is gone');
  expect((await there).fault).toBe('the server is gone');
  expect((await back).fault).toBe('the server is gone');
  expect(sent).toHaveLength(before);
});
