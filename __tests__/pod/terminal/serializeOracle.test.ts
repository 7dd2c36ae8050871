// xterm's own serializer as a second opinion: what it redraws and what our screen state redraws must look the same.
import { SerializeAddon } from '@xterm/addon-serialize';
import { HeadlessScreen } from '../../../src/pod/terminal/headlessScreen';
import { screenRows } from '../../../src/pod/terminal/screenRows';

const silent = { onParsed: () => {}, onTitle: () => {}, onAnswer: () => {} };
const SIZE = { cols: 24, rows: 6 };
const open: HeadlessScreen[] = [];

async function screenOf(bytes: string | Buffer): Promise<HeadlessScreen> {
  const screen = new HeadlessScreen(SIZE, silent);
  open.push(screen);
  screen.write(typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
  await new Promise<void>((resolve) => screen.whenParsed(resolve));
  return screen;
}

function look({ terminal }: HeadlessScreen) {
  return { rows: screenRows(terminal), cursor: [terminal.buffer.active.cursorX, terminal.buffer.active.cursorY] };
}

afterEach(() => {
  for (const screen of open.splice(0)) screen.dispose();
});

test.each([
  ['plain lines', 'one\r\ntwo\r\n$ '],
  ['styles and colours', '\x1b[1;31mred\x1b[0m \x1b[48;5;24mblue\x1b[0m \x1b[38;2;1;2;3mtrue\x1b[7mback\x1b[0m'],
  ['wide characters', '漢字 🚀 テスト\r\né ü\r\n'],
  ['a scrolled screen', Array.from({ length: 20 }, (_, i) => `line ${i}`).join('\r\n')],
  ['a wrapped line', 'x'.repeat(60)],
  ['the alternate screen', 'normal\x1b[?1049h\x1b[3;5Hfull screen'],
])('%s', async (_, bytes) => {
  const screen = await screenOf(bytes);
  const serializer = new SerializeAddon();
  screen.terminal.loadAddon(serializer);
  const byXterm = await screenOf(serializer.serialize({ scrollback: 0 }));
  const byUs = await screenOf(screen.state(SIZE));
  expect(look(byUs)).toEqual(look(byXterm));
});
