// Each cell group becomes one code point that every terminal lays out alike.
import fc from 'fast-check';
import { cellClusters } from '../../src/cells/cellClusters';
import { codePointWidth } from '../../src/cells/codePointWidth';

const shown = (text: string) => [...cellClusters(text)].map(({ text: cell, width }) => `${cell}${width}`).join(' ');

describe('cellClusters', () => {
  it.each([
    ['Latin', 'ab', 'a1 b1'],
    ['CJK', '漢a', '漢2 a1'],
    ['an emoji', '🚀', '🚀2'],
    ['a family joined by ZWJ', '👨‍👩‍👧!', '👨2 !1'],
    ['a skin tone', '👍🏽!', '👍2 !1'],
    ['a skin tone inside a ZWJ sequence', '🧑🏽‍🚀!', '🧑2 !1'],
    ['a skin tone alone', 'a🏽', 'a1 🏽2'],
    ['a heart with variation selector 16', '❤️!', '❤1 !1'],
    ['a keycap', '1️⃣!', '11 !1'],
    ['a flag', '🇯🇵!', 'J1 P1 !1'],
    ['a flag of tags', '🏴\u{e0067}\u{e007f}!', '🏴2 !1'],
    ['two emoji beside each other', '🚀🚀', '🚀2 🚀2'],
    ['a ZWJ after an emoji, then a letter', '🚀\u200da', '🚀2 a1'],
    ['a ZWJ between letters', 'क\u200dष', 'क1 ष1'],
    ['a decomposed accent', 'e\u0301x', 'é1 x1'],
    ['a mark that composes with nothing', 'x\u0301y', 'x1 y1'],
    ['decomposed kana', 'か\u3099', 'が2'],
    ['decomposed Hangul', '\u1112\u1161\u11ab', '한2'],
    ['a mark without a base', '\u0301a', 'a1'],
    ['controls', 'a\u0000\nb', 'a1 \ufffd1 \ufffd1 b1'],
    ['a control between two that would join', '👩\u0000🏽', '👩2 \ufffd1 🏽2'],
    ['an unpaired surrogate', '\ud83da', '\ufffd1 a1'],
    ['nothing', '', ''],
  ])('%s', (_case, text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  it('costs no more for a base under a million marks', () => {
    expect(shown(`a${'\u0301'.repeat(1_000_000)}b`)).toBe('á1 b1');
  });

  it('yields one code point of the stated width a cell group, and reads its own output back unchanged', () => {
    const unit = fc.oneof(
      fc.constantFrom('\u200d', '\ufe0f', '\u20e3', '🏽', '🇯', '👩', '❤', 'e', '\u0301', '\u1112', '\u1161', '漢'),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    );
    fc.assert(
      fc.property(fc.array(unit), (units) => {
        const cells = [...cellClusters(units.join(''))];
        expect([...cellClusters(cells.map(({ text }) => text).join(''))]).toEqual(cells);
        for (const { text, width } of cells) {
          expect([...text]).toHaveLength(1);
          expect(codePointWidth(text.codePointAt(0) ?? 0)).toBe(width);
        }
      }),
    );
  });
});
