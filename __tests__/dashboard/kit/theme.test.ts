// The themes: the same tokens, colours that fit what they are for, and none where none are wanted.
import { type Theme, type ThemeName, themeFor } from '../../../src/dashboard/kit/theme';

const NAMES: readonly ThemeName[] = ['terminal', 'dark', 'light', 'none'];
/** Without what is no style. */
const stylesOf = ({ colourCode: _, ...styles }: Theme) => Object.entries(styles);
const colours = (theme: Theme) =>
  stylesOf(theme)
    .flatMap(([, { fg, bg }]) => [fg, bg])
    .filter((colour) => colour >= 0);

test.each(NAMES)('%s has every token; no colour at all where the user wants none', (name) => {
  expect(Object.keys(themeFor(true, name)).sort()).toEqual(Object.keys(themeFor(true)).sort());
  expect(colours(themeFor(false, name))).toEqual([]);
});

test('the default keeps to the 16 colours of the terminal; dark and light to those that no scheme changes', () => {
  expect(themeFor(true)).toBe(themeFor(true, 'terminal'));
  for (const colour of colours(themeFor(true))) expect(colour).toBeLessThan(16);
  for (const name of ['dark', 'light'] as const) {
    for (const colour of colours(themeFor(true, name))) expect(colour).toBeGreaterThanOrEqual(16);
  }
  expect(colours(themeFor(true, 'none'))).toEqual([]);
});

/** Relative luminance (WCAG 2) of a colour of the fixed part of the 256. */
function luminance(colour: number): number {
  const level = (step: number) => (step === 0 ? 0 : 55 + 40 * step);
  const cube = colour - 16;
  const grey = 8 + 10 * (colour - 232);
  const [r, g, b] =
    colour >= 232
      ? [grey, grey, grey]
      : [level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6)];
  const linear = [r, g, b].map((part) => {
    const share = part / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (linear[0] ?? 0) + 0.7152 * (linear[1] ?? 0) + 0.0722 * (linear[2] ?? 0);
}

/** Luminance of the two backgrounds of Solarized: #fdf6e3, #002b36. */
const [CREAM, DEEP_BLUE] = [0.923, 0.021];

test.each([
  ['dark', 0, 4.5],
  ['dark', DEEP_BLUE, 3],
  ['light', 1, 4.5],
  ['light', CREAM, 3],
] as const)('words can be read on a %s background of luminance %s', (name, background, least) => {
  for (const [token, { fg }] of stylesOf(themeFor(true, name))) {
    if (fg < 0) continue;
    const [bright, dark] = [luminance(fg), background].sort((a, b) => b - a);
    const contrast = ((bright ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
    // Lines carry few words, and none that matters.
    expect([token, contrast >= (token === 'border' ? 3 : least)]).toEqual([token, true]);
  }
});
