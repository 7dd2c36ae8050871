// Finds whole escape sequences in output that comes in pieces cut anywhere.

/** A sequence that does not end within so many bytes is looked at no further: its beginning says what it is. */
const MAX_SEQUENCE = 4096;
/** CSI with its final byte; OSC, DCS, APC, PM or SOS with its end; any other escape with its final byte. Begins at an ESC. */
const SEQUENCE =
  /\x1b(?:\[[\x20-\x3f]*[\x40-\x7e]|[\]P_^X][^\x07\x1b\x18\x1a]*(?:\x07|\x1b\\|[\x18\x1a])|[\x20-\x2f]*[\x30-\x4f\x51-\x57\x59\x5a\x5c\x60-\x7e])/y;
const UNFINISHED = /^\x1b(?:\[[\x20-\x3f]*|[\]P_^X][^\x07\x1b\x18\x1a]*\x1b?|[\x20-\x2f]*)?$/;

export class SequenceFinder {
  private rest = '';

  /** @param found gets each sequence as latin1 text. */
  constructor(private readonly found: (sequence: string) => void) {}

  push(bytes: Buffer): void {
    if (this.rest === '' && !bytes.includes(0x1b)) return;
    const text = this.rest + bytes.toString('latin1');
    this.rest = '';
    for (let at = text.indexOf('\x1b'); at >= 0; at = text.indexOf('\x1b', at)) {
      SEQUENCE.lastIndex = at;
      const [whole] = SEQUENCE.exec(text) ?? [];
      if (whole !== undefined) {
        this.found(whole);
        at += whole.length;
      } else if (UNFINISHED.test(text.slice(at))) {
        this.keep(text.slice(at));
        return;
      } else {
        at += 1;
      }
    }
  }

  private keep(rest: string): void {
    if (rest.length <= MAX_SEQUENCE) this.rest = rest;
    else this.found(rest.slice(0, MAX_SEQUENCE));
  }
}
