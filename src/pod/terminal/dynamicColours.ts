// The colours that a program has set for its terminal (OSC 4, 10, 11, 12), and those that it asks for.
import type { Terminal } from '@xterm/headless';

/** Foreground, background, cursor; and `4;N` for the colours of the palette. */
export type ColourSlot = '10' | '11' | '12' | `4;${number}`;

const SPECIAL: readonly ColourSlot[] = ['10', '11', '12'];
const PALETTE_SIZE = 256;
/** A colour's name or numbers; a longer one is none. */
const MAX_SPEC = 64;

export class DynamicColours {
  private readonly own = new Map<ColourSlot, string>();
  /** Slots that a viewer's terminal may still hold changed. */
  private readonly touched = new Set<ColourSlot>();

  /** @param asked is called for each question, in the order of the stream. `own`: what the program has set there. */
  constructor(terminal: Terminal, asked: (slot: ColourSlot, own: string | null) => void) {
    const { parser } = terminal;
    const on = (code: number, read: (data: string) => void) =>
      parser.registerOscHandler(code, (data) => {
        read(data);
        return true;
      });
    const take = (slot: ColourSlot, spec: string) => {
      if (spec === '?') asked(slot, this.own.get(slot) ?? null);
      else this.set(slot, spec);
    };
    // `OSC 10;A;B` is about 10 and 11.
    for (const code of [10, 11, 12]) {
      on(code, (data) => {
        data.split(';').forEach((spec, index) => {
          const slot = SPECIAL[code - 10 + index];
          if (slot) take(slot, spec);
        });
      });
    }
    on(4, (data) => {
      const fields = data.split(';');
      for (let at = 0; at + 1 < fields.length; at += 2) {
        const slot = paletteSlot(fields[at]);
        if (slot) take(slot, fields[at + 1] ?? '');
      }
    });
    on(104, (data) => {
      if (data === '')
        for (const slot of [...this.own.keys()].filter((name) => name.startsWith('4;'))) this.own.delete(slot);
      for (const field of data.split(';')) {
        const slot = paletteSlot(field);
        if (slot) this.own.delete(slot);
      }
    });
    for (const slot of SPECIAL) on(100 + Number(slot), () => this.own.delete(slot));
    parser.registerEscHandler({ final: 'c' }, () => {
      this.own.clear();
      return false;
    });
  }

  /** Brings any terminal to the colours as they are set now. */
  get sequence(): string {
    let out = '';
    for (const slot of this.touched) {
      const spec = this.own.get(slot);
      if (spec !== undefined) out += `\x1b]${slot};${spec}\x1b\\`;
      else out += slot.startsWith('4;') ? `\x1b]10${slot}\x1b\\` : `\x1b]1${slot}\x1b\\`;
    }
    return out;
  }

  private set(slot: ColourSlot, spec: string): void {
    // It must stay inside its own sequence when it is sent again.
    if (spec === '' || spec.length > MAX_SPEC || /[^\x20-\x7e]/.test(spec)) return;
    this.own.set(slot, spec);
    this.touched.add(slot);
  }
}

function paletteSlot(field: string | undefined): ColourSlot | null {
  const index = field && /^\d{1,3}$/.test(field) ? Number(field) : -1;
  return index >= 0 && index < PALETTE_SIZE ? `4;${index}` : null;
}
