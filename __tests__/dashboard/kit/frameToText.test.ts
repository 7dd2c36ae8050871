// Clipping, overlays and halves of wide characters, as a painter would do them.
import { rowOf } from '../../../src/cells/spans';
import type { Placement } from '../../../src/dashboard/kit/frame';
import { frameToText } from '../../../src/dashboard/kit/frameToText';

const STYLE = { fg: -1, bg: -1, flags: 0 };
const at = (x: number, y: number, width: number, ...texts: string[]): Placement => ({
  key: `${x},${y}`,
  rect: { x, y, width, height: texts.length },
  lines: texts.map((text) => rowOf([{ text, style: STYLE }], 1000)),
});
const text = (cols: number, ...placements: Placement[]) =>
  frameToText({ cols, rows: 2, placements, cursor: null, title: '' });

test.each([
  ['clips at the right', text(10, at(0, 0, 4, 'abcdefgh')), 'abcd\n'],
  ['clips at the screen', text(3, at(1, 0, 40, 'abcdefgh')), ' ab\n'],
  ['never shows half a character', text(10, at(0, 0, 3, '漢字')), '漢\n'],
  ['lays later ones on top, blanks included', text(10, at(0, 0, 8, 'abcdefgh'), at(2, 0, 3, 'X')), 'abX  fgh\n'],
  ['blanks the halves it cuts through', text(10, at(0, 0, 8, '漢字漢字'), at(1, 0, 2, 'X')), ' X  漢字\n'],
  [
    'shows no control that a screen may hold',
    text(10, { ...at(0, 0, 5, 'x'), lines: [[{ text: 'a\u001bb', ...STYLE, width: 1 }]] }),
    'a?b\n',
  ],
])('%s', (_, actual, expected) => {
  expect(actual).toBe(expected);
});
