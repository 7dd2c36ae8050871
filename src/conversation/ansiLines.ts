// Output of a tool with the colours and marks that it was written in; all else that a terminal would do is left out.
import { displayText } from '../cells/displayText';
import { overwritten } from '../cells/plainOutput';
import { shownText } from '../cells/safeText';
import { span } from '../cells/spans';
import { DEFAULT_COLOUR, type Span, STYLE, type TextStyle, TRUECOLOR } from '../cells/textStyle';
import { linkedStyle } from './linkedSpans';

/** Of one line, code units. */
const MAX_LINE = 4000;
/** A colour, another sequence with its end, a command to the terminal, or an escape alone. */
const SEQUENCE =
  /\x1b\[([0-9;:]*)m|\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]?|\x9b[0-?]*[ -/]*[@-~]/g;

/** A link begins, or (no address) ends. */
const LINK = /^\x1b\]8;[^;]*;([^\x07\x1b]*)/;

/** Whether there is anything in it that `ansiLines` would show otherwise. */
export function hasColours(text: string): boolean {
  return text.includes('\x1b[') || text.includes('\x1b]8;');
}

/** The lines in spans, of many the first and the last. `hasColour` false: marks stay, colours do not. */
export function ansiLines(
  untrusted: string,
  base: TextStyle,
  { most, hasColour }: { readonly most: number; readonly hasColour: boolean },
): readonly (readonly Span[])[] {
  let style = base;
  const lines = shownText(untrusted)
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)
    .map((line) => {
      const spans: Span[] = [];
      let from = 0;
      const text = overwritten(line).slice(0, MAX_LINE);
      const say = (to: number): void => {
        const shown = displayText(text.slice(from, to));
        if (shown !== '') spans.push(span(shown, style));
      };
      for (const match of text.matchAll(SEQUENCE)) {
        say(match.index);
        from = match.index + match[0].length;
        if (match[1] !== undefined) style = styledBy(match[1], style, base, hasColour);
        const link = LINK.exec(match[0]);
        if (link !== null) style = linkedStyle(withoutLink(style), link[1] ?? '');
      }
      say(text.length);
      return spans;
    });
  if (lines.length <= most) return lines;
  const half = Math.floor(most / 2);
  const left = span(`… ${lines.length - 2 * half} more lines …`, base);
  return [...lines.slice(0, half), [left], ...lines.slice(-half)];
}

const FLAGS: Readonly<Record<number, number>> = {
  1: STYLE.bold,
  2: STYLE.dim,
  3: STYLE.italic,
  4: STYLE.underline,
  7: STYLE.inverse,
  9: STYLE.strike,
};
const OFF: Readonly<Record<number, number>> = {
  22: STYLE.bold | STYLE.dim,
  23: STYLE.italic,
  24: STYLE.underline,
  27: STYLE.inverse,
  29: STYLE.strike,
};

function styledBy(parameters: string, before: TextStyle, base: TextStyle, hasColour: boolean): TextStyle {
  const codes = parameters.split(/[;:]/).map((code) => Number(code === '' ? 0 : code));
  let style = before;
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at] ?? 0;
    const direct = code === 38 || code === 48 ? directColour(codes.slice(at + 1)) : null;
    if (direct !== null) at += direct.length;
    style = withCode(style, code, direct?.colour ?? null, base, hasColour);
  }
  return style;
}

function withoutLink({ fg, bg, flags }: TextStyle): TextStyle {
  return { fg, bg, flags };
}

function withCode(
  style: TextStyle,
  code: number,
  direct: number | null,
  base: TextStyle,
  hasColour: boolean,
): TextStyle {
  if (code === 0) return style.link === undefined ? base : { ...base, link: style.link };
  const [on, off] = [FLAGS[code], OFF[code]];
  if (on !== undefined) return { ...style, flags: style.flags | on };
  if (off !== undefined) return { ...style, flags: style.flags & ~off };
  if (code === 39) return { ...style, fg: base.fg };
  if (code === 49) return { ...style, bg: base.bg };
  if (!hasColour) return style;
  const colour = direct ?? paletteColour(code);
  if (colour === null) return style;
  const isBack = code === 48 || (code >= 40 && code <= 47) || code >= 100;
  return isBack ? { ...style, bg: colour } : { ...style, fg: colour };
}

function paletteColour(code: number): number | null {
  if (code >= 30 && code <= 37) return code - 30;
  if (code >= 40 && code <= 47) return code - 40;
  if (code >= 90 && code <= 97) return code - 90 + 8;
  return code >= 100 && code <= 107 ? code - 100 + 8 : null;
}

/** `length`: how many parameters it takes. */
function directColour([kind, ...rest]: readonly number[]): { readonly colour: number; readonly length: number } {
  if (kind === 5) return { colour: (rest[0] ?? 0) & 255, length: 2 };
  if (kind !== 2) return { colour: DEFAULT_COLOUR, length: 0 };
  const [red = 0, green = 0, blue = 0] = rest;
  return { colour: TRUECOLOR + (((red & 255) << 16) | ((green & 255) << 8) | (blue & 255)), length: 4 };
}
