// What a viewer's terminal shows of the bytes that it got, and programs that say what they get.
import { HeadlessScreen } from '../../../src/pod/terminal/headlessScreen';
import { screenRows } from '../../../src/pod/terminal/screenRows';
import { FRAME } from '../../../src/protocol/terminalFrame';
import type { AttachedClient } from '../../fixtures/attachedClient';
import { until } from '../../fixtures/podTestClient';

export const screens: HeadlessScreen[] = [];

/** A program of shell lines; raw, without echo, so that every byte is known. */
export const raw = (script: string) => ['sh', '-c', `stty raw -echo; ${script}`];

/** What a terminal of that size shows when it gets these bytes on its alternate screen. */
export async function shown(
  bytes: Buffer,
  cols = 80,
  rows = 24,
): Promise<{ text: string[]; rows: unknown; cursor: number[] }> {
  const screen = new HeadlessScreen({ cols, rows }, { onParsed: () => {}, onTitle: () => {}, onAnswer: () => {} });
  screens.push(screen);
  screen.write(Buffer.concat([Buffer.from('\x1b[?1049h'), bytes]));
  await new Promise<void>((resolve) => screen.whenParsed(resolve));
  const { cursorX, cursorY } = screen.terminal.buffer.active;
  const styled = screenRows(screen.terminal);
  const text = styled.map((runs) => runs.map(([part]) => part).join(''));
  return { text, rows: styled, cursor: [cursorX, cursorY] };
}

export async function answered(viewer: AttachedClient): Promise<void> {
  const before = viewer.count(FRAME.pong);
  viewer.send(FRAME.ping, Buffer.from('x'));
  await until('a pong', () => viewer.count(FRAME.pong) > before);
}
