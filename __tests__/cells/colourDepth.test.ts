// A terminal is told no colour that it does not say it has; the nearest one that it has instead.
import fc from 'fast-check';
import { colourDepth, colourWithin } from '../../src/cells/colourDepth';
import { DEFAULT_COLOUR, TRUECOLOR } from '../../src/cells/textStyle';

test.each([
  ['xterm-256color', '', 'palette'],
  ['xterm-256color', 'truecolor', 'full'],
  ['xterm-256color', '24bit', 'full'],
  ['xterm-256color', 'yes', 'palette'],
  ['screen-256color', '', 'palette'],
  ['tmux-256color', '', 'palette'],
  ['rxvt-unicode-256color', '', 'palette'],
  ['xterm', '', 'sixteen'],
  ['xterm-16color', '', 'sixteen'],
  ['screen', '', 'sixteen'],
  ['linux', '', 'sixteen'],
  ['linux', 'truecolor', 'full'],
  ['a-kind-nobody-knows', '', 'sixteen'],
  ['xterm-kitty', '', 'full'],
  ['xterm-ghostty', '', 'full'],
  ['alacritty', '', 'full'],
  ['foot', '', 'full'],
  ['wezterm', '', 'full'],
  ['xterm-direct', '', 'full'],
  ['vt100', '', 'none'],
  ['vt220', '', 'none'],
  ['dumb', 'truecolor', 'none'],
  ['', 'truecolor', 'none'],
])('TERM=%s COLORTERM=%s: %s', (TERM, COLORTERM, depth) => {
  expect(colourDepth({ TERM, COLORTERM })).toBe(depth);
});

test.each([
  [0x000000, 16, 0],
  [0xffffff, 231, 15],
  [0xff0000, 196, 9],
  [0x5f87af, 67, 7],
  [0x800000, 88, 1],
  [0x0000ff, 21, 12],
  [0x808080, 244, 8],
  [0x121212, 233, 0],
])('#%s', (rgb, inPalette, ofSixteen) => {
  expect(colourWithin(TRUECOLOR + rgb, 'palette')).toBe(inPalette);
  expect(colourWithin(TRUECOLOR + rgb, 'sixteen')).toBe(ofSixteen);
});

test('what a terminal has stays as it is', () => {
  for (let colour = 0; colour < 256; colour += 1) expect(colourWithin(colour, 'palette')).toBe(colour);
  for (let colour = 0; colour < 16; colour += 1) expect(colourWithin(colour, 'sixteen')).toBe(colour);
  for (const depth of ['none', 'sixteen', 'palette', 'full'] as const) {
    expect(colourWithin(DEFAULT_COLOUR, depth)).toBe(DEFAULT_COLOUR);
  }
  expect(colourWithin(3, 'none')).toBe(DEFAULT_COLOUR);
});

test('a colour of the cube is found again, and none lies outside of what there is', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffffff }), (rgb) => {
      expect(colourWithin(TRUECOLOR + rgb, 'full')).toBe(TRUECOLOR + rgb);
      const inPalette = colourWithin(TRUECOLOR + rgb, 'palette');
      expect(inPalette).toBeGreaterThanOrEqual(16);
      expect(inPalette).toBeLessThan(256);
      expect(colourWithin(inPalette, 'sixteen')).toBe(colourWithin(TRUECOLOR + rgb, 'sixteen'));
      expect(colourWithin(TRUECOLOR + rgb, 'sixteen')).toBeLessThan(16);
    }),
  );
});
