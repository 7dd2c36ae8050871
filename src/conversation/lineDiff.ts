// What changed between two texts, line by line, with a little context.

export interface DiffLine {
  /** `gap`: unchanged lines are left out here. */
  readonly kind: 'same' | 'added' | 'removed' | 'gap';
  readonly text: string;
}

/** Unchanged lines shown around a change. */
const CONTEXT = 3;
/** Cells of the comparison's table; above that the part that differs counts as replaced as a whole. */
const MAX_TABLE = 400_000;

/** Null for `before`: all of it is new. A line break at the end of a text begins no line. */
export function lineDiff(before: string | null, after: string): readonly DiffLine[] {
  const old = before === null ? [] : linesOf(before);
  const now = linesOf(after);
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < old.length - head && tail < now.length - head && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
  return withContext([
    ...now.slice(0, head).map(line('same')),
    ...compared(old.slice(head, old.length - tail), now.slice(head, now.length - tail)),
    ...now.slice(now.length - tail).map(line('same')),
  ]);
}

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/);
}

function line(kind: DiffLine['kind']): (text: string) => DiffLine {
  return (text) => ({ kind, text });
}

function compared(old: readonly string[], now: readonly string[]): readonly DiffLine[] {
  if (old.length * now.length > MAX_TABLE) return [...old.map(line('removed')), ...now.map(line('added'))];
  const common = commonLengths(old, now);
  const width = now.length + 1;
  const lines: DiffLine[] = [];
  let a = 0;
  let b = 0;
  while (a < old.length || b < now.length) {
    const [was = '', is = ''] = [old[a], now[b]];
    if (a < old.length && b < now.length && was === is) {
      lines.push({ kind: 'same', text: is });
      a += 1;
      b += 1;
    } else if (b === now.length || (a < old.length && rest(common, width, a + 1, b) >= rest(common, width, a, b + 1))) {
      lines.push({ kind: 'removed', text: was });
      a += 1;
    } else {
      lines.push({ kind: 'added', text: is });
      b += 1;
    }
  }
  return lines;
}

/** For each pair of positions, how many lines the texts from there on have in common. */
function commonLengths(old: readonly string[], now: readonly string[]): Uint32Array {
  const width = now.length + 1;
  const table = new Uint32Array((old.length + 1) * width);
  for (let a = old.length - 1; a >= 0; a -= 1) {
    for (let b = now.length - 1; b >= 0; b -= 1) {
      table[a * width + b] =
        old[a] === now[b]
          ? rest(table, width, a + 1, b + 1) + 1
          : Math.max(rest(table, width, a + 1, b), rest(table, width, a, b + 1));
    }
  }
  return table;
}

function rest(table: Uint32Array, width: number, a: number, b: number): number {
  return table[a * width + b] ?? 0;
}

function withContext(lines: readonly DiffLine[]): readonly DiffLine[] {
  const near = new Uint8Array(lines.length);
  for (const [at, { kind }] of lines.entries()) {
    if (kind !== 'same') near.fill(1, Math.max(0, at - CONTEXT), at + CONTEXT + 1);
  }
  return lines.flatMap((each, at) => {
    if (near[at] === 1) return [each];
    return at === 0 || near[at - 1] === 1 ? [{ kind: 'gap' as const, text: '' }] : [];
  });
}
