// A piece of a program's raw output as plain lines: styles are left out, moves of the cursor end a line.

/** An escape sequence, also one that is cut at the end; or one control. */
const CONTROL =
  /\x1b(?:\[([\x20-\x3f]*)([\x40-\x7e])|\][^\x07\x1b]*(?:\x07|\x1b\\|$)|[P_^X][^\x1b]*(?:\x1b\\|$)|[\x20-\x2f]*[\x30-\x7e]?)|[\x00-\x08\x0b-\x1f\x7f]/g;
/** What comes next stands elsewhere: moves to other rows, erasing, scrolling, the other screen. */
const ENDS_LINE = /^[ABEFHJLMSTadfr]$/;
/** No row is wider, cells. */
const MAX_GAP = 1000;

/** Lines are separated by `\n`. Untrusted text still. */
export function plainOutput(output: string): string {
  return output.replace(CONTROL, (whole, parameters: string | undefined, final: string | undefined) => {
    if (final === undefined) return whole === '\r' || whole === '\x1bE' || whole === '\x1bD' ? '\n' : '';
    if (final === 'C') return ' '.repeat(Math.min(MAX_GAP, Number(parameters) || 1));
    if (final === 'G') return ' ';
    const isOtherScreen = /^\?(?:47|1047|1049)$/.test(parameters ?? '');
    return ENDS_LINE.test(final) || isOtherScreen ? '\n' : '';
  });
}
