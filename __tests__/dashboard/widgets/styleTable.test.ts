// Interned styles: a bounded table in which what is shown keeps its number.
import { TRUECOLOR } from '../../../src/cells/textStyle';
import { StyleTable } from '../../../src/dashboard/widgets/styleTable';

const styled = (rgb: number) => ({ fg: TRUECOLOR + rgb, bg: -1, flags: 0 });

describe('more styles than the table holds', () => {
  it('keeps the numbers of those that are shown and gives out the others again', () => {
    const table = new StyleTable(0, 'full');
    const kept = [1, 2, 3].map((rgb) => table.attrOf(styled(rgb)));
    const sequences = kept.map((attr) => table.sequenceOf(attr));
    let lowest = 0;
    for (let rgb = 100; rgb < 50_000; rgb += 1) {
      table.trim(kept);
      lowest = Math.min(lowest, table.attrOf(styled(rgb)));
    }
    expect(lowest).toBeGreaterThanOrEqual(-4096);
    expect([1, 2, 3].map((rgb) => table.attrOf(styled(rgb)))).toEqual(kept);
    expect(kept.map((attr) => table.sequenceOf(attr))).toEqual(sequences);
    expect(table.sequenceOf(table.attrOf(styled(0xff8001)))).toBe('\u001b[0;38;2;255;128;1m');
  });

  it('looks through a screen that shows more than that only now and then', () => {
    const table = new StyleTable(0, 'full');
    const shown = Array.from({ length: 6000 }, (_, rgb) => table.attrOf(styled(rgb)));
    let looks = 0;
    const looked = {
      *[Symbol.iterator]() {
        looks += 1;
        yield* shown;
      },
    };
    for (let rgb = 0; rgb < 5000; rgb += 1) {
      table.trim(looked);
      table.attrOf(styled(10_000 + rgb));
    }
    expect(looks).toBe(1);
    expect(new Set(shown.map((attr) => table.sequenceOf(attr))).size).toBe(6000);
  });
});
