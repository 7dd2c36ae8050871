// Medians and percentiles, how long things take, and subjects measured in turn.

/** The value below which `share` (0 to 1) of the samples lie: nearest rank. */
export function percentile(samples, share) {
  const sorted = [...samples].sort((a, b) => a - b);
  const rank = Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1));
  return sorted[rank] ?? Number.NaN;
}

export const median = (samples) => percentile(samples, 0.5);

/** Milliseconds, monotonic. */
export const now = () => Number(process.hrtime.bigint()) / 1e6;

/** Waits for `work`; ms. */
export async function timed(work) {
  const from = now();
  await work();
  return now() - from;
}

/** So long a group of subjects is measured at most, ms; fewer rounds than asked for say the same with a wider spread. */
const LONGEST_MS = 60_000;
const LEAST_ROUNDS = 3;

/**
 * Runs each of `subjects` once a round, A B A B …, so that a busy moment and a slower machine hit them all; after one
 * round that does not count. Gives by name what they gave, in the order of the rounds.
 */
export async function interleaved(subjects, rounds, warmUp = 1) {
  const samples = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]));
  let until = Number.POSITIVE_INFINITY;
  for (let round = -warmUp; round < rounds; round++) {
    if (round === 0) until = now() + LONGEST_MS;
    if (round >= LEAST_ROUNDS && now() > until) break;
    for (const [name, measure] of Object.entries(subjects)) {
      const sample = await measure();
      if (round >= 0) samples[name].push(sample);
    }
  }
  return samples;
}

/**
 * How likely it is that two sets of samples differ by so much by luck alone: Mann and Whitney's test, two-sided, by the
 * normal approximation with the correction for ties.
 */
export function luck(a, b) {
  const all = [...a.map((value) => ({ value, isA: true })), ...b.map((value) => ({ value, isA: false }))];
  all.sort((x, y) => x.value - y.value);
  let ranksOfA = 0;
  let ties = 0;
  for (let from = 0; from < all.length; ) {
    let to = from;
    while (to < all.length && all[to].value === all[from].value) to += 1;
    const rank = (from + 1 + to) / 2;
    ranksOfA += rank * all.slice(from, to).filter(({ isA }) => isA).length;
    ties += (to - from) ** 3 - (to - from);
    from = to;
  }
  const count = all.length;
  const variance = ((a.length * b.length) / 12) * (count + 1 - ties / (count * (count - 1)));
  if (!(variance > 0)) return 1;
  const u = ranksOfA - (a.length * (a.length + 1)) / 2;
  const z = Math.max(0, Math.abs(u - (a.length * b.length) / 2) - 0.5) / Math.sqrt(variance);
  return 2 * (1 - normalShare(z));
}

/** Of a standard normal distribution, what lies below `z` ≥ 0 (Abramowitz and Stegun 26.2.17). */
function normalShare(z) {
  const t = 1 / (1 + 0.2316419 * z);
  const tail = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429].reduce(
    (sum, factor, power) => sum + factor * t ** (power + 1),
    0,
  );
  return 1 - (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * tail;
}
