// The one writer of SGR sequences: a style as what a terminal is told.
import { DEFAULT_COLOUR, STYLE, type TextStyle, TRUECOLOR } from './textStyle';

const FLAG_CODES: ReadonlyArray<readonly [flag: number, code: number]> = [
  [STYLE.bold, 1],
  [STYLE.dim, 2],
  [STYLE.italic, 3],
  [STYLE.underline, 4],
  [STYLE.blink, 5],
  [STYLE.inverse, 7],
  [STYLE.invisible, 8],
  [STYLE.strike, 9],
];

/** Back to the terminal's own style. */
export const SGR_RESET = '\x1b[m';

/**
 * Sets exactly this style, whatever was set before: `ESC [ 0 ; … m`. `more`: parameters that a style has no words for, each
 * with its `;` in front.
 */
export function sgrSequence(style: TextStyle, more = ''): string {
  return `\x1b[0${parameters(style, more)}m`;
}

/** Of a terminal in its own style: the text in that one, and then its own again. */
export function styledText(text: string, style: TextStyle): string {
  const codes = parameters(style, '').slice(1);
  return codes === '' ? text : `\x1b[${codes}m${text}${SGR_RESET}`;
}

/** Each with its `;` in front. */
function parameters({ fg, bg, flags }: TextStyle, more: string): string {
  let codes = '';
  for (const [flag, code] of FLAG_CODES) if ((flags & flag) !== 0) codes += `;${code}`;
  return `${codes}${more}${colourCodes(fg, 30)}${colourCodes(bg, 40)}`;
}

/** The first eight palette colours and their bright ones have codes of their own, which terminals of 16 colours know too. */
function colourCodes(colour: number, base: 30 | 40): string {
  if (colour === DEFAULT_COLOUR) return '';
  if (colour >= TRUECOLOR) {
    const rgb = colour - TRUECOLOR;
    return `;${base + 8};2;${(rgb >> 16) & 255};${(rgb >> 8) & 255};${rgb & 255}`;
  }
  if (colour < 8) return `;${base + colour}`;
  if (colour < 16) return `;${base + 60 + colour - 8}`;
  return `;${base + 8};5;${colour & 255}`;
}
