// Addresses in plain words become links: what a terminal opens on a click is what stands there.
import { safeLink } from '../cells/safeLink';
import type { Span, TextStyle } from '../cells/textStyle';

const ADDRESS = /\bhttps?:\/\/[^\s<>"'`\\^{}|\u2500-\u257f]+/giu;
/** What ends a sentence, or closes what was opened before the address, is no part of it. */
const TRAILING = /[.,;:!?'")\]}>…]+$/u;

export function linkedSpans(spans: readonly Span[]): readonly Span[] {
  return spans.some(({ text, style }) => style.link === undefined && text.includes('://'))
    ? spans.flatMap(linked)
    : spans;
}

function linked({ text, style }: Span): readonly Span[] {
  if (style.link !== undefined) return [{ text, style }];
  const parts: Span[] = [];
  let from = 0;
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const address = withoutTrailing(found);
    const link = safeLink(address);
    if (link === null) continue;
    if (index > from) parts.push({ text: text.slice(from, index), style });
    parts.push({ text: address, style: { ...style, link } });
    from = index + address.length;
  }
  if (from < text.length || parts.length === 0) parts.push({ text: text.slice(from), style });
  return parts;
}

/** The same style, which leads to that address where it is one that may be followed. */
export function linkedStyle(style: TextStyle, address: string): TextStyle {
  const link = safeLink(address);
  return link === null ? style : { ...style, link };
}

/** A bracket that the address itself opens stays in it. */
function withoutTrailing(found: string): string {
  const cut = found.replace(TRAILING, '');
  const rest = found.slice(cut.length);
  const opened = (cut.match(/\(/g)?.length ?? 0) - (cut.match(/\)/g)?.length ?? 0);
  return opened > 0 && rest.startsWith(')') ? `${cut})` : cut;
}
