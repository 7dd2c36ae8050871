// What changed between two texts, line by line, with a little context.
import { diffArrays } from 'diff';

export interface DiffLine {
  /** `gap`: unchanged lines are left out here. */
  readonly kind: 'same' | 'added' | 'removed' | 'gap';
  readonly text: string;
}

/** Unchanged lines shown around a change. */
const CONTEXT = 3;
/** Edits that are looked for at once: the work grows with their square. */
const MAX_EDITS = 1000;
/** Lines that are compared at once where there are more edits. */
const WINDOW = 250;

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

/** Myers' comparison; where that would cost too much, the same in windows, each against what stands at its place. */
function compared(old: readonly string[], now: readonly string[]): readonly DiffLine[] {
  if (!haveCommon(old, now)) return replaced(old, now);
  const whole = editsOf(old, now, MAX_EDITS);
  if (whole !== null) return whole;
  const windows = Math.ceil(Math.max(old.length, now.length) / WINDOW);
  return Array.from({ length: windows }, (_, index) => {
    const cut = (lines: readonly string[]) => {
      const [from, to] = [index, index + 1].map((at) => Math.floor((lines.length * at) / windows));
      return lines.slice(from, to);
    };
    const [was, is] = [cut(old), cut(now)];
    return editsOf(was, is, 2 * WINDOW) ?? replaced(was, is);
  }).flat();
}

/** Null: it takes more edits than may be looked for. */
function editsOf(old: readonly string[], now: readonly string[], most: number): readonly DiffLine[] | null {
  const changes = diffArrays([...old], [...now], { maxEditLength: most });
  if (changes === undefined) return null;
  return changes.flatMap(({ added, removed, value }) =>
    value.map(line(added === true ? 'added' : removed === true ? 'removed' : 'same')),
  );
}

function replaced(old: readonly string[], now: readonly string[]): readonly DiffLine[] {
  return [...old.map(line('removed')), ...now.map(line('added'))];
}

function haveCommon(old: readonly string[], now: readonly string[]): boolean {
  const known = new Set(old);
  return now.some((text) => known.has(text));
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

/** What is shown of a change: each of its hunks, and of each the beginning of what is removed and of what is added. */
export interface CutDiff {
  readonly lines: readonly (DiffLine | CutLines)[];
  readonly added: number;
  readonly removed: number;
}

/** Lines that are counted in place of being shown. */
export interface CutLines {
  readonly kind: 'cut';
  readonly of: 'added' | 'removed' | 'all';
  readonly count: number;
}

/**
 * At most `most` lines, and of one run of removed or added ones at most `mostOfRun`: a long removal must not hide what
 * comes in its place, nor the first hunk the others.
 */
export function cutDiff(lines: readonly DiffLine[], most: number, mostOfRun: number): CutDiff {
  const shown: (DiffLine | CutLines)[] = [];
  let run = 0;
  let left = 0;
  for (const [at, each] of lines.entries()) {
    run = each.kind === lines[at - 1]?.kind ? run + 1 : 1;
    const isEdit = each.kind === 'added' || each.kind === 'removed';
    if (shown.length >= most) left += each.kind === 'gap' ? 0 : 1;
    else if (!isEdit || run <= mostOfRun) shown.push(each);
    else countCut(shown, each.kind);
  }
  if (left > 0) shown.push({ kind: 'cut', of: 'all', count: left });
  const count = (kind: DiffLine['kind']) => lines.filter((each) => each.kind === kind).length;
  return { lines: shown, added: count('added'), removed: count('removed') };
}

function countCut(shown: (DiffLine | CutLines)[], of: 'added' | 'removed'): void {
  const last = shown.at(-1);
  if (last?.kind === 'cut' && last.of === of) shown[shown.length - 1] = { ...last, count: last.count + 1 };
  else shown.push({ kind: 'cut', of, count: 1 });
}
