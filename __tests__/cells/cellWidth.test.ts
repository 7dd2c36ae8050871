// Measuring, clipping and padding by cells.
import fc from 'fast-check';
import { clipText, cutText, padText, textWidth } from '../../src/cells/cellWidth';

describe('textWidth', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['漢字', 4],
    ['a漢👨‍👩‍👧', 5],
    ['e\u0301', 1],
    ['🇯🇵', 2],
  ])('of %j is %d', (text, width) => {
    expect(textWidth(text)).toBe(width);
  });
});

describe('clipText', () => {
  it.each([
    ['fits', 'abc', 3, 'abc'],
    ['is cut with an ellipsis that counts', 'abcd', 3, 'ab…'],
    ['never cuts a wide character in half', '漢字漢', 4, '漢…'],
    ['fits exactly in wide characters', '漢字', 4, '漢字'],
    ['is cut between wide ones', '漢字漢', 5, '漢字…'],
    ['reduces clusters', '👨‍👩‍👧ab', 4, '👨ab'],
    ['has room for the ellipsis alone', 'abc', 1, '…'],
    ['has no room', 'abc', 0, ''],
    ['has less than no room', 'abc', -1, ''],
  ])('%s', (_case, text, cells, expected) => {
    expect(clipText(text, cells)).toBe(expected);
  });

  it('takes another ellipsis, or none', () => {
    expect(clipText('abcdef', 4, '..')).toBe('ab..');
    expect(clipText('abcdef', 4, '')).toBe('abcd');
    expect(clipText('abcdef', 1, '..')).toBe('a');
  });

  it('reads no further than it must', () => {
    expect(clipText('漢'.repeat(5_000_000), 5)).toBe('漢漢…');
  });
});

describe('padText', () => {
  it.each([
    ['ab', 4, 'left', 'ab  '],
    ['ab', 4, 'right', '  ab'],
    ['漢', 4, 'left', '漢  '],
    ['abcdef', 4, 'left', 'abc…'],
    ['漢字漢', 4, 'left', '漢… '],
    ['漢字漢', 4, 'right', ' 漢…'],
    ['', 2, 'left', '  '],
  ] as const)('%j to %d cells, %s', (text, cells, align, expected) => {
    expect(padText(text, cells, align)).toBe(expected);
  });

  it('is exactly as wide as asked, whatever the text', () => {
    const unit = fc.constantFrom('a', ' ', '漢', '🚀', '\u200d', '\u0301', '🏽', '🇯', '\u0000', '\ud800', 'é');
    fc.assert(
      fc.property(fc.string({ unit }), fc.nat(12), (text, cells) => {
        expect(textWidth(padText(text, cells))).toBe(cells);
        expect(textWidth(clipText(text, cells))).toBeLessThanOrEqual(cells);
        if (textWidth(text) <= cells) expect(textWidth(clipText(text, cells))).toBe(textWidth(text));
      }),
    );
  });
});

describe('cutText', () => {
  test.each([
    ['agent-of-project-1', 12, 'middle', 'agent-…ect-1'],
    ['agent-of-project-1', 18, 'middle', 'agent-of-project-1'],
    ['~/src/podwatch/dashboard', 12, 'start', '…h/dashboard'],
    ['long-name', 4, 'middle', 'lon…'],
    ['long-name', 6, 'end', 'long-…'],
    ['日本語日本語日本', 9, 'middle', '日本…日本'],
  ] as const)('%s in %d cells, cut at the %s', (text, cells, cut, expected) => {
    const shown = cutText(text, cells, cut);
    expect(shown).toBe(expected);
    expect(textWidth(shown)).toBeLessThanOrEqual(cells);
  });

  test('what differs at either end differs when it is cut in the middle', () => {
    const names = ['x-1', 'x-2', 'y-1'].map((end) => `${end}${'-long'.repeat(9)}${end}`);
    expect(new Set(names.map((name) => cutText(name, 20, 'middle'))).size).toBe(3);
  });
});
