// Frames come out the same however the bytes were cut, and bad ones are refused.
import fc from 'fast-check';
import {
  decodeExit,
  decodeResize,
  encodeExit,
  encodeFrame,
  encodeResize,
  FRAME,
  FrameDecoder,
  frameHeader,
  MAX_FRAME_BYTES,
  type TerminalFrame,
} from '../../src/protocol/terminalFrame';

function drain(decoder: FrameDecoder): TerminalFrame[] {
  const frames: TerminalFrame[] = [];
  for (;;) {
    const next = decoder.nextFrame();
    if (next === 'overflow') throw new Error('overflow');
    if (next === null) return frames;
    frames.push(next);
  }
}

function only(bytes: Buffer): TerminalFrame {
  const decoder = new FrameDecoder();
  decoder.push(bytes);
  const [frame] = drain(decoder);
  if (!frame) throw new Error('no frame');
  return frame;
}

const frame = fc.record({
  type: fc.constantFrom(...Object.values(FRAME), 0, 255),
  payload: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
});

describe('FrameDecoder', () => {
  it('gives the same frames for any chunking, read at any time', () => {
    const sizes = fc.infiniteStream(fc.integer({ min: 0, max: 30 }));
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 12 }), sizes, fc.boolean(), (frames, chunkSizes, readBetween) => {
        const bytes = Buffer.concat(frames.map(({ type, payload }) => encodeFrame(type, payload)));
        const decoder = new FrameDecoder();
        const seen: TerminalFrame[] = [];
        for (let at = 0; at < bytes.length; ) {
          const size = chunkSizes.next().value ?? 1;
          decoder.push(bytes.subarray(at, at + size));
          at += size;
          if (readBetween) seen.push(...drain(decoder));
        }
        seen.push(...drain(decoder));
        expect(seen).toEqual(frames);
      }),
    );
  });

  it('keeps an incomplete frame until its last byte', () => {
    const bytes = encodeFrame(FRAME.output, Buffer.from('日本'));
    const decoder = new FrameDecoder();
    decoder.push(bytes.subarray(0, -1));
    expect(decoder.nextFrame()).toBeNull();
    decoder.push(bytes.subarray(-1));
    expect(drain(decoder).map(({ payload }) => payload.toString())).toEqual(['日本']);
  });

  it('refuses a frame over the bound as soon as its header is read, again and again', () => {
    const decoder = new FrameDecoder();
    decoder.push(frameHeader(FRAME.input, MAX_FRAME_BYTES + 1));
    expect(decoder.nextFrame()).toBe('overflow');
    decoder.push(Buffer.alloc(10));
    expect(decoder.nextFrame()).toBe('overflow');
  });

  it('takes a frame of exactly the bound', () => {
    const decoder = new FrameDecoder();
    decoder.push(frameHeader(FRAME.input, MAX_FRAME_BYTES));
    const half = Buffer.alloc(MAX_FRAME_BYTES / 2, 7);
    decoder.push(half);
    expect(decoder.nextFrame()).toBeNull();
    decoder.push(half);
    expect(drain(decoder).map(({ payload }) => payload.length)).toEqual([MAX_FRAME_BYTES]);
  });
});

describe('resize', () => {
  it.each([
    [1, 1],
    [80, 24],
    [1000, 1000],
  ])('carries %d×%d', (cols, rows) => {
    const { type, payload } = only(encodeResize(cols, rows));
    expect(type).toBe(FRAME.resize);
    expect(decodeResize(payload)).toEqual({ cols, rows });
  });

  it.each([
    ['no columns', [0, 0, 0, 24]],
    ['no rows', [0, 80, 0, 0]],
    ['too wide', [3, 233, 0, 24]],
    ['too high', [0, 80, 3, 233]],
    ['too short', [0, 80, 0]],
    ['too long', [0, 80, 0, 24, 0]],
    ['empty', []],
  ])('refuses a payload with %s', (_, bytes) => {
    expect(decodeResize(Buffer.from(bytes))).toBeNull();
  });
});

describe('exit', () => {
  it.each([
    { code: 0, signal: null },
    { code: 137, signal: null },
    { code: null, signal: 'SIGKILL' },
  ])('carries %j', (exit) => {
    const { type, payload } = only(encodeExit(exit));
    expect(type).toBe(FRAME.exit);
    expect(decodeExit(payload)).toEqual(exit);
  });

  it.each(['', '{', 'null', '{"code":"0"}', '\u001b'])('reads %j as an end of which nothing is known', (text) => {
    expect(decodeExit(Buffer.from(text))).toEqual({ code: null, signal: null });
  });
});
