// What has come into a list and what has gone from it, told by the objects: most lists are nearly as they were.

export interface ChangedItems<T> {
  readonly gone: readonly T[];
  readonly come: readonly T[];
}

/** In their order; what has only moved is in neither. No object may be twice in a list. */
export function changedItems<T>(before: readonly T[], after: readonly T[]): ChangedItems<T> {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  return changedWithin(before.slice(head, before.length - tail), after.slice(head, after.length - tail));
}

function changedWithin<T>(before: readonly T[], after: readonly T[]): ChangedItems<T> {
  if (before.length === 0 || after.length === 0) return { gone: before, come: after };
  const come = addedBetween(before, after);
  if (come !== null) return { gone: [], come };
  const [was, is] = [new Set(before), new Set(after)];
  return { gone: before.filter((item) => !is.has(item)), come: after.filter((item) => !was.has(item)) };
}

/** Null: not all of `before` is still there, in its order. */
function addedBetween<T>(before: readonly T[], after: readonly T[]): readonly T[] | null {
  const added: T[] = [];
  let at = 0;
  for (const item of after) {
    if (item === before[at]) at += 1;
    else added.push(item);
  }
  return at === before.length ? added : null;
}
