// Whose the mouse is while a Pod is attached.
import { OwnMouse } from '../../src/terminal/ownMouse';

const OURS = '\x1b[?1000h\x1b[?1006h';
const SCREEN = '\x1b[?9l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l';

function after(mouse: OwnMouse, bytes: string, isNormal = true): string {
  mouse.saw(Buffer.from(bytes));
  return mouse.settle(isNormal);
}

test('where the user does not want it, it is never asked for', () => {
  const mouse = new OwnMouse(false);
  expect(after(mouse, SCREEN)).toBe('');
  expect(after(mouse, '\x1b[?1000h')).toBe('');
  expect(mouse.isTaken).toBe(true);
});

test('it is asked for once, and again behind each screen', () => {
  const mouse = new OwnMouse(true);
  expect(after(mouse, SCREEN)).toBe(OURS);
  expect(after(mouse, 'text')).toBe('');
  expect(after(mouse, SCREEN)).toBe(OURS);
});

test('a program that asks for it has it in its own form, and gives it back', () => {
  const mouse = new OwnMouse(true);
  after(mouse, SCREEN);
  expect(after(mouse, '\x1b[?1002;1015h')).toBe('\x1b[?1000l\x1b[?1006l\x1b[?1002h\x1b[?1015h');
  expect(mouse.isTaken).toBe(true);
  expect(after(mouse, '\x1b[?1003h')).toBe('');
  expect(after(mouse, '\x1b[?1003l')).toBe(OURS);
  expect(after(mouse, '\x1b[?1000h')).toContain('\x1b[?1000l');
  expect(after(mouse, '\x1bc')).toBe(OURS);
});

test('on the alternate screen the wheel is as the terminal has it', () => {
  const mouse = new OwnMouse(true);
  after(mouse, SCREEN);
  expect(after(mouse, 'x', false)).toBe('\x1b[?1000l\x1b[?1006l');
  expect(after(mouse, 'x', false)).toBe('');
  expect(after(mouse, 'x', true)).toBe(OURS);
});

test('nothing is put into a sequence that has not ended, however long it is', () => {
  const mouse = new OwnMouse(true);
  expect(after(mouse, `${SCREEN}\x1b]52;c;`)).toBe('');
  expect(after(mouse, 'A'.repeat(5000))).toBe('');
  expect(after(mouse, 'A'.repeat(5000))).toBe('');
  expect(after(mouse, '\x1b')).toBe('');
  expect(after(mouse, '\\')).toBe(OURS);
});
