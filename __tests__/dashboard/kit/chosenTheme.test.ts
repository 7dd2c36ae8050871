// What `auto` is: the light theme only where the terminal has said that it is light.
import { chosenTheme } from '../../../src/dashboard/kit/chosenTheme';

test.each([
  ['0;15', 'light'],
  ['0;default;15', 'light'],
  ['0;7', 'light'],
  ['15;0', 'terminal'],
  ['15;default;0', 'terminal'],
  ['7;8', 'terminal'],
  ['0;default', 'terminal'],
  ['15', 'light'],
  ['0;17', 'terminal'],
  ['', 'terminal'],
])('COLORFGBG=%s is %s', (said, theme) => {
  expect(chosenTheme('auto', { COLORFGBG: said })).toBe(theme);
});

test('nothing said is the terminal’s own, and what was set is meant', () => {
  expect(chosenTheme('auto', {})).toBe('terminal');
  for (const set of ['terminal', 'dark', 'light', 'none'] as const)
    expect(chosenTheme(set, { COLORFGBG: '0;15' })).toBe(set);
});
