// The inside of a Markdown line as styled text: emphasis, code, links.

import type { MarkedToken, Token } from 'marked';
import { displayText } from '../cells/displayText';
import { span } from '../cells/spans';
import { type Span, STYLE, type TextStyle, withFlags } from '../cells/textStyle';
import type { ConversationLook } from './conversationLook';
import { linkedSpans, linkedStyle } from './linkedSpans';

/** Tokens of the lexer without extensions; any other kind is shown as it was written. */
const KINDS: ReadonlySet<string> = new Set<MarkedToken['type']>([
  'blockquote',
  'br',
  'checkbox',
  'code',
  'codespan',
  'def',
  'del',
  'em',
  'escape',
  'heading',
  'hr',
  'html',
  'image',
  'link',
  'list',
  'list_item',
  'paragraph',
  'space',
  'strong',
  'table',
  'text',
]);

export function isMarkedToken(token: Token): token is MarkedToken {
  return KINDS.has(token.type);
}

/** `base`: the style of plain words here. */
export function inlineSpans(
  tokens: readonly Token[],
  look: ConversationLook,
  base: TextStyle = look.text,
): readonly Span[] {
  return tokens.flatMap((token) =>
    isMarkedToken(token) ? spansOf(token, look, base) : [span(displayText(token.raw), base)],
  );
}

function spansOf(token: MarkedToken, look: ConversationLook, base: TextStyle): readonly Span[] {
  switch (token.type) {
    case 'strong':
      return inlineSpans(token.tokens, look, withFlags(base, STYLE.bold));
    case 'em':
      return inlineSpans(token.tokens, look, withFlags(base, STYLE.italic));
    case 'del':
      return inlineSpans(token.tokens, look, withFlags(base, STYLE.strike));
    case 'codespan':
      return linkedSpans([span(displayText(token.text), { ...look.code, flags: look.code.flags | base.flags })]);
    case 'br':
      return [span('\n', base)];
    case 'checkbox':
      return [];
    case 'escape':
      return [span(plainText(token.text), base)];
    case 'link':
      return linkSpans(inlineSpans(token.tokens, look, withFlags(look.link, base.flags)), token.href, look);
    case 'image':
      return linkSpans([span(`[${plainText(token.text) || 'image'}]`, look.link)], token.href, look);
    case 'html':
      return [/^<br\s*\/?>$/i.test(token.text) ? span('\n', base) : span(plainLines(token.text), base)];
    case 'text':
      return token.tokens === undefined ? [span(plainLines(token.text), base)] : inlineSpans(token.tokens, look, base);
    default:
      return [span(plainLines(token.raw), base)];
  }
}

/** The address follows where the words do not say it already: a terminal shows no other way where a link leads. */
function linkSpans(label: readonly Span[], href: string, look: ConversationLook): readonly Span[] {
  const words = label.map(({ text }) => text).join('');
  const address = displayText(href);
  const linked = label.map(({ text, style }) => span(text, linkedStyle(style, address)));
  if (address === '' || address.endsWith(words) || words.includes(address)) {
    return words === '' ? [span(address, linkedStyle(look.link, address))] : linked;
  }
  return [...linked, span(' (', look.dim), span(address, linkedStyle(look.dim, address)), span(')', look.dim)];
}

function plainLines(text: string): string {
  return text.split('\n').map(plainText).join('\n');
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  mdash: '—',
  ndash: '–',
  hellip: '…',
  copy: '©',
  rarr: '→',
  larr: '←',
  times: '×',
};

/** References become their character, and only then is the text made safe: `&#27;` is an escape, too. */
function plainText(text: string): string {
  if (!text.includes('&')) return displayText(text);
  return displayText(
    text.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]{2,6}));/g, (whole, decimal, hex, name) => {
      if (name !== undefined) return NAMED[name] ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
    }),
  );
}
