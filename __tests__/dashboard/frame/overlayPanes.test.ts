// What lies over the panes, as text.
import { viewDashboard } from '../../../src/dashboard/frame/viewDashboard';
import { livePod } from '../../podList/facts';
import { keyOf, listOf, NOW, play, SIZES, scene, terminalPod, textOf } from '../scene';

const grid = (size: { cols: number; rows: number } = SIZES.usual) =>
  scene({ list: listOf({ live: [terminalPod('demo')] }), size });
const rows = (text: string, from: number, to: number) => text.split('\n').slice(from, to).join('\n');

test('the prompt shows its fields, the cursor in the active one, and what is wrong', () => {
  const { state } = play(grid(), 'n', 'a', '漢', 'enter', "'");
  expect(rows(textOf(play(state, 'enter').state), 5, 14)).toMatchInlineSnapshot(`
"║ ╔═ New Pod ════════════════════════════════════════════════════════════════╗ ║
║ ║  Name      a漢                                                           ║ ║
║ ║  Directory /w                                                            ║ ║
║ ║  Kind      terminal                                                      ║ ║
║ ║ >Command   '                                                             ║ ║
║ ║                                                                          ║ ║
║ ║ The command has an opening ' without its end.                            ║ ║
║ ║                                                                          ║ ║
║ ║                                                                          ║ ║"
`);
  const frame = viewDashboard(state, NOW);
  expect(frame.cursor).toEqual({ x: 16, y: 9 });
  expect(viewDashboard(play(state, 'up', 'up', 'up').state, NOW).cursor).toEqual({ x: 18, y: 6 });
});

test('a field longer than its box scrolls, the cursor stays in it', () => {
  const { state } = play(grid(SIZES.small), 'n', { kind: 'paste', text: `${'漢'.repeat(60)}END` });
  const frame = viewDashboard(state, NOW);
  expect(frame.cursor?.x).toBeLessThan(38);
  expect(textOf(state)).toContain('END');
});

test('the help scrolls where it does not fit, and ends at its end', () => {
  const top = play(grid(SIZES.small), '?').state;
  expect(textOf(top).replace(/\+\d+ more/, '+NN more')).toMatchInlineSnapshot(`
"1 live
╔═ Keys ════════════════════ podwatch ═╗
║ Enter     attach a live Pod, restore ║
║           a stopped one              ║
║ n         start a new Pod            ║
║ x         stop the selected Pod, or  ║
║           the marked ones (asks)     ║
║ R         restore the selected Pod,  ║
╚═ +NN more ═══════════════════════════╝
Esc back  ↑ up  ↓ down  End end"
`);
  const end = textOf(play(top, 'G').state);
  expect(end).toContain('show all again');
  expect(end).not.toContain('more');
  expect(textOf(play(top, 'G', 'up').state)).toContain('+1 more');
  expect(textOf(play(top, 'G', 'home').state)).toBe(textOf(top));
});

test('a question stands in the last row, with the name made visible', () => {
  const state = scene({ list: listOf({ live: [terminalPod('de\u001b[2Jmo')] }) });
  expect(textOf(play(state, 'x').state).split('\n').at(-1)).toBe(' Stop de\\x1b[2Jmo? y/n');
});

test('a message stands in the last row, safely', () => {
  const outcome = { kind: 'failed' as const, message: 'demo: \u001b[31mno {bold}luck{/}' };
  const state = play(grid(), { report: { kind: 'stopEnded', key: keyOf('demo'), outcome } }).state;
  expect(textOf(state).split('\n').at(-1)).toBe('! demo: no {bold}luck{/}');
});

test.each([
  [1, 1],
  [3, 2],
  [8, 3],
  [300, 100],
])('%d×%d draws without a fault in every pane', (cols, lines) => {
  const state = scene({
    list: listOf({ live: [terminalPod('demo'), livePod('chat')], problems: [] }),
    size: { cols, rows: lines },
  });
  for (const keys of [[], ['p'], ['?'], ['n', 'a'], ['x'], ['enter']]) {
    expect(textOf(play(state, ...keys).state).split('\n')).toHaveLength(lines);
  }
});
