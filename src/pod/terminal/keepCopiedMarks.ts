// Lines that flow anew keep their accents and joined emoji: the headless terminal by itself copies those of cells that it does not copy, over others.
import type { Terminal } from '@xterm/headless';
import { readField } from './readField';

/** The names and the packing are those of @xterm/headless 6.0.0: words of a cell, and the bit that says that its text stands apart. */
const WORDS = 3;
const IS_COMBINED = 1 << 21;

/** Of all terminals of this process; one in practice. */
const mended = new WeakSet<object>();

/** For a new terminal. */
export function keepCopiedMarks(terminal: Terminal): void {
  const line = readField(terminal.buffer.normal.getLine(0), '_line');
  const kind: unknown = typeof line === 'object' && line !== null ? Object.getPrototypeOf(line) : null;
  const copy = readField(kind, 'copyCellsFrom');
  if (typeof kind !== 'object' || kind === null || typeof copy !== 'function' || mended.has(kind)) return;
  mended.add(kind);
  Reflect.set(kind, 'copyCellsFrom', function (this: object, ...args: unknown[]): void {
    const [source, from, to, length] = args;
    const texts = readField(source, '_combined');
    if (!isFilled(texts) || typeof source !== 'object' || source === null) {
      Reflect.apply(copy, this, args);
      return;
    }
    // Before the cells: a line may be copied into itself.
    const marks = marksOf(source, texts, Number(from), Number(length));
    Reflect.set(source, '_combined', {});
    Reflect.apply(copy, this, args);
    Reflect.set(source, '_combined', texts);
    const own = readField(this, '_combined');
    if (typeof own !== 'object' || own === null) return;
    for (const [at, text] of marks) Reflect.set(own, Number(to) + at, text);
  });
}

/** By the offset in what is copied. What a cell had before it was written anew may still be kept, and is none. */
function marksOf(source: object, texts: object, from: number, length: number): [number, unknown][] {
  const words = readField(source, '_data');
  if (!(words instanceof Uint32Array)) return [];
  return Object.entries(texts)
    .map(([key, text]): [number, unknown] => [Number(key) - from, text])
    .filter(([at]) => at >= 0 && at < length && ((words[(from + at) * WORDS] ?? 0) & IS_COMBINED) !== 0);
}

function isFilled(texts: unknown): texts is object {
  if (typeof texts !== 'object' || texts === null) return false;
  for (const _ in texts) return true;
  return false;
}
