// Answers a program's questions for colours while no terminal of a user is there to answer.
import type { Terminal } from '@xterm/headless';

/** Light on dark: what most programs expect when nobody answers. */
const DEFAULT_COLOURS: Readonly<Record<number, number>> = { 10: 0xd0d0d0, 11: 0x000000, 12: 0xd0d0d0 };
const BASE_COLOURS = [
  0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5, 0x7f7f7f, 0xff0000, 0x00ff00,
  0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
];
const CUBE_LEVELS = [0, 95, 135, 175, 215, 255];

/** In the order of the stream, so that an answer never overtakes the one to an earlier question. */
export function answerColourQueries(terminal: Terminal, answer: (text: string) => void): void {
  for (const code of [10, 11, 12]) {
    terminal.parser.registerOscHandler(code, (data) => {
      // `OSC 10;?;?` asks for 10 and 11.
      data.split(';').forEach((slot, index) => {
        const colour = DEFAULT_COLOURS[code + index];
        if (slot === '?' && colour !== undefined) answer(`\x1b]${code + index};${colourText(colour)}\x1b\\`);
      });
      return false;
    });
  }
  terminal.parser.registerOscHandler(4, (data) => {
    const slots = data.split(';');
    for (let at = 0; at + 1 < slots.length; at += 2) {
      const colour = paletteColour(Number(slots[at]));
      if (slots[at + 1] === '?' && colour !== null) answer(`\x1b]4;${slots[at]};${colourText(colour)}\x1b\\`);
    }
    return false;
  });
}

function paletteColour(index: number): number | null {
  if (!Number.isInteger(index) || index < 0 || index > 255) return null;
  if (index < 16) return BASE_COLOURS[index] ?? null;
  if (index >= 232) return (8 + (index - 232) * 10) * 0x010101;
  const level = (place: number) => CUBE_LEVELS[Math.floor((index - 16) / place) % 6] ?? 0;
  return (level(36) << 16) | (level(6) << 8) | level(1);
}

/** `rgb:RRRR/GGGG/BBBB`. */
function colourText(colour: number): string {
  const parts = [(colour >> 16) & 255, (colour >> 8) & 255, colour & 255];
  return `rgb:${parts.map((part) => part.toString(16).padStart(2, '0').repeat(2)).join('/')}`;
}
