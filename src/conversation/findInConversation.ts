// Search: which blocks hold the words, and in which of their rows they stand.
import { rowText, type ScreenRow } from '../cells/podScreen';
import type { Conversation } from './conversation';
import { blockText } from './conversationText';

/** A query in small letters finds capitals too; one with a capital in it must match exactly. */
function folded(query: string): (text: string) => string {
  return query === query.toLowerCase() ? (text) => text.toLowerCase() : (text) => text;
}

/** Indexes of the blocks that hold the query, in order; closed blocks are searched inside too. */
export function findInConversation({ blocks }: Conversation, query: string): readonly number[] {
  if (query === '') return [];
  const fold = folded(query);
  const found: number[] = [];
  let index = 0;
  for (const block of blocks) {
    if (fold(blockText(block)).includes(query)) found.push(index);
    index += 1;
  }
  return found;
}

/** Which of the rows hold the query, or its beginning where it goes on in the next row. */
export function findInRows(rows: readonly ScreenRow[], query: string): readonly number[] {
  if (query === '') return [];
  const fold = folded(query);
  const texts = rows.map((row) => fold(rowText(row)));
  return texts.flatMap((text, index) => {
    if (text.includes(query)) return [index];
    const next = texts[index + 1];
    if (next === undefined || next.includes(query)) return [];
    // A row breaks at a blank, which is dropped, or inside a word.
    const joined = [`${text.trimEnd()} ${next.trimStart()}`, text.trimEnd() + next.trimStart()];
    return joined.some((both) => both.includes(query)) ? [index] : [];
  });
}

const PLAIN = /^[\x20-\x7e]*$/;

/** The common case: every character is one code unit, folded or not. */
function plainMatches(text: string, query: string): readonly (readonly [number, number])[] {
  const found: [number, number][] = [];
  for (let at = text.indexOf(query); at >= 0; at = text.indexOf(query, at + query.length)) {
    found.push([at, at + query.length]);
  }
  return found;
}

/** Where in the row the query stands: first and last character (exclusive), as code points of the row's text. */
export function matchesInRow(row: ScreenRow, query: string): readonly (readonly [number, number])[] {
  if (query === '') return [];
  const fold = folded(query);
  const text = rowText(row);
  if (PLAIN.test(text)) return plainMatches(fold(text), query);
  // One character may become two when it is folded, so each is folded alone.
  const chars = [...text].map((char) => fold(char));
  const wanted = [...query];
  const found: [number, number][] = [];
  for (let at = 0; at + wanted.length <= chars.length; at += 1) {
    if (!wanted.every((char, offset) => chars[at + offset] === char)) continue;
    found.push([at, at + wanted.length]);
    at += wanted.length - 1;
  }
  return found;
}
