// Interned styles: blessed's cells carry one number a style, the table knows its SGR sequence in full colour.
import { DEFAULT_COLOUR, type ScreenRun, STYLE, TRUECOLOR } from '../../podList/podScreen';

const SGR_FLAGS: ReadonlyArray<readonly [flag: number, code: number]> = [
  [STYLE.bold, 1],
  [STYLE.dim, 2],
  [STYLE.italic, 3],
  [STYLE.underline, 4],
  [STYLE.blink, 5],
  [STYLE.inverse, 7],
  [STYLE.invisible, 8],
  [STYLE.strike, 9],
];
/** From this many styles on, those that are not shown any more make room; more than twice as many are never kept in vain. */
const LIMIT = 4096;

function colourCodes(colour: number, base: 30 | 40): string {
  if (colour === DEFAULT_COLOUR) return '';
  if (colour >= TRUECOLOR) {
    const rgb = colour - TRUECOLOR;
    return `;${base + 8};2;${(rgb >> 16) & 255};${(rgb >> 8) & 255};${rgb & 255}`;
  }
  if (colour < 8) return `;${base + colour}`;
  if (colour < 16) return `;${base + 60 + colour - 8}`;
  return `;${base + 8};5;${colour & 255}`;
}

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

  attrOf(style: Pick<ScreenRun, 'fg' | 'bg' | 'flags'>): number {
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
      let codes = '';
      for (const [flag, code] of SGR_FLAGS) if ((flags & flag) !== 0) codes += `;${code}`;
      id = this.#free.pop() ?? -this.#sequences.length - 1;
      this.#sequences[-id - 1] = `\u001b[0${codes}${colourCodes(fg, 30)}${colourCodes(bg, 40)}m`;
      byBackground.set(bg, id);
    }
    return id;
  }

  /** The whole style, whatever was set before. */
  sequenceOf(attr: number): string {
    return this.#sequences[-attr - 1] ?? '\u001b[m';
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
