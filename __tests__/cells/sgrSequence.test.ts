// The sequence of a style, read back by a terminal.
import fc from 'fast-check';
import { sgrSequence, styledText } from '../../src/cells/sgrSequence';
import { PLAIN_STYLE, STYLE, type TextStyle, TRUECOLOR } from '../../src/cells/textStyle';
import { textStyleOf } from '../../src/pod/terminal/cellStyle';
import { screenTerminal } from '../../src/pod/terminal/screenTerminal';

const colour = fc.oneof(
  fc.constant(PLAIN_STYLE.fg),
  fc.integer({ min: 0, max: 255 }),
  fc.integer({ min: 0, max: 0xffffff }).map((rgb) => TRUECOLOR + rgb),
);
const style: fc.Arbitrary<TextStyle> = fc.record({ fg: colour, bg: colour, flags: fc.nat(255) });

async function shown(text: string): Promise<TextStyle[]> {
  const terminal = screenTerminal({ cols: 20, rows: 2 });
  await new Promise<void>((resolve) => terminal.write(text, resolve));
  const line = terminal.buffer.active.getLine(0);
  const styles = [0, 1].flatMap((x) => {
    const cell = line?.getCell(x);
    return cell ? [textStyleOf(cell)] : [];
  });
  terminal.dispose();
  return styles;
}

test('sets exactly that style, whatever was set before', async () => {
  await fc.assert(
    fc.asyncProperty(style, style, async (before, wanted) => {
      const [first, second] = await shown(`${sgrSequence(before)}a${sgrSequence(wanted)}b`);
      expect(first).toEqual(before);
      expect(second).toEqual(wanted);
    }),
  );
});

test('the first sixteen palette colours have the codes that every terminal knows', () => {
  expect(sgrSequence({ fg: 2, bg: 9, flags: STYLE.bold })).toBe('\x1b[0;1;32;101m');
  expect(sgrSequence({ fg: 200, bg: TRUECOLOR + 0x010203, flags: 0 }, ';53')).toBe('\x1b[0;53;38;5;200;48;2;1;2;3m');
});

test('behind a styled text the terminal has its own style again', async () => {
  expect(await shown(`${styledText('a', { fg: 1, bg: 4, flags: STYLE.inverse })}b`)).toEqual([
    { fg: 1, bg: 4, flags: STYLE.inverse },
    PLAIN_STYLE,
  ]);
});
