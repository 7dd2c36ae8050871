// What a test of the fleet has measured, in the run's output beside what it may be; a busy machine fails nothing by it.

export interface Figure {
  /** What was measured, after whom it was tried: `ssh: a killed Pod to its row`. */
  readonly what: string;
  readonly value: number;
  /** Not more than this is wanted; missing: nothing is. */
  readonly most?: number;
  readonly unit?: string;
}

/** One line on standard error. */
export function tellFigure({ what, value, most, unit = 'ms' }: Figure): void {
  const shown = (amount: number) => `${Number(amount.toPrecision(3))} ${unit}`;
  const wanted = most === undefined ? '' : ` (wanted: ≤ ${shown(most)}${value > most ? ', MISSED' : ''})`;
  process.stderr.write(`figure  ${what}: ${shown(value)}${wanted}\n`);
}

/** The value below which `share` of them lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export async function timed<T>(work: () => Promise<T>): Promise<{ readonly done: T; readonly ms: number }> {
  const from = performance.now();
  const done = await work();
  return { done, ms: performance.now() - from };
}
