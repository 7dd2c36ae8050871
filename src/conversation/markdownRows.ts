// Markdown as rows of a given width; the library only reads it, every cell is laid out here.

import { Marked, type MarkedToken, type Token, type Tokens } from 'marked';
import { displayText } from '../cells/displayText';
import type { ScreenRow } from '../cells/podScreen';
import { safeText, shownText } from '../cells/safeText';
import { prefixed, rowOf, span } from '../cells/spans';
import { type Span, STYLE, withFlags } from '../cells/textStyle';
import { LEAST_CELLS, wrapSpans } from '../cells/wrapSpans';
import type { ConversationLook } from './conversationLook';
import { linkedSpans } from './linkedSpans';
import { inlineSpans, isMarkedToken } from './markdownInline';
import { markdownTable } from './markdownTable';

/** Deeper nesting stays flat: there would be no room left for words. */
const MAX_DEPTH = 8;
const BULLETS = ['•', '◦', '▪'];

/** Made for the first text: its rules take as long to make as a screen to draw. */
let markdown: Marked | null = null;

interface Place {
  readonly width: number;
  readonly look: ConversationLook;
  readonly depth: number;
}

/**
 * Rows of what was laid out last, by the source of each top-level part: while a text grows, only its last part is new.
 * Belongs to one text, one width and one look.
 */
export type MarkdownMemo = Map<string, readonly ScreenRow[]>;

/** `untrusted` as it came; rows of at most `width` cells, none for a blank text. */
export function markdownRows(
  untrusted: string,
  width: number,
  look: ConversationLook,
  memo: MarkdownMemo = new Map(),
): readonly ScreenRow[] {
  if (untrusted.trim() === '') return [];
  const text = safeText(shownText(untrusted));
  const tokens = lex(text);
  if (tokens === null) return wrapSpans([span(text, look.text)], width);
  const place = { width: Math.max(LEAST_CELLS, width), look, depth: 0 };
  const before = new Map(memo);
  memo.clear();
  return joined(
    tokens.map((token) => {
      const rows = before.get(token.raw) ?? blockRows(token, place);
      // A reference may be resolved by a definition that comes later.
      if (!token.raw.includes('[')) memo.set(token.raw, rows);
      return rows;
    }),
    true,
  );
}

function lex(text: string): readonly Token[] | null {
  try {
    markdown ??= new Marked({ gfm: true, breaks: true });
    return markdown.lexer(text);
  } catch {
    // Nested so deep that the parser ran out of stack.
    return null;
  }
}

/** Parts under each other, a blank row between them where the text is not a tight list. */
function joined(parts: readonly (readonly ScreenRow[])[], isLoose: boolean): readonly ScreenRow[] {
  const shown = parts.filter((rows) => rows.length > 0);
  return shown.flatMap((rows, index) => (isLoose && index > 0 ? [[], ...rows] : rows));
}

function blocksRows(tokens: readonly Token[], place: Place, isLoose: boolean): readonly ScreenRow[] {
  return joined(
    tokens.map((token) => blockRows(token, place)),
    isLoose,
  );
}

function blockRows(token: Token, place: Place): readonly ScreenRow[] {
  const { width, look } = place;
  if (!isMarkedToken(token) || place.depth > MAX_DEPTH) return plainRows(token.raw, place);
  switch (token.type) {
    case 'space':
    case 'def':
    case 'checkbox':
      return [];
    case 'heading':
      return headingRows(token, place);
    case 'hr':
      return [rowOf([span('─'.repeat(width), look.dim)])];
    case 'code':
      return codeRows(token, place);
    case 'blockquote': {
      const bar = [span('│ ', look.mark)];
      return prefixed(blocksRows(token.tokens, narrower(place, 2), true), bar, bar);
    }
    case 'list':
      return listRows(token, place);
    case 'table':
      return markdownTable(token, width, look);
    default:
      return inlineRows(token, place);
  }
}

function inlineRows(token: MarkedToken, { width, look }: Place): readonly ScreenRow[] {
  if (token.type === 'html') return wrapSpans([span(safeText(token.text), look.dim)], width);
  const tokens = token.type === 'paragraph' || token.type === 'text' ? token.tokens : undefined;
  return wrapSpans(tokens === undefined ? inlineSpans([token], look) : inlineSpans(tokens, look), width);
}

function plainRows(raw: string, { width, look }: Place): readonly ScreenRow[] {
  return raw.trim() === '' ? [] : wrapSpans([span(safeText(raw), look.text)], width);
}

function headingRows(token: Tokens.Heading, { width, look }: Place): readonly ScreenRow[] {
  const style = token.depth === 1 ? withFlags(look.heading, STYLE.underline) : look.heading;
  return wrapSpans(inlineSpans(token.tokens, look, style), width);
}

function codeRows(token: Tokens.Code, { width, look }: Place): readonly ScreenRow[] {
  const bar = [span('│ ', look.dim)];
  const language = displayText(token.lang?.split(/\s/, 1)[0] ?? '');
  const label = language === '' ? [] : wrapSpans([span(language, look.dim)], width - 2, { cut: true });
  const coloured = language === '' ? null : (look.colourCode?.(token.text, language) ?? null);
  const lines =
    coloured?.map((pieces) => pieces.map(({ text, token: kind }) => span(displayText(text), look[kind]))) ??
    token.text.split('\n').map((line) => [span(displayText(line), look.code)]);
  const rows = lines.flatMap((spans) => wrapSpans(linkedSpans(spans), width - 2, { cut: true }));
  return prefixed([...label, ...rows], bar, bar);
}

function listRows(list: Tokens.List, place: Place): readonly ScreenRow[] {
  const first = typeof list.start === 'number' ? list.start : 1;
  const markers = list.items.map((item, index) => markerOf(item, list.ordered ? first + index : null, place));
  const cells = Math.max(0, ...markers.map(({ text }) => text.length));
  const parts = list.items.map((item, index) => {
    const marker = markers[index] ?? span('', place.look.mark);
    const rows = blocksRows(item.tokens, narrower(place, cells), item.loose);
    const indent = [span(' '.repeat(cells), place.look.text)];
    return prefixed(rows.length === 0 ? [[]] : rows, [{ ...marker, text: marker.text.padStart(cells) }], indent);
  });
  return joined(parts, list.loose);
}

/** All of one cell a character. */
function markerOf(item: Tokens.ListItem, number: number | null, { look, depth }: Place): Span {
  if (item.task) return item.checked ? span('☑ ', look.success) : span('☐ ', look.mark);
  return span(`${number === null ? BULLETS[depth % BULLETS.length] : `${number}.`} `, look.mark);
}

function narrower({ width, look, depth }: Place, cells: number): Place {
  return { width: Math.max(LEAST_CELLS, width - cells), look, depth: depth + 1 };
}
