// Two ends of a link in memory, whose bytes go through in cuts that a test says.
import { Writable } from 'node:stream';
import { LinkMux, type MuxPort } from '../../src/hosts/linkMux';

export interface LinkEnd {
  readonly mux: LinkMux;
  readonly messages: unknown[];
  readonly faults: string[];
}

/** `cut`: how many bytes the next chunk has at most. `opening`: of the second end. */
export function linkPair(
  opening: (mux: LinkMux, channel: number, request: unknown) => void,
  cut: () => number = () => 65_536,
): readonly [LinkEnd, LinkEnd] {
  const ends: LinkEnd[] = [];
  const toward = (index: number) =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        for (let at = 0; at < chunk.length; ) {
          const size = Math.max(1, cut());
          ends[index]?.mux.take(Buffer.from(chunk.subarray(at, at + size)));
          at += size;
        }
        setImmediate(done);
      },
    });
  const end = (index: number, more: (mux: () => LinkMux) => Partial<MuxPort>): LinkEnd => {
    const messages: unknown[] = [];
    const faults: string[] = [];
    const mux: LinkMux = new LinkMux(toward(1 - index), {
      message: (text) => messages.push(JSON.parse(text)),
      fault: (reason) => faults.push(reason),
      ...more(() => mux),
    });
    return { mux, messages, faults };
  };
  const first = end(0, () => ({}));
  const second = end(1, (mux) => ({ opening: (channel, request) => opening(mux(), channel, request) }));
  ends.push(first, second);
  return [first, second];
}
