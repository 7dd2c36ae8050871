// How many colours the user's terminal is told, and the nearest one that it has for one that it has not.
import { DEFAULT_COLOUR, TRUECOLOR } from './textStyle';

/** `sixteen`: those that every terminal with colours has; `palette`: 256; `full`: 24 bits. */
export type ColourDepth = 'none' | 'sixteen' | 'palette' | 'full';

/** They name themselves so, and say no COLORTERM on the other side of an ssh. */
const KNOWN_FULL = /^xterm-(?:kitty|ghostty)|^(?:alacritty|foot|wezterm|contour|rio)\b|-direct\d*$|-24bit$|-truecolor$/;
/** Their terminfo entries have no colours, and programs show none there. */
const MONOCHROME = /^(?:dumb|vt\d+)\b|-m$|-mono$/;

/**
 * 24 bits only where COLORTERM or a name promises them: a terminal that does not know the sequence shows other colours, or
 * blinks. Else what the kind of terminal says, as terminfo has it.
 */
export function colourDepth({ TERM = '', COLORTERM = '' }: Readonly<Record<string, string | undefined>>): ColourDepth {
  if (TERM === '' || TERM === 'dumb') return 'none';
  if (/^(?:truecolor|24bit)$/i.test(COLORTERM) || KNOWN_FULL.test(TERM)) return 'full';
  if (TERM.includes('256col')) return 'palette';
  return MONOCHROME.test(TERM) ? 'none' : 'sixteen';
}

/** A colour of a `TextStyle`, as a terminal of that depth can show it. */
export function colourWithin(colour: number, depth: ColourDepth): number {
  if (depth === 'full' || colour === DEFAULT_COLOUR) return colour;
  if (depth === 'none') return DEFAULT_COLOUR;
  const inPalette = colour < TRUECOLOR ? colour : nearestOfPalette(colour - TRUECOLOR);
  return depth === 'palette' || inPalette < 16 ? inPalette : nearestOfSixteen(rgbOfPalette(inPalette));
}

/** Levels of red, green and blue in the cube of the palette. */
const LEVELS = [0, 95, 135, 175, 215, 255];

type Rgb = readonly [red: number, green: number, blue: number];

const rgbOf = (colour: number): Rgb => [(colour >> 16) & 255, (colour >> 8) & 255, colour & 255];

/** Of the cube or of the greys; the first 16 are whatever their user has made of them. */
function nearestOfPalette(colour: number): number {
  const rgb = rgbOf(colour);
  const [red, green, blue] = rgb.map(nearestLevel);
  const inCube = 16 + 36 * (red ?? 0) + 6 * (green ?? 0) + (blue ?? 0);
  const mean = (rgb[0] + rgb[1] + rgb[2]) / 3;
  const grey = 232 + Math.max(0, Math.min(23, Math.round((mean - 8) / 10)));
  return distance(rgb, rgbOfPalette(grey)) < distance(rgb, rgbOfPalette(inCube)) ? grey : inCube;
}

function nearestLevel(value: number): number {
  const level = LEVELS.findIndex((each, index) => value <= (each + (LEVELS[index + 1] ?? 255)) / 2);
  return level < 0 ? LEVELS.length - 1 : level;
}

/** Of a colour from 16 on. */
function rgbOfPalette(colour: number): Rgb {
  const grey = 8 + 10 * (colour - 232);
  if (grey >= 8) return [grey, grey, grey];
  const at = colour - 16;
  return [LEVELS[Math.floor(at / 36)] ?? 0, LEVELS[Math.floor(at / 6) % 6] ?? 0, LEVELS[at % 6] ?? 0];
}

/** Three bits of colour, and whether it is a bright one. */
function nearestOfSixteen(rgb: Rgb): number {
  const highest = Math.max(...rgb);
  if (highest < 64) return 0;
  const bits = rgb.reduce((sum, value, index) => sum + (value > highest / 2 ? 1 << index : 0), 0);
  if (bits === 7 && highest < 224) return highest < 160 ? 8 : 7;
  return highest < 192 ? bits : 8 + bits;
}

function distance(a: Rgb, b: Rgb): number {
  return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2;
}
