// Interned styles: blessed's cells carry one number a style, the table knows its SGR sequence in full colour.
import { SGR_RESET, sgrSequence } from '../../cells/sgrSequence';
import { DEFAULT_COLOUR, type TextStyle } from '../../cells/textStyle';

/** From this many styles on, those that are not shown any more make room; more than twice as many are never kept in vain. */
const LIMIT = 4096;

/** A style is a negative number, so that it can never be one of blessed's own bit fields. */
export class StyleTable {
  readonly #defaultAttr: number;
  readonly #colour: boolean;
  readonly #ids = new Map<number, Map<number, number>>();
  /** At index −id − 1. */
  readonly #sequences: string[] = [];
  /** Numbers to give out again. */
  readonly #free: number[] = [];
  #limit = LIMIT;

  /** `defaultAttr`: blessed's number for unstyled cells. Without `colour` only bold, inverse and the like remain. */
  constructor(defaultAttr: number, colour: boolean) {
    this.#defaultAttr = defaultAttr;
    this.#colour = colour;
  }

  attrOf(style: TextStyle): number {
    const fg = this.#colour ? style.fg : DEFAULT_COLOUR;
    const bg = this.#colour ? style.bg : DEFAULT_COLOUR;
    const { flags } = style;
    if (fg === DEFAULT_COLOUR && bg === DEFAULT_COLOUR && flags === 0) return this.#defaultAttr;
    const front = (fg + 1) * 256 + flags;
    let byBackground = this.#ids.get(front);
    if (byBackground === undefined) {
      byBackground = new Map();
      this.#ids.set(front, byBackground);
    }
    let id = byBackground.get(bg);
    if (id === undefined) {
      id = this.#free.pop() ?? -this.#sequences.length - 1;
      this.#sequences[-id - 1] = sgrSequence({ fg, bg, flags });
      byBackground.set(bg, id);
    }
    return id;
  }

  /** The whole style, whatever was set before. */
  sequenceOf(attr: number): string {
    return this.#sequences[-attr - 1] ?? SGR_RESET;
  }

  /** Where there are many, forgets those that are not among `shown` (read only then): their numbers will mean others. */
  trim(shown: Iterable<number>): void {
    if (this.#sequences.length - this.#free.length < this.#limit) return;
    const used = new Set(shown);
    for (const [front, byBackground] of this.#ids) {
      for (const [bg, id] of byBackground) {
        if (used.has(id)) continue;
        byBackground.delete(bg);
        this.#free.push(id);
      }
      if (byBackground.size === 0) this.#ids.delete(front);
    }
    // A screen of more styles than that must not be looked through at every frame.
    this.#limit = Math.max(LIMIT, 2 * used.size);
  }
}
