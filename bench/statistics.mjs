// Medians and percentiles, and how long things take.

/** The value below which `share` (0 to 1) of the samples lie: nearest rank. */
export function percentile(samples, share) {
  const sorted = [...samples].sort((a, b) => a - b);
  const rank = Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1));
  return sorted[rank] ?? Number.NaN;
}

export const median = (samples) => percentile(samples, 0.5);

/** Milliseconds, monotonic. */
export const now = () => Number(process.hrtime.bigint()) / 1e6;

/** Runs each of `subjects` once a round, so that a busy moment of the machine hits them all; ms by name. */
export async function interleaved(subjects, rounds) {
  const samples = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, measure] of Object.entries(subjects)) samples[name].push(await measure());
  }
  return samples;
}
