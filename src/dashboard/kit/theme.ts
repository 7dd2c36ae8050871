// The dashboard's styles by meaning: panes name a token, never a colour.

import { DEFAULT_COLOUR, PLAIN_STYLE, STYLE, type TextStyle } from '../../cells/textStyle';
import type { ColourCode } from '../../conversation/conversationLook';
import type { PodStateKind } from '../../podList/describePodState';

export type Style = TextStyle;

export type StyleToken =
  | PodStateKind
  | 'text'
  | 'dim'
  | 'strong'
  | 'brand'
  | 'key'
  | 'selected'
  | 'border'
  | 'attention'
  | 'info'
  | 'error'
  | 'cursor';

export type Theme = Readonly<Record<StyleToken, Style>> & {
  /** Tells code apart by its language, once that is loaded. */
  readonly colourCode?: ColourCode;
};

const style = (fg: number, flags = 0): Style => ({ fg, bg: DEFAULT_COLOUR, flags });

const PLAIN = PLAIN_STYLE;
const BOLD = style(DEFAULT_COLOUR, STYLE.bold);
const INVERSE = style(DEFAULT_COLOUR, STYLE.inverse);
const UNDERLINE = style(DEFAULT_COLOUR, STYLE.underline);
/** Not palette colour 8, which some colour schemes make the same as the background. */
const DIM = style(DEFAULT_COLOUR, STYLE.dim);

/** Palette colours only, so that the user's own colour scheme decides what they look like. */
const COLOURS: Theme = {
  running: style(2),
  idle: style(6),
  paused: style(3),
  unknown: style(5),
  // Bright: the plain blue of many terminals is hardly to be seen on black.
  restorable: style(12),
  stopped: DIM,
  corrupt: style(1),
  unreachable: style(1),
  probing: DIM,
  text: PLAIN,
  dim: DIM,
  strong: BOLD,
  brand: style(6, STYLE.bold),
  key: style(6, STYLE.bold),
  selected: style(DEFAULT_COLOUR, STYLE.bold | STYLE.inverse),
  border: DIM,
  attention: style(3, STYLE.bold),
  info: style(2),
  error: style(1, STYLE.bold),
  cursor: INVERSE,
};

/** For NO_COLOR: bold, inverse and underline alone carry what colours carry otherwise. */
const COLOURLESS: Theme = {
  running: BOLD,
  idle: PLAIN,
  paused: UNDERLINE,
  unknown: PLAIN,
  restorable: PLAIN,
  stopped: PLAIN,
  corrupt: UNDERLINE,
  unreachable: UNDERLINE,
  probing: PLAIN,
  text: PLAIN,
  dim: PLAIN,
  strong: BOLD,
  brand: BOLD,
  key: BOLD,
  selected: style(DEFAULT_COLOUR, STYLE.bold | STYLE.inverse),
  border: PLAIN,
  attention: BOLD,
  info: PLAIN,
  error: BOLD,
  cursor: INVERSE,
};

/** `terminal`: the terminal's own 16 colours. `dark` and `light` are for a background of that kind, whatever those are. */
export type ThemeName = 'terminal' | 'dark' | 'light' | 'none';

interface Palette {
  readonly green: number;
  readonly cyan: number;
  readonly yellow: number;
  readonly magenta: number;
  readonly blue: number;
  readonly red: number;
  readonly orange: number;
  readonly grey: number;
  readonly line: number;
}

/** From the fixed part of the 256 colours, which no colour scheme changes. */
const ON_DARK: Palette = {
  green: 114,
  cyan: 80,
  yellow: 221,
  magenta: 176,
  blue: 111,
  red: 203,
  orange: 215,
  grey: 246,
  line: 243,
};
const ON_LIGHT: Palette = {
  green: 28,
  cyan: 23,
  yellow: 94,
  magenta: 90,
  blue: 25,
  red: 160,
  orange: 130,
  grey: 241,
  line: 244,
};

function fixedTheme(palette: Palette): Theme {
  return {
    ...COLOURS,
    running: style(palette.green),
    idle: style(palette.cyan),
    paused: style(palette.yellow),
    unknown: style(palette.magenta),
    restorable: style(palette.blue),
    stopped: style(palette.grey),
    corrupt: style(palette.red),
    unreachable: style(palette.red),
    probing: style(palette.grey),
    dim: style(palette.grey),
    brand: style(palette.cyan, STYLE.bold),
    key: style(palette.cyan, STYLE.bold),
    border: style(palette.line),
    attention: style(palette.orange, STYLE.bold),
    info: style(palette.green),
    error: style(palette.red, STYLE.bold),
  };
}

const THEMES: Readonly<Record<ThemeName, Theme>> = {
  terminal: COLOURS,
  dark: fixedTheme(ON_DARK),
  light: fixedTheme(ON_LIGHT),
  none: COLOURLESS,
};

/** `colour`: false where the user asked for none (NO_COLOR, `--no-color`), whatever the theme. */
export function themeFor(colour: boolean, name: ThemeName = 'terminal'): Theme {
  return colour ? THEMES[name] : COLOURLESS;
}
