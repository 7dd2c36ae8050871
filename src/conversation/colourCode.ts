// Code in the colours of its language: loaded when the first conversation is opened, as the grammars are large.
import type { CodeToken, ColourCode, LookToken } from './conversationLook';

/** Longer code stays plain: it is coloured anew with each piece that comes. */
const MAX_CODE = 30_000;

/** By the first word of a scope, e.g. `title` of `title.function`. */
const TOKENS: Readonly<Record<string, LookToken>> = {
  keyword: 'mark',
  built_in: 'link',
  type: 'link',
  literal: 'warn',
  number: 'warn',
  string: 'success',
  regexp: 'success',
  comment: 'dim',
  doctag: 'dim',
  meta: 'dim',
  title: 'heading',
  name: 'heading',
  section: 'heading',
  attr: 'link',
  attribute: 'link',
  variable: 'user',
  symbol: 'warn',
  addition: 'added',
  deletion: 'removed',
};

// Not imported: its types bring those of a browser along, for the whole project. What it gives is unknown, then.
const library: unknown = require('lowlight');
const lowlight: unknown = called(library, 'createLowlight', member(library, 'common'));

/** Null: the language is not known, or there is too much of it. */
export const colourCode: ColourCode = (code, language) => {
  if (code.length > MAX_CODE || called(lowlight, 'registered', language) !== true) return null;
  const lines: CodeToken[][] = [[]];
  walk(called(lowlight, 'highlight', language, code), 'code', lines);
  return lines;
};

/** A tree of elements, each with its scope as a class, and texts. */
function walk(node: unknown, token: LookToken, lines: CodeToken[][]): void {
  const value = member(node, 'value');
  if (typeof value === 'string') {
    for (const [index, text] of value.split('\n').entries()) {
      if (index > 0) lines.push([]);
      if (text !== '') lines.at(-1)?.push({ text, token });
    }
    return;
  }
  const own = tokenOf(member(member(node, 'properties'), 'className'), token);
  const children = member(node, 'children');
  if (Array.isArray(children)) for (const child of children) walk(child, own, lines);
}

function tokenOf(classes: unknown, outer: LookToken): LookToken {
  const first: unknown = Array.isArray(classes) ? classes[0] : null;
  return typeof first === 'string' ? (TOKENS[first.replace(/^hljs-/, '')] ?? outer) : outer;
}

function member(data: unknown, name: string): unknown {
  return typeof data === 'object' && data !== null ? Reflect.get(data, name) : undefined;
}

function called(data: unknown, name: string, ...given: unknown[]): unknown {
  const method = member(data, name);
  return typeof method === 'function' ? Reflect.apply(method, data, given) : undefined;
}
