// Colours as terminals say them: `rgb:RRRR/GGGG/BBBB`, and what is said where nobody knows better.
import type { ColourSlot } from './dynamicColours';

/** Light on dark: what most programs expect when nobody answers. */
const DEFAULT_COLOURS = { '10': 0xd0d0d0, '11': 0x000000, '12': 0xd0d0d0 } as const;
const BASE_COLOURS = [
  0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5, 0x7f7f7f, 0xff0000, 0x00ff00,
  0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
];
const CUBE_LEVELS = [0, 95, 135, 175, 215, 255];

export function defaultColour(slot: ColourSlot): string {
  if (slot === '10' || slot === '11' || slot === '12') return colourText(DEFAULT_COLOURS[slot]);
  const index = Number(slot.slice(2));
  if (index < 16) return colourText(BASE_COLOURS[index] ?? 0);
  if (index >= 232) return colourText((8 + (index - 232) * 10) * 0x010101);
  const level = (place: number) => CUBE_LEVELS[Math.floor((index - 16) / place) % 6] ?? 0;
  return colourText((level(36) << 16) | (level(6) << 8) | level(1));
}

/** A colour that a program has set (XParseColor: `#RGB` … or `rgb:R/G/B`), as it is said; null: a name, which only a terminal knows. */
export function saidColour(spec: string): string | null {
  const hex = /^#((?:[0-9a-f]{3}){1,4})$/i.exec(spec)?.[1];
  if (hex) {
    const digits = hex.length / 3;
    // `#RGB` leaves the lower bits out.
    const part = (at: number) => hex.slice(at * digits, (at + 1) * digits).padEnd(digits === 1 ? 2 : digits, '0');
    return said([part(0), part(1), part(2)]);
  }
  const parts = /^rgb:([0-9a-f]{1,4})\/([0-9a-f]{1,4})\/([0-9a-f]{1,4})$/i.exec(spec);
  return parts ? said(parts.slice(1)) : null;
}

/** Whether text on that background should be light. */
export function isDark(colour: string): boolean {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[0-9a-f]{4}/gi) ?? []).map((part) => Number.parseInt(part, 16));
  return 0.299 * red + 0.587 * green + 0.114 * blue < 0x8000;
}

/** A shorter number stands for its place between 0 and all ones. */
function said(parts: readonly string[]): string {
  return `rgb:${parts
    .map((part) =>
      part
        .repeat(Math.ceil(4 / part.length))
        .slice(0, 4)
        .toLowerCase(),
    )
    .join('/')}`;
}

function colourText(colour: number): string {
  return said([16, 8, 0].map((shift) => ((colour >> shift) & 255).toString(16).padStart(2, '0')));
}
