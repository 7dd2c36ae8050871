// Finds escape sequences in output that comes in pieces cut anywhere.
import { indexOfByte } from '../cells/indexOfByte';

/** A sequence that does not end within so many bytes is looked at no further: its beginning says what it is. */
const MAX_SEQUENCE = 4096;
/** OSC, DCS, APC, PM or SOS with its end; any other escape with its final byte; CSI is read apart. Begins at an ESC. */
const SEQUENCE =
  /^\x1b(?:[\]P_^X][^\x07\x1b\x18\x1a]*(?:\x07|\x1b\\|[\x18\x1a])|[\x20-\x2f]*[\x30-\x4f\x51-\x57\x59\x5a\x5c\x60-\x7e])/;
const UNFINISHED = /^\x1b(?:[\]P_^X][^\x07\x1b\x18\x1a]*\x1b?|[\x20-\x2f]*)?$/;
/** Ends a string, or aborts it. */
const STRING_END = /[\x07\x1b\x18\x1a]/;
const ESC = 0x1b;
const BRACKET = 0x5b;
/** By far the most frequent ones only draw: styles, moves, erasing. Their final bytes `m H A B C D G J K d`. */
const DRAWING = new Set([...'mHABCDGJKd'].map((final) => final.charCodeAt(0)));

export class SequenceFinder {
  private rest: Buffer | null = null;
  /** Within a string that is looked at no further, and has not ended. */
  private isInString = false;

  /** @param found gets each sequence as latin1 text; styles, moves and erasing are left out. */
  constructor(private readonly found: (sequence: string) => void) {}

  /** The last sequence has not ended yet: nothing may be put behind it. */
  get isWithin(): boolean {
    return this.rest !== null || this.isInString;
  }

  push(bytes: Buffer): void {
    const data = this.rest === null ? bytes : Buffer.concat([this.rest, bytes]);
    this.rest = null;
    if (this.isInString && !STRING_END.test(data.toString('latin1'))) return;
    this.isInString = false;
    for (let at = indexOfByte(data, ESC); at >= 0; at = indexOfByte(data, ESC, at)) {
      const end = data[at + 1] === BRACKET ? this.csi(data, at) : this.other(data, at);
      if (end === 'unfinished') {
        // A copy: a few bytes must not keep a whole chunk. More parameters than that are none.
        if (data.length - at < MAX_SEQUENCE) this.rest = Buffer.from(data.subarray(at));
        return;
      }
      at = end;
    }
  }

  /** @returns the index after it. */
  private csi(data: Buffer, start: number): number | 'unfinished' {
    let at = start + 2;
    while (at < data.length && isParameter(data[at])) at++;
    if (at >= data.length) return 'unfinished';
    const final = data[at] ?? 0;
    if (final < 0x40 || final > 0x7e) return at;
    const first = data[start + 2] ?? 0;
    // `<`, `=`, `>` and `?` make others of them.
    if (!DRAWING.has(final) || (first >= 0x3c && first <= 0x3f)) this.found(data.toString('latin1', start, at + 1));
    return at + 1;
  }

  private other(data: Buffer, start: number): number | 'unfinished' {
    const text = data.toString('latin1', start, start + MAX_SEQUENCE);
    const [whole] = SEQUENCE.exec(text) ?? [];
    const isUnfinished = whole === undefined && UNFINISHED.test(text);
    if (isUnfinished && text.length < MAX_SEQUENCE) return 'unfinished';
    const known = isUnfinished ? text : whole;
    if (known === undefined) return start + 1;
    this.isInString = isUnfinished && !STRING_END.test(data.toString('latin1', start + MAX_SEQUENCE));
    this.found(known);
    return start + known.length;
  }
}

/** Parameters and intermediates. */
function isParameter(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x20 && byte <= 0x3f;
}
