// Which addresses may become links on the user's terminal, and the sequences (OSC 8) that begin and end one.

/** As long as terminals take them (VTE), characters. */
const MAX_LINK = 2083;
const SCHEMES = /^(?:https?:\/\/|file:\/\/|mailto:)./i;

/** The address as it may be written, everything but ASCII escaped; null: it is no link. Untrusted, any text. */
export function safeLink(address: string): string | null {
  if (address.length > MAX_LINK || !SCHEMES.test(address)) return null;
  if (/^[\x21-\x7e]+$/.test(address)) return address;
  // Controls of both sets, and a blank, would end the sequence or be one of their own.
  if (/[\x00-\x20\x7f-\xa0]|\p{Cs}/u.test(address)) return null;
  const escaped = address.replace(/[^\x21-\x7e]+/g, encodeURIComponent);
  return escaped.length > MAX_LINK ? null : escaped;
}

export const LINK_END = '\x1b]8;;\x1b\\';

/** Parts of one address light up together, wherever they are drawn. @param link as `safeLink` gives it. */
export function linkSequence(link: string): string {
  let hash = 0;
  for (let at = 0; at < link.length; at++) hash = (Math.imul(hash, 31) + link.charCodeAt(at)) >>> 0;
  return `\x1b]8;id=pw${hash.toString(36)};${link}\x1b\\`;
}
