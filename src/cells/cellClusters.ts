// Text as terminal cells: one code point a cell group, so that no two terminals can disagree on its width.
import { codePointWidth } from './codePointWidth';

/** One code point and the cells it takes. */
export interface CellCluster {
  readonly text: string;
  readonly width: 1 | 2;
}

const ZWJ = 0x200d;
const REGIONAL_INDICATOR_A = 0x1f1e6;
const REGIONAL_INDICATOR_Z = 0x1f1ff;
const EMOJI = /^\p{Extended_Pictographic}/u;
/** More marks than any script stacks; a base with thousands of them must not cost more. */
const MAX_MARKS = 8;

/**
 * The cells of a text, each reduced to ONE code point: emoji joined by ZWJ, with a skin tone, a variation selector or
 * a keycap become their base; flags become their two letters; a base with combining marks becomes the composed
 * character where Unicode has one (e + U+0301 → é), else the bare base. Marks without a base vanish; controls and
 * unpaired surrogates become U+FFFD. Text that may hold escape sequences goes through `displayText` first.
 */
export function* cellClusters(text: string): Generator<CellCluster, void, void> {
  let at = 0;
  while (at < text.length) {
    const base = text.codePointAt(at) ?? 0;
    const start = at;
    at = clusterEnd(text, at, base);
    const cell = reduce(text, start, at, base);
    const width = codePointWidth(cell);
    if (width !== 0) yield { text: String.fromCodePoint(cell), width };
  }
}

/** The index after the cluster that begins at `start` with code point `base`. */
function clusterEnd(text: string, start: number, base: number): number {
  let at = start + unitsOf(base);
  // The common case, answered without a look at properties.
  if (text.charCodeAt(at) < 0x300) return at;
  const isEmoji = base >= 0xa9 && EMOJI.test(String.fromCodePoint(base));
  let joins = false;
  while (at < text.length) {
    const next = text.codePointAt(at) ?? 0;
    const extended =
      isExtending(next) || (isEmoji && (isSkinTone(next) || (joins && EMOJI.test(text.slice(at, at + 2)))));
    if (!extended) break;
    joins = next === ZWJ;
    at += unitsOf(next);
  }
  return at;
}

/** Takes no cell of its own: a mark, a joiner, a selector; controls are no part of any cluster. */
function isExtending(codePoint: number): boolean {
  return codePoint >= 0x300 && codePointWidth(codePoint) === 0;
}

function isSkinTone(codePoint: number): boolean {
  return codePoint >= 0x1f3fb && codePoint <= 0x1f3ff;
}

function unitsOf(codePoint: number): 1 | 2 {
  return codePoint > 0xffff ? 2 : 1;
}

/** The one code point that stands for the cluster. */
function reduce(text: string, start: number, end: number, base: number): number {
  if (base >= REGIONAL_INDICATOR_A && base <= REGIONAL_INDICATOR_Z) return base - REGIONAL_INDICATOR_A + 0x41;
  // An unpaired surrogate would be written as broken bytes; a control must not vanish, or its neighbours would join.
  if ((base >= 0xd800 && base <= 0xdfff) || base < 0x20 || (base >= 0x7f && base < 0xa0)) return 0xfffd;
  const units = unitsOf(base);
  if (end - start === units || EMOJI.test(text.slice(start, start + units))) return base;
  return (
    text
      .slice(start, Math.min(end, start + units + MAX_MARKS))
      .normalize('NFC')
      .codePointAt(0) ?? base
  );
}
