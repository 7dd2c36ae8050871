// Many channels over one stream: nothing lost or doubled, nobody held up by who does not read, and a peer that lies is given up.
import { type Duplex, Writable } from 'node:stream';
import fc from 'fast-check';
import { encodeCredit, encodeLinkFrame, LINK } from '../../src/hosts/linkFrame';
import { LinkMux, WINDOW_BYTES } from '../../src/hosts/linkMux';
import { linkPair } from './linkPair';

const NEVER = new AbortController().signal;

async function readAll(channel: Duplex): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of channel) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** Comes back as it went, and ends with it. */
const echo = (mux: LinkMux, channel: number) => {
  const accepted = mux.accept(channel, 'tile');
  accepted?.pipe(accepted);
};

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

test('what is written to a channel comes back from it, whatever the cuts and however many there are', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.uint8Array({ maxLength: 40_000 }), { maxLength: 4 }), { minLength: 1, maxLength: 5 }),
      fc.infiniteStream(fc.integer({ min: 1, max: 9000 })),
      async (channels, cuts) => {
        const [ours, theirs] = linkPair(echo, () => cuts.next().value ?? 1);
        const answers = channels.map(async (chunks) => {
          const channel = await ours.mux.open({}, 'focus', NEVER);
          const answer = readAll(channel);
          for (const chunk of chunks) channel.write(Buffer.from(chunk));
          channel.end();
          return answer;
        });
        const found = await Promise.all(answers);
        expect(found.map((bytes) => bytes.toString('base64'))).toEqual(
          channels.map((chunks) => Buffer.concat(chunks).toString('base64')),
        );
        expect([...ours.faults, ...theirs.faults]).toEqual([]);
      },
    ),
    { numRuns: 30 },
  );
});

test('who does not read is sent a window and no more, and holds nobody else up', async () => {
  const sent: Duplex[] = [];
  const [ours] = linkPair((mux, channel, request) => {
    const accepted = mux.accept(channel, 'tile');
    if (accepted === null) return;
    if (JSON.stringify(request).includes('flood')) {
      sent.push(accepted);
      accepted.write(Buffer.alloc(4 * 1024 * 1024));
    } else echo2(accepted);
  });
  const flood = await ours.mux.open({ kind: 'flood' }, 'tile', NEVER);
  const small = await ours.mux.open({ kind: 'echo' }, 'focus', NEVER);
  const answer = new Promise<string>((resolve) => small.once('data', (chunk: Buffer) => resolve(chunk.toString())));
  small.write('key');
  expect(await answer).toBe('key');
  await settled();
  // Nothing has been read: a window is here, and the rest waits there.
  expect(flood.readableLength).toBeLessThanOrEqual(WINDOW_BYTES.tile);
  expect(sent[0]?.writableLength).toBe(4 * 1024 * 1024);
  let read = 0;
  for await (const chunk of flood) {
    read += Buffer.from(chunk).length;
    if (read === 4 * 1024 * 1024) break;
  }
  expect(read).toBe(4 * 1024 * 1024);
});

function echo2(channel: Duplex): void {
  channel.on('data', (chunk: Buffer) => channel.write(chunk));
}

test('messages come whole and in order, however long', async () => {
  const [ours, theirs] = linkPair(echo, () => 1000);
  const long = { text: 'ü'.repeat(200_000) };
  ours.mux.say(long);
  ours.mux.say({ second: 2 });
  await settled();
  while (theirs.messages.length < 2) await settled();
  expect(theirs.messages).toEqual([long, { second: 2 }]);
});

test('a channel that is refused says why; one that is given up is told', async () => {
  const [ours] = linkPair((mux, channel) => mux.refuse(channel, 'there is no such Pod'));
  await expect(ours.mux.open({}, 'focus', NEVER)).rejects.toThrow('there is no such Pod');
  const [others] = linkPair(() => {});
  const giveUp = new AbortController();
  const opening = others.mux.open({}, 'focus', giveUp.signal);
  giveUp.abort();
  await expect(opening).rejects.toThrow('given up');
});

