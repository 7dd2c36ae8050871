// Untrusted text never reaches the terminal raw, and stays readable where it is harmless.
import fc from 'fast-check';
import { displayName, displayText } from '../../src/cells/displayText';

const ESC = '\u001b';

describe('displayText', () => {
  it.each([
    ['plain text', 'user: hello, world', 'user: hello, world'],
    ['other scripts and emoji', 'früh 漢字 नमस्ते שלום 👨‍👩‍👧 ❤️ 1️⃣', 'früh 漢字 नमस्ते שלום 👨‍👩‍👧 ❤️ 1️⃣'],
    ['line breaks and tabs', 'a\nb\r\nc\rd\te\vf', 'a b c d e f'],
    ['NEL and the Unicode separators', 'a\u0085b\u2028c\u2029d', 'a b c d'],
    ['other controls', 'a\u0000b\u0007c\u007fd\u0080e', 'a\ufffdb\ufffdc\ufffdd\ufffde'],
    ['colours', `${ESC}[1;38;2;1;2;3mred${ESC}[0m`, 'red'],
    ['underline styles with colons', `${ESC}[4:3mx${ESC}[m`, 'x'],
    ['a private mode', `${ESC}[?1049hx`, 'x'],
    ['a cursor style with an intermediate', `${ESC}[2 qx`, 'x'],
    ['a C1 control sequence', '\u009b31mred\u009b0m', 'red'],
    ['a title ended by BEL', `a${ESC}]0;evil\u0007b`, 'ab'],
    ['a title ended by ST', `a${ESC}]0;evil${ESC}\\b`, 'ab'],
    ['a C1 title ended by C1 ST', 'a\u009d0;evil\u009cb', 'ab'],
    ['a link', `${ESC}]8;;http://x${ESC}\\text${ESC}]8;;${ESC}\\`, 'text'],
    ['a device control string', `a${ESC}P1$r0m${ESC}\\b`, 'ab'],
    ['an application command', `a${ESC}_Gf=100;AAAA${ESC}\\b`, 'ab'],
    ['a title without an end: the text stays', `a${ESC}]0;not hidden`, 'a0;not hidden'],
    ['a title cut off by the next sequence', `a${ESC}]0;evil${ESC}[31mb`, 'ab'],
    ['a sequence cut off at the end', `a${ESC}[38;5`, 'a'],
    ['a reset, a charset switch, an ESC alone', `a${ESC}cb${ESC}(0c${ESC}`, 'abc'],
    ['bidi overrides and isolates', 'a\u202eb\u2066c\u2069d\u200ee\u200ff\u061cg', 'abcdefg'],
    ['zero-width characters', 'a\u200bb\ufeffc\u2060d\u00ade', 'abcde'],
    ['tags and supplementary selectors', 'a\u{e0041}\u{e007f}\u{e0100}b', 'ab'],
    ['blank fillers', 'a\u3164b\uffa0c', 'a b c'],
    ['unpaired surrogates', 'a\ud800b\udc00c', 'a\ufffdb\ufffdc'],
    ['a pair that removal would make', '\ud83d\u200b\ude00', '\ufffd\ufffd'],
    ['blessed tags, which only a painter can disarm', '{bold}x{/}', '{bold}x{/}'],
  ])('%s', (_case, untrusted, expected) => {
    expect(displayText(untrusted)).toBe(expected);
  });

  // Every class of character that matters, beside any other.
  const hostile = fc
    .array(
      fc.oneof(
        fc.constantFrom(ESC, '[', ']', 'P', '\\', '\u0007', '\u009b', '\u009c', '\u009d', '\u0018', ';', '3', 'm', ' '),
        fc.constantFrom('\n', '\t', '\u202e', '\u200b', '\ufeff', '\ud83d', '\ude00', '\u3164', '\u{e0041}', '漢', 'é'),
        fc.string({ unit: 'binary', maxLength: 3 }),
      ),
    )
    .map((parts) => parts.join(''));

  it('is idempotent for any text', () => {
    fc.assert(fc.property(hostile, (text) => expect(displayText(displayText(text))).toBe(displayText(text))));
  });

  it('leaves nothing behind that acts, hides or breaks, for any text', () => {
    const acting =
      /[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e0fff}\p{Cs}]/u;
    fc.assert(fc.property(hostile, (text) => expect(displayText(text)).not.toMatch(acting)));
  });

  it('does not depend on how many broken sequences there are', () => {
    for (const start of [`${ESC}]`, `${ESC}]a`, '\u009d', `${ESC}[1`, `${ESC} `, '\u0090a', '\u200b']) {
      // Quadratic work on half a million of these would outlast the suite's limit by hours.
      expect(displayText(start.repeat(500_000)).length).toBeLessThanOrEqual(start.length * 500_000);
    }
    expect(displayText(`${ESC}]${'a'.repeat(2_000_000)}`)).toHaveLength(2_000_000);
  });
});

describe('displayName', () => {
  it.each([
    ['a usual name', 'agent-1.x', 'agent-1.x'],
    ['other scripts', 'früh 漢字 🚀', 'früh 漢字 🚀'],
    ['an escape sequence', `a${ESC}[31m`, 'a\\x1b[31m'],
    ['a newline', 'a\nb', 'a\\x0ab'],
    ['an invisible character', 'a\u200b', 'a\\u{200b}'],
    ['a backslash', 'a\\x1b', 'a\\\\x1b'],
  ])('%s', (_case, name, expected) => {
    expect(displayName(name)).toBe(expected);
  });

  it('never shows two names alike, and shows what is safe', () => {
    const name = fc.string({ unit: fc.constantFrom('a', '\\', 'x', '1', 'b', ESC, '\n', '\u200b', '{', 'u', '}') });
    fc.assert(
      fc.property(name, name, (a, b) => {
        expect(displayName(a) === displayName(b)).toBe(a === b);
        expect(displayText(displayName(a))).toBe(displayName(a));
      }),
    );
  });
});
