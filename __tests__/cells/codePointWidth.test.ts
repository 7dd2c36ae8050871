// The width table against Unicode itself: every code point.
import { execFileSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { codePointWidth } from '../../src/cells/codePointWidth';

/** East Asian Wide and Fullwidth; the package is ESM only, which the suites cannot import, so a child prints it. */
function wideCodePoints(): Set<number> {
  const script = `
    import { eastAsianWidth } from ${JSON.stringify(pathToFileURL(require.resolve('get-east-asian-width')).href)};
    const wide = [];
    for (let cp = 0; cp <= 0x10ffff; cp += 1) if (eastAsianWidth(cp) === 2) wide.push(cp);
    process.stdout.write(JSON.stringify(wide));`;
  const options = { encoding: 'utf8', maxBuffer: 16 * 1024 * 1024, timeout: 15_000 } as const;
  const printed: unknown = JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', script], options));
  if (!Array.isArray(printed)) throw new Error('expected code points');
  return new Set(printed.map(Number));
}

/** All code points that `expected` says something of, and for which the table says something else. */
function disagreements(expected: (codePoint: number, char: string) => number | null): string[] {
  const found: string[] = [];
  for (let cp = 0; cp <= 0x10ffff; cp += 1) {
    const width = expected(cp, String.fromCodePoint(cp));
    if (width !== null && width !== codePointWidth(cp)) found.push(`U+${cp.toString(16)}: ${codePointWidth(cp)}`);
  }
  return found;
}

describe('codePointWidth', () => {
  it('is 2 exactly for Wide and Fullwidth, save what is zero', () => {
    const wide = wideCodePoints();
    expect(wide.size).toBeGreaterThan(100_000);
    expect(disagreements((cp) => (codePointWidth(cp) === 0 ? null : wide.has(cp) ? 2 : 1))).toEqual([]);
  });

  it('is 2 for every emoji that shows as one by default, save regional indicators', () => {
    const isRegional = (cp: number) => cp >= 0x1f1e6 && cp <= 0x1f1ff;
    expect(disagreements((cp, char) => (/\p{Emoji_Presentation}/u.test(char) && !isRegional(cp) ? 2 : null))).toEqual(
      [],
    );
  });

  it('is 0 for every combining mark and control', () => {
    expect(disagreements((_cp, char) => (/[\p{M}\p{Cc}]/u.test(char) ? 0 : null))).toEqual([]);
  });

  it('is never 0 for a letter, number, punctuation or symbol, save conjoining Hangul', () => {
    const isJamo = (cp: number) => (cp >= 0x1160 && cp <= 0x11ff) || (cp >= 0xd7b0 && cp <= 0xd7ff);
    const visible = /[\p{L}\p{N}\p{P}\p{S}]/u;
    const zero = disagreements((cp, char) => (visible.test(char) && !isJamo(cp) ? -1 : null)).filter((each) =>
      each.endsWith(': 0'),
    );
    expect(zero).toEqual([]);
  });

  it.each([
    ['ZWJ', 0x200d, 0],
    ['variation selector 16', 0xfe0f, 0],
    ['zero-width space', 0x200b, 0],
    ['byte order mark', 0xfeff, 0],
    ['a tag', 0xe0041, 0],
    ['a Hangul vowel that joins', 0x1161, 0],
    ['Latin', 0xe9, 1],
    ['a box line', 0x2500, 1],
    ['an ambiguous circle', 0x25cf, 1],
    ['a regional indicator', 0x1f1ef, 1],
    ['a skin tone alone', 0x1f3fd, 2],
    ['no code point', 0x110000, 0],
  ])('%s', (_case, codePoint, width) => {
    expect(codePointWidth(codePoint)).toBe(width);
  });
});
