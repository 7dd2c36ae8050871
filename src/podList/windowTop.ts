// Which part of a list that is longer than its window is shown.

/**
 * The first row of a window of `rows` rows over `total`, at `top` before: it moves no further than it must for row `at`
 * (below 0: none) to be in it, and never shows less than it could.
 */
export function windowTop(total: number, rows: number, top: number, at: number): number {
  const shown = at < 0 ? top : Math.min(Math.max(top, at - rows + 1), at);
  return Math.max(0, Math.min(shown, total - rows));
}
