// Interned styles: blessed's cells carry one number a style, the table knows its SGR sequence in the colours that the terminal has.
import { type ColourDepth, colourWithin } from '../../cells/colourDepth';
import { safeLink } from '../../cells/safeLink';
import { SGR_RESET, sgrSequence } from '../../cells/sgrSequence';
import { DEFAULT_COLOUR, type TextStyle } from '../../cells/textStyle';

/** From this many styles on, those that are not shown any more make room; more than twice as many are never kept in vain. */
const LIMIT = 4096;

/** A style is a negative number, so that it can never be one of blessed's own bit fields. */
export class StyleTable {
  readonly #defaultAttr: number;
  readonly #depth: ColourDepth;
  readonly #ids = new Map<number, Map<number, number>>();
  /** The same of text that leads to an address, by address. */
  readonly #linked = new Map<string, Map<number, Map<number, number>>>();
  /** At index −id − 1. */
  readonly #sequences: string[] = [];
  /** The same; empty where the style leads nowhere. */
  readonly #links: string[] = [];
  /** Numbers to give out again. */
  readonly #free: number[] = [];
  #limit = LIMIT;

  /** `defaultAttr`: blessed's number for unstyled cells. Where `depth` is none only bold, inverse and the like remain. */
  constructor(defaultAttr: number, depth: ColourDepth) {
    this.#defaultAttr = defaultAttr;
    this.#depth = depth;
  }

  attrOf(style: TextStyle): number {
    const { flags, link = '' } = style;
    const isAsItIs = this.#depth === 'full';
    const fg = isAsItIs ? style.fg : colourWithin(style.fg, this.#depth);
    const bg = isAsItIs ? style.bg : colourWithin(style.bg, this.#depth);
    if (fg === DEFAULT_COLOUR && bg === DEFAULT_COLOUR && flags === 0 && link === '') return this.#defaultAttr;
    const front = (fg + 1) * 256 + flags;
    const ids = link === '' ? this.#ids : this.#idsOf(link);
    let byBackground = ids.get(front);
    if (byBackground === undefined) {
      byBackground = new Map();
      ids.set(front, byBackground);
    }
    let id = byBackground.get(bg);
    if (id === undefined) {
      id = this.#free.pop() ?? -this.#sequences.length - 1;
      this.#sequences[-id - 1] = sgrSequence({ fg, bg, flags });
      this.#links[-id - 1] = link === '' ? '' : (safeLink(link) ?? '');
      byBackground.set(bg, id);
    }
    return id;
  }

  /** The whole style, whatever was set before. */
  sequenceOf(attr: number): string {
    return this.#sequences[-attr - 1] ?? SGR_RESET;
  }

  /** The address that text of this style leads to; empty: none. */
  linkOf(attr: number): string {
    // What is no style of ours stands nowhere in the table, and looking there all the same is slow.
    return attr < 0 ? (this.#links[-attr - 1] ?? '') : '';
  }

  #idsOf(link: string): Map<number, Map<number, number>> {
    const known = this.#linked.get(link) ?? new Map<number, Map<number, number>>();
    this.#linked.set(link, known);
    return known;
  }

  /** Where there are many, forgets those that are not among `shown` (read only then): their numbers will mean others. */
  trim(shown: Iterable<number>): void {
    if (this.#sequences.length - this.#free.length < this.#limit) return;
    const used = new Set(shown);
    this.#forget(this.#ids, used);
    for (const [link, ids] of this.#linked) {
      this.#forget(ids, used);
      if (ids.size === 0) this.#linked.delete(link);
    }
    // A screen of more styles than that must not be looked through at every frame.
    this.#limit = Math.max(LIMIT, 2 * used.size);
  }

  #forget(ids: Map<number, Map<number, number>>, used: ReadonlySet<number>): void {
    for (const [front, byBackground] of ids) {
      for (const [bg, id] of byBackground) {
        if (used.has(id)) continue;
        byBackground.delete(bg);
        this.#free.push(id);
      }
      if (byBackground.size === 0) ids.delete(front);
    }
  }
}
