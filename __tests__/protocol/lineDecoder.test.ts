// Lines come out the same however the bytes were cut.
import fc from 'fast-check';
import { encodeLine, LineDecoder, MAX_LINE_BYTES } from '../../src/protocol/lineDecoder';

function drain(decoder: LineDecoder): string[] {
  const lines: string[] = [];
  for (;;) {
    const next = decoder.nextLine();
    if (next === null) return lines;
    if (next === 'overflow') return [...lines, '<overflow>'];
    lines.push(next.line);
  }
}

/** Cuts `bytes` at the given places, given as fractions of the length. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const at = [...places.map((place) => Math.floor(place * bytes.length)), 0, bytes.length].sort((a, b) => a - b);
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
}

const places = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 });
const text = fc
  .array(fc.oneof(fc.constantFrom('\n', ' ', '{}', 'é', '日', '👩', '\r', '"'), fc.string()))
  .map((parts) => parts.join(''));

describe('LineDecoder', () => {
  it('gives the same lines and the same rest for any chunking, read at any time', () => {
    fc.assert(
      fc.property(text, places, fc.boolean(), (content, cuts, readBetween) => {
        const bytes = Buffer.from(content);
        const parts = bytes.toString('utf8').split('\n');
        const rest = parts.pop() ?? '';
        const decoder = new LineDecoder();
        const lines: string[] = [];
        for (const chunk of cut(bytes, cuts)) {
          decoder.push(chunk);
          if (readBetween) lines.push(...drain(decoder));
        }
        lines.push(...drain(decoder));
        expect(lines).toEqual(parts.filter((line) => line.trim() !== ''));
        expect(decoder.takeRest().toString('utf8')).toBe(rest);
      }),
    );
  });

  it('joins a character that was cut between two chunks', () => {
    const bytes = Buffer.from('"日本"\n');
    const decoder = new LineDecoder();
    for (const byte of bytes) decoder.push(Buffer.from([byte]));
    expect(drain(decoder)).toEqual(['"日本"']);
  });

  it('skips blank lines, also those of spaces and carriage returns', () => {
    const decoder = new LineDecoder();
    decoder.push(Buffer.from('\n\n  \r\n{"a":1}\r\n\t\n{"b":2}\n\n'));
    expect(drain(decoder)).toEqual(['{"a":1}\r', '{"b":2}']);
  });

  it('hands over untouched what follows a line, as binary, and is empty afterwards', () => {
    const binary = Buffer.from([0, 10, 10, 255, 13, 10, 32, 10]);
    const decoder = new LineDecoder();
    decoder.push(Buffer.concat([Buffer.from('{"attach":1}\n'), binary.subarray(0, 3)]));
    expect(decoder.nextLine()).toEqual({ line: '{"attach":1}' });
    decoder.push(binary.subarray(3));
    expect(decoder.takeRest()).toEqual(binary);
    expect(decoder.takeRest()).toEqual(Buffer.alloc(0));
    expect(decoder.nextLine()).toBeNull();
  });

  it('takes a line of exactly the bound and gives up on one byte more, in one chunk or in many', () => {
    const whole = new LineDecoder(8);
    whole.push(Buffer.from('12345678\n'));
    expect(drain(whole)).toEqual(['12345678']);
    whole.push(Buffer.from('123456789\n'));
    expect(whole.nextLine()).toBe('overflow');

    const dribbled = new LineDecoder(8);
    dribbled.push(Buffer.from('ok\n'));
    for (const _ of '123456789') dribbled.push(Buffer.from('x'));
    expect(drain(dribbled)).toEqual(['ok', '<overflow>']);
  });

  it('leaves out the line that is too long, once, and goes on behind it', () => {
    const decoder = new LineDecoder(8);
    decoder.push(Buffer.from('123456789\nnext\n'));
    for (const _ of '123456789012345678') decoder.push(Buffer.from('x'));
    decoder.push(Buffer.from('\nlast\nrest'));
    const found = [];
    for (let next = decoder.nextLine(); next !== null; next = decoder.nextLine()) found.push(next);
    expect(found).toEqual(['overflow', { line: 'next' }, 'overflow', { line: 'last' }]);
    expect(decoder.takeRest().toString()).toBe('rest');
  });

  it('counts each line by itself', () => {
    const decoder = new LineDecoder(4);
    decoder.push(Buffer.from('1234\n1234\n1234\n'));
    expect(drain(decoder)).toHaveLength(3);
  });

  it('has a bound of 64 MiB by default', () => {
    expect(MAX_LINE_BYTES).toBe(64 * 1024 * 1024);
  });
});

describe('encodeLine', () => {
  it('round-trips any JSON value as exactly one line', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const line = encodeLine(value);
        expect(line.indexOf('\n')).toBe(line.length - 1);
        const decoder = new LineDecoder();
        decoder.push(Buffer.from(line));
        const next = decoder.nextLine();
        expect(next !== null && next !== 'overflow' && JSON.stringify(JSON.parse(next.line))).toBe(
          JSON.stringify(value),
        );
      }),
    );
  });
});
