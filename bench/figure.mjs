// One row of the table: samples with their unit, beside a floor or a peer of the same run, and what is aimed at.
import { spawnSync } from 'node:child_process';
import { median } from './statistics.mjs';

export const isInstalled = (program) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;

/**
 * @param row its name, by which it can be run alone: `GROUP` or `GROUP/SUBJECT`.
 * @param samples numbers, or `{ ms, cpu }`, in the order of the rounds.
 * @param beside `{ name, samples }` of the same rounds; null: nothing to compare with.
 * @param target `{ most, of }`: `most` times the peer (`of: 'ratio'`), or in the unit (`of: 'value'`).
 */
export function figure({ row, what, unit = 'ms', samples, beside = null, target = null, note = null }) {
  const values = samples.map(amountOf);
  const cpu = cpuIn(samples);
  const against = beside && {
    name: beside.name,
    ratios: ratios(values, beside.samples.map(amountOf)),
    cpuRatios: cpu && cpuIn(beside.samples) && ratios(cpu, cpuIn(beside.samples)),
  };
  return { row, what, unit, values, cpu, against, target, note };
}

/** A figure of a program or a machine that is not there; `program`: looked for, and no figure is made of it where it is. */
export const absent = (row, what, program = null) => ({
  row,
  what,
  unit: '',
  values: [],
  cpu: null,
  against: null,
  target: null,
  note: program !== null && isInstalled(program) ? 'installed, and not measured yet' : 'not installed',
});

const amountOf = (sample) => (typeof sample === 'number' ? sample : sample.ms);

function cpuIn(samples) {
  return samples.every((sample) => typeof sample === 'object' && sample.cpu !== undefined)
    ? samples.map(({ cpu }) => cpu)
    : null;
}

/** Round by round where both have them, so that drift cancels; else each sample against the other's median. */
function ratios(values, others) {
  if (values.length === others.length) return values.map((value, round) => value / others[round]);
  return values.map((value) => value / median(others));
}

/** Whether the target is met; null: there is none, or nothing was measured. */
export function isMet({ values, against, target }) {
  if (target === null || values.length === 0) return null;
  if (target.of === 'value') return median(values) <= target.most;
  return against !== null && median(against.ratios) <= target.most;
}

/** `12.3 (11.8–14.0)`. */
export function spread(samples) {
  if (samples === null || samples.length === 0) return '';
  const text = rounded(median(samples));
  if (samples.length === 1) return text;
  return `${text} (${rounded(Math.min(...samples))}–${rounded(Math.max(...samples))})`;
}

function rounded(value) {
  const size = Math.abs(value);
  return value.toFixed(size < 0.995 ? 3 : size < 9.995 ? 2 : size < 99.95 ? 1 : 0);
}

export function targetText({ target, unit, against }) {
  if (target === null) return '';
  return target.of === 'value' ? `≤ ${target.most} ${unit}` : `≤ ${target.most} × ${against?.name ?? ''}`.trim();
}
