// What is sought, as it may stand in the raw bytes of a recording or a log: between styles, across events, escaped as JSON.

export interface SearchPattern {
  /** As it was given, letters and their marks in one. */
  readonly text: string;
  /** Capitals count: the text has some, or it was asked for. */
  readonly isExact: boolean;
}

/** Without capitals in it a text is found in any case. */
export function searchPattern(text: string, isExact = false): SearchPattern {
  const composed = text.normalize('NFC');
  return { text: composed, isExact: isExact || composed !== composed.toLowerCase() };
}

/** Where it begins in the line, in UTF-16 units; -1: nowhere. */
export function findText({ text, isExact }: SearchPattern, line: string, from = 0): number {
  if (isExact) return line.indexOf(text, from);
  const lower = line.toLowerCase();
  // A few capitals become longer in lower case: then places differ, and the slow way is right.
  if (lower.length === line.length) return lower.indexOf(text.toLowerCase(), from);
  for (let at = from; at + text.length <= line.length; at++) {
    if (line.slice(at, at + text.length).toLowerCase() === text.toLowerCase()) return at;
  }
  return -1;
}

/**
 * Between two characters of a program's text, as the file has it: a style, a mode, what erases behind, a link, a mark, a title,
 * a character set, the border of two events.
 */
export const BETWEEN = String.raw`(?:\\u001[bB](?:\[[?>=]?[\d;:]*[mKJhlqt]|\][^\\"]*(?:\\u0007|\\u001[bB]\\\\)|[()][\dAB]|[=>])|\\u000[eEfF]|"\]\r?\n\[[\d.]+, ?"o", ?")*`;

/** For the lines of a recording, read as latin1. What it finds may still be none: `findText` in the line decides. */
export function recordingExpression(pattern: SearchPattern): RegExp {
  return expressionOf(pattern, BETWEEN, String.raw` |\\u001[bB]\[\d*C`);
}

/** The same for logs of JSON lines. */
export function logExpression(pattern: SearchPattern): RegExp {
  return expressionOf(pattern, '', ' ');
}

function expressionOf({ text, isExact }: SearchPattern, between: string, blank: string): RegExp {
  const parts = [...text].map((character) => {
    if (character === ' ') return blank === ' ' ? ' ' : `(?:${blank})`;
    const cases = isExact
      ? [character]
      : [...new Set([character, character.toLowerCase(), character.toUpperCase(), ...foldedTo(character)])];
    const ways = [...new Set(cases.flatMap((each) => [each, each.normalize('NFD')]))].flatMap(waysInJson);
    return ways.length === 1 ? ways[0] : `(?:${ways.join('|')})`;
  });
  return new RegExp(parts.join(between), 'g');
}

/** Characters that become that one in lower case. */
function foldedTo(character: string): readonly string[] {
  if (character === 'k') return ['\u212a'];
  if (character === 'å') return ['\u212b'];
  return [];
}

/** A character as bytes, each as a latin1 character, and as JSON may escape it; also within a string within a string. */
function waysInJson(character: string): string[] {
  if (character === '"') return [String.raw`\\+"`];
  if (character === '\\') return [String.raw`\\\\(?:\\\\)*`];
  if (character === '/') return [String.raw`\\?/`];
  if (character === '\t') return [String.raw`\\+t`, String.raw`\\u0009`];
  if (/^[\x20-\x7e]$/.test(character)) return [character.replace(/[.*+?^${}()|[\]\\]/, '\\$&')];
  // A letter with its marks apart.
  if ([...character].length > 1) return [[...character].map((each) => `(?:${waysInJson(each).join('|')})`).join('')];
  const bytes = [...Buffer.from(character)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
  const units = Array.from({ length: character.length }, (_, at) => {
    const hex = character.charCodeAt(at).toString(16).padStart(4, '0');
    return String.raw`\\u(?:${hex}|${hex.toUpperCase()})`;
  });
  return [bytes, units.join('')];
}