test('when the connection ends every channel ends with its reason', async () => {
  const [ours] = linkPair(echo);
  const channel = await ours.mux.open({}, 'focus', NEVER);
  const ended = new Promise<Error>((resolve) => channel.on('error', resolve));
  ours.mux.close('h1 is gone');
  expect((await ended).message).toBe('h1 is gone');
  await expect(ours.mux.open({}, 'focus', NEVER)).rejects.toThrow('the connection has ended');
});

test('a channel that is destroyed here is over there', async () => {
  const accepted: Duplex[] = [];
  const [ours] = linkPair((mux, id) => {
    const channel = mux.accept(id, 'tile');
    if (channel !== null) accepted.push(channel);
  });
  const channel = await ours.mux.open({}, 'focus', NEVER);
  channel.destroy();
  while (accepted[0]?.destroyed !== true) await settled();
  expect(accepted[0]?.destroyed).toBe(true);
});

describe('a hostile peer', () => {
  const alone = () => {
    const faults: string[] = [];
    const written: Buffer[] = [];
    const out = new Writable({
      write(chunk: Buffer, _encoding, done) {
        written.push(chunk);
        done();
      },
    });
    const mux = new LinkMux(out, {
      message: () => {},
      opening: (id) => void mux.accept(id, 'tile'),
      fault: (reason) => faults.push(reason),
    });
    return { mux, faults, written };
  };

  test('any bytes at all end in a fault at worst', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
            fc
              .tuple(fc.integer({ min: 0, max: 12 }), fc.nat(3), fc.oneof(fc.json(), fc.string()))
              .map(([type, channel, text]) => encodeLinkFrame(type, channel, Buffer.from(text))),
          ),
          { maxLength: 30 },
        ),
        (chunks) => {
          const { mux, faults } = alone();
          for (const chunk of chunks) mux.take(chunk);
          expect(faults.length).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  const open = (id: number, window: unknown = 100) =>
    encodeLinkFrame(LINK.open, id, Buffer.from(JSON.stringify({ window })));

  test.each([
    [
      'sends more than it may',
      [open(1), ...Array.from({ length: 9 }, () => encodeLinkFrame(LINK.data, 1, Buffer.alloc(8 * 1024)))],
    ],
    ['opens a channel twice', [open(1), open(1)]],
    ['opens one without a window', [open(1, -1)]],
    ['says no credit', [open(1), encodeLinkFrame(LINK.credit, 1, Buffer.from('x'))]],
    [
      'sends data behind its end',
      [open(1), encodeLinkFrame(LINK.end, 1), encodeLinkFrame(LINK.data, 1, Buffer.from('x'))],
    ],
  ])('that %s is given up', (_, frames) => {
    const { mux, faults } = alone();
    for (const frame of frames) mux.take(frame);
    expect(faults).toHaveLength(1);
  });

  test('what it says of channels that are over, and what nobody knows, is passed over', () => {
    const { mux, faults } = alone();
    for (const frame of [
      encodeLinkFrame(LINK.data, 7, Buffer.from('late')),
      encodeCredit(7, 100),
      encodeLinkFrame(LINK.end, 7),
      encodeLinkFrame(LINK.reset, 7, Buffer.from('late')),
      encodeLinkFrame(200, 0, Buffer.from('of a later version')),
    ]) {
      mux.take(frame);
    }
    expect(faults).toEqual([]);
  });

  test('too many channels are refused, each for itself', () => {
    const { mux, faults, written } = alone();
    for (let id = 1; id <= 1100; id += 1) mux.take(open(id));
    expect(faults).toEqual([]);
    expect(written.filter((frame) => frame[0] === LINK.reset)).toHaveLength(1100 - 1024);
  });
});
