// A message at the foot of the screen is read to its end where the screen has the room.
import { messageRows } from '../../../src/dashboard/frame/messageRows';
import { screenLayout } from '../../../src/dashboard/frame/screenLayout';
import type { DashboardState } from '../../../src/dashboard/loop/state';
import { withMessage } from '../../../src/dashboard/loop/step';
import { listOf, play, SIZES, scene, terminalPod, textOf } from '../scene';

const LONG = `It begins here, ${'and it goes on, '.repeat(10)}and here is what to do`;
const at = (size: { readonly cols: number; readonly rows: number }, text = LONG): DashboardState =>
  withMessage(scene({ size, list: listOf({ live: [terminalPod('demo')] }) }), 'error', text);

test('a short one has one row, and so has the bar', () => {
  const state = at(SIZES.usual, 'No.');
  expect(messageRows(state)).toEqual(['! No.']);
  expect(screenLayout(state).footer).toEqual({ x: 0, y: 23, width: 80, height: 1 });
  expect(messageRows({ ...state, message: null })).toEqual([]);
});

test('a long one has as many as it needs; what stands above keeps the rest of the screen, and gets it back', () => {
  const state = at(SIZES.usual);
  const lines = textOf(state).split('\n');
  expect(lines.slice(-3).join(' ')).toMatch(/^! It begins here, .*and here is what to do/);
  const { body, footer } = screenLayout(state);
  expect(footer).toMatchObject({ y: 21, height: 3 });
  expect(body.y + body.height).toBe(footer.y);
  expect(screenLayout(play(state, 'down').state).footer.height).toBe(1);
});

test('a small screen has one row for it, cut', () => {
  const state = at(SIZES.small);
  expect(screenLayout(state).footer.height).toBe(1);
  expect(textOf(state).split('\n').at(-1)).toMatch(/^! It begins here, .*…$/);
});
