// The dashboard's styles by meaning: panes name a token, never a colour.
import type { PodStateKind } from '../podList/describePodState';
import { DEFAULT_COLOUR, STYLE } from '../podList/podScreen';

/** As in a ScreenRun. */
export interface Style {
  readonly fg: number;
  readonly bg: number;
  readonly flags: number;
}

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

export type Theme = Readonly<Record<StyleToken, Style>>;

const style = (fg: number, flags = 0): Style => ({ fg, bg: DEFAULT_COLOUR, flags });

const PLAIN = style(DEFAULT_COLOUR);
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
  restorable: style(4),
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

/** `colour`: false where the user asked for none (NO_COLOR, `--no-color`). */
export function themeFor(colour: boolean): Theme {
  return colour ? COLOURS : COLOURLESS;
}
