// The records of a registry as they stand in its text: whoever rewrites the table puts those of others back byte for byte.
import { parseJson } from './parsed';

/** Of each element of the list `allocations`, in their order; null where the text has no such list. */
export function recordTexts(text: string): readonly string[] | null {
  const walk = new JsonWalk(text);
  let found: readonly string[] | null = null;
  walk.space();
  if (!walk.take('{')) return null;
  for (walk.space(); !walk.take('}'); walk.space()) {
    walk.take(',');
    walk.space();
    const key = walk.value();
    walk.space();
    walk.take(':');
    walk.space();
    // Of two with one key the last counts, as for everybody.
    if (parseKey(key) === 'allocations') found = elements(walk);
    else if (key === '' || walk.value() === '') return null;
  }
  return found;
}

function parseKey(text: string): unknown {
  const key = parseJson(text);
  return key.ok ? key.value : null;
}

function elements(walk: JsonWalk): readonly string[] | null {
  if (!walk.take('[')) {
    walk.value();
    return null;
  }
  const found: string[] = [];
  for (walk.space(); !walk.take(']'); walk.space()) {
    walk.take(',');
    walk.space();
    const text = walk.value();
    if (text === '') return null;
    found.push(text);
  }
  return found;
}

/** Over text that is known to parse; anywhere else a value is empty. */
class JsonWalk {
  private at = 0;

  constructor(private readonly text: string) {}

  space(): void {
    while (/\s/.test(this.text[this.at] ?? '')) this.at += 1;
  }

  take(sign: string): boolean {
    if (this.text[this.at] !== sign) return false;
    this.at += 1;
    return true;
  }

  /** The whole value that begins here, as it is written. */
  value(): string {
    const from = this.at;
    let depth = 0;
    while (this.at < this.text.length) {
      const sign = this.text[this.at] ?? '';
      if (depth === 0 && this.at > from && /[\s,:\]}]/.test(sign)) break;
      if (sign === '"') this.string();
      else this.at += 1;
      if (sign === '{' || sign === '[') depth += 1;
      if (sign === '}' || sign === ']') depth -= 1;
      if (depth === 0 && /["}\]]/.test(sign)) break;
    }
    return this.text.slice(from, this.at);
  }

  private string(): void {
    for (this.at += 1; this.at < this.text.length && this.text[this.at] !== '"'; this.at += 1) {
      if (this.text[this.at] === '\\') this.at += 1;
    }
    this.at += 1;
  }
}
