// Of a program's output only what draws: a replay asks nothing, tells nothing, and changes nothing but the screen.

/** An escape sequence, whole or cut at the end; or one control. */
const CONTROL =
  /\x1b(?:\[([\x20-\x3f]*)([\x40-\x7e])|\]([^\x07\x1b\x18\x1a]*)(?:\x07|\x1b\\|[\x18\x1a]|$)|[P_^X][^\x07\x1b\x18\x1a]*(?:\x07|\x1b\\|[\x18\x1a]|$)|([\x20-\x2f]*[\x30-\x7e])|[\x20-\x2f]*)|[\x00-\x1f\x7f]/g;

/** Backspace, tab, line feeds, CR, shifts between character sets, and CAN, which ends what was cut. */
const DRAWING_CONTROLS = new Set(['\b', '\t', '\n', '\v', '\f', '\r', '\x0e', '\x0f', '\x18']);
/** Without parameters of their own kind: cursor, erasing, inserting, scrolling, styles, region, saved cursor, tabs. */
const DRAWING_FINALS = /^[@A-JK-MPSTXZ`abdefgmrsu]$/;
/** Reverse video, origin, wrap, blinking and shown cursor, reverse wrap, margins, saved cursor, whole frames. */
const DRAWING_MODES = new Set(['5', '6', '7', '12', '25', '45', '69', '1048', '2026']);
/** Insert; line feeds with CR. */
const DRAWING_ANSI_MODES = new Set(['4', '20']);
/** Links; colours of the palette, of text, background and cursor, and their ends. */
const DRAWING_OSC = /^(?:8;|(?:4|1[0-2]);(?!.*\?)|104|11[0-2])/s;
/** Saved cursor, line movements, tab stop, character sets and their shifts, tests of the screen. */
const DRAWING_ESCAPES = /^(?:[78DEHMNOno|}~]|[()*+][\x30-\x7e]|#\d)$/;

/** @param output cut where the terminal's parser is at rest; a string that is cut off at its end does not draw. */
export function drawnOnly(output: Buffer): Buffer {
  // Bytes as characters: a sequence holds none beyond ASCII, and text passes as it is.
  const text = output.toString('latin1').replace(CONTROL, (whole, parameters, final, osc, other) => {
    if (final !== undefined) return drawnCsi(parameters, final);
    if (osc !== undefined) return DRAWING_OSC.test(osc) ? whole : '';
    if (other !== undefined) return DRAWING_ESCAPES.test(other) ? whole : '';
    return DRAWING_CONTROLS.has(whole) ? whole : '';
  });
  return Buffer.from(text, 'latin1');
}

function drawnCsi(parameters: string, final: string): string {
  const whole = `\x1b[${parameters}${final}`;
  if (final === 'h' || final === 'l') return drawnModes(parameters, final);
  if (/^[\d;:]*$/.test(parameters)) return DRAWING_FINALS.test(final) ? whole : '';
  // Selective erasing; the shape of the cursor; a soft reset; rectangles and columns.
  const draws = /^\?\d*$/.test(parameters)
    ? /^[JK]$/.test(final)
    : /^(?: q|!p|\$[rtvxz{]|\*[xz]|'[}~])$/.test(parameters.replace(/[\d;]/g, '') + final);
  return draws ? whole : '';
}

function drawnModes(parameters: string, final: string): string {
  const isPrivate = parameters.startsWith('?');
  const known = isPrivate ? DRAWING_MODES : DRAWING_ANSI_MODES;
  const kept = parameters
    .replace('?', '')
    .split(';')
    .filter((mode) => known.has(mode));
  return kept.length === 0 ? '' : `\x1b[${isPrivate ? '?' : ''}${kept.join(';')}${final}`;
}
