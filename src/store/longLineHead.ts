// The beginning of a line that is too long to be read whole: as much of an entry as its preview needs.
import { MAX_LINE_BYTES } from '../protocol/lineDecoder';

const NEWLINE = 0x0a;
const STEP_BYTES = 1024 * 1024;
/** Longer than what stands before the text of an entry, and what a preview shows of it. */
const HEAD_BYTES = 8 * 1024;

/** Reads a range of the file; fewer bytes where it has become shorter meanwhile. */
type ReadRange = (start: number, end: number) => Buffer;

/**
 * The line that byte `at` is a part of as JSON: whole, or cut off within its first long text and closed there. Null where it
 * is not cut within a text, or longer than any line that is read.
 */
export function longLineHead(read: ReadRange, at: number): string | null {
  const start = lineStart(read, at);
  if (start === null) return null;
  const head = read(start, start + HEAD_BYTES);
  const end = head.indexOf(NEWLINE);
  return end < 0 ? closedJson(head.toString('utf8')) : head.toString('utf8', 0, end);
}

function lineStart(read: ReadRange, at: number): number | null {
  const bound = Math.max(0, at - MAX_LINE_BYTES);
  for (let end = at; end > bound; ) {
    const start = Math.max(bound, end - STEP_BYTES);
    const newline = read(start, end).lastIndexOf(NEWLINE);
    if (newline >= 0) return start + newline + 1;
    end = start;
  }
  return bound === 0 ? 0 : null;
}

/** Everything that is open at the end of `text` is closed; null: it ends outside of a text. */
function closedJson(text: string): string | null {
  const open: string[] = [];
  let isInText = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (isInText) {
      if (character === '\\') at += 1;
      else if (character === '"') isInText = false;
    } else if (character === '"') isInText = true;
    else if (character === '{') open.push('}');
    else if (character === '[') open.push(']');
    else if (character === '}' || character === ']') open.pop();
  }
  if (!isInText) return null;
  // An escape, or a character, may be cut.
  const whole = text.replace(/\\(?:u[\da-fA-F]{0,3})?$|\ufffd+$/, '');
  return `${whole}"${open.reverse().join('')}`;
}
