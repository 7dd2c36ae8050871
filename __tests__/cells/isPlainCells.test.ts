// What is taken for plain is what `cellClusters` would leave as it is, whatever plain text stands beside it.
import fc from 'fast-check';
import { cellClusters } from '../../src/cells/cellClusters';
import { clippedText, cutText, textWidth } from '../../src/cells/cellWidth';
import { isPlainCells } from '../../src/cells/isPlainCells';

const plain = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).filter(isPlainCells);

test('each of its characters is one cell, alone and among others', () => {
  expect(plain.length).toBeGreaterThan(800);
  const one = fc.string({ unit: fc.constantFrom(...plain), maxLength: 20 });
  for (const character of plain) expect([...cellClusters(character)]).toEqual([{ text: character, width: 1 }]);
  fc.assert(fc.property(one, (text) => expect([...cellClusters(text)].map((cell) => cell.text).join('')).toBe(text)));
});

test('nothing that joins, is wide, takes no cell or is a control is', () => {
  for (const text of ['\u0301', '漢', '\u200d', '\u001b', '\u007f', '\u0085', '🚀', '\u25fd', '\ud800', 'a\u0301'])
    expect(isPlainCells(text)).toBe(false);
});

test('is cut where taking it apart would cut it, also before what is not plain', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '─', '…', 'é', '●', '漢', '\u0301'), maxLength: 12 });
  fc.assert(
    fc.property(text, fc.nat(12), (whole, cells) => {
      const clusters = [...cellClusters(whole)];
      const width = clusters.reduce((sum, cell) => sum + cell.width, 0);
      expect(textWidth(whole)).toBe(width);
      const { text: shown, width: shownWidth, isCut } = clippedText(whole, cells);
      expect(isCut).toBe(width > cells || (cells === 0 && whole !== ''));
      expect(textWidth(shown)).toBe(shownWidth);
      expect(shownWidth).toBeLessThanOrEqual(cells);
      const kept = isCut ? shown.replace(/…$/, '') : shown;
      expect(
        clusters
          .map((cell) => cell.text)
          .join('')
          .startsWith(kept),
      ).toBe(true);
      if (width <= cells) expect(cutText(whole, cells, 'middle')).toBe(clusters.map((cell) => cell.text).join(''));
    }),
  );
});
