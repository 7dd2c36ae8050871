// The look of a cell: two colours and flags, the same for a Pod's screen, a conversation and the dashboard's own words.

/** `fg` and `bg`: -1 = default, 0–255 = palette, TRUECOLOR + 0xRRGGBB = direct colour. `flags`: bits of STYLE. */
export interface TextStyle {
  readonly fg: number;
  readonly bg: number;
  readonly flags: number;
  /** The address that it leads to, as `safeLink` gives it; missing: none. */
  readonly link?: string;
}

/** A piece of text in one style, safe already (`displayText`, `safeText`) or our own. */
export interface Span {
  readonly text: string;
  readonly style: TextStyle;
}

export const DEFAULT_COLOUR = -1;
export const TRUECOLOR = 0x1000000;

export const STYLE = {
  bold: 1,
  dim: 2,
  italic: 4,
  underline: 8,
  blink: 16,
  inverse: 32,
  invisible: 64,
  strike: 128,
} as const;

export const PLAIN_STYLE: TextStyle = { fg: DEFAULT_COLOUR, bg: DEFAULT_COLOUR, flags: 0 };

/** The style with more flags set (bits of STYLE). */
export function withFlags(style: TextStyle, flags: number): TextStyle {
  return { ...style, flags: style.flags | flags };
}

export function sameStyle(a: TextStyle, b: TextStyle): boolean {
  return a.fg === b.fg && a.bg === b.bg && a.flags === b.flags && a.link === b.link;
}
