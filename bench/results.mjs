// bench/results.md: the table for readers, and all samples in a comment behind it for `compare.mjs`.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMet, spread, targetText } from './figure.mjs';

const directory = path.dirname(fileURLToPath(import.meta.url));
export const RESULTS = 'bench/results.md';
const NOTES = path.join(directory, 'notes.md');

export function machine() {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: directory, encoding: 'utf8' }).trim();
  return {
    node: process.version,
    cpus: os.cpus().length,
    model: os.cpus()[0]?.model ?? '',
    platform: `${os.platform()} ${os.arch()}`,
    commit,
    at: new Date().toISOString().slice(0, 16),
    load: os.loadavg()[0],
  };
}

const fileOf = (name) => path.resolve(directory, '..', name);

/** Of a results file or of what `--json` has written. Null: there is none. */
export function readResults(name) {
  let text;
  try {
    text = fs.readFileSync(fileOf(name), 'utf8');
  } catch {
    return null;
  }
  const samples = /<!-- samples\n([\s\S]*?)\n-->/.exec(text)?.[1] ?? text;
  return JSON.parse(samples);
}

/** `before`: its rows stay where the new ones have no other figure for them; each group says when it was measured. */
export function writeResults({ machine: where, groups }, before) {
  const dated = groups.map((group) => ({ ...group, ...whenAndWhere(where, group) }));
  const merged = before === null ? dated : mergedGroups(before.groups, dated);
  const results = { machine: where, groups: merged };
  fs.writeFileSync(fileOf(RESULTS), page(results));
}

/** Of a run that writes after each of its groups the first time counts. */
function whenAndWhere({ at, commit, load, node }, group) {
  group.taken ??= { at, commit, load, node };
  return group.taken;
}

function mergedGroups(old, fresh) {
  const byName = new Map(old.map((group) => [group.name, group]));
  for (const group of fresh) {
    const known = byName.get(group.name);
    const rows = new Map((known?.figures ?? []).map((each) => [each.what, each]));
    for (const each of group.figures) rows.set(each.what, each);
    byName.set(group.name, { ...group, figures: [...rows.values()] });
  }
  return [...byName.values()];
}

function page({ machine: where, groups }) {
  const notes = fs.existsSync(NOTES) ? fs.readFileSync(NOTES, 'utf8').trim() : '';
  return [
    '# Figures',
    '',
    `Written by \`npm run bench\`: medians (min–max). ${where.cpus} × ${where.model}, ${where.platform}, Node ${where.node}, at ${where.commit}.`,
    'Subjects of a group are measured in turn (A B A B …); a ratio is formed round by round, so that the drift of the machine cancels.',
    'CPU is user and system time, in the same rounds.',
    'Where a group says that the machine was busy, wall times say little, and the ratios of CPU time count.',
    '',
    ...groups.flatMap((group) => section(group, where)),
    ...(notes === '' ? [] : [notes, '']),
    '<!-- samples',
    JSON.stringify({ machine: where, groups }),
    '-->',
    '',
  ].join('\n');
}

function busy({ load = 0, node }, { cpus, node: usual }) {
  const other = node === undefined || node === usual ? '' : `, Node ${node}`;
  return load > cpus ? `${other}, the machine busy with other work (load ${load.toFixed(0)})` : other;
}

function section({ title, figures, commit, at, load, node }, where) {
  return [
    `## ${title}`,
    '',
    ...(at === undefined
      ? []
      : [`Measured ${at.replace('T', ' ')} UTC at ${commit}${busy({ load, node }, where)}.`, '']),
    '| subject | figure | CPU, ms | ratio | CPU ratio | target | |',
    '|---|---|---|---|---|---|---|',
    ...figures.map(line),
    '',
  ];
}

function line(each) {
  const { what, unit, values, cpu, against, note } = each;
  const met = isMet(each);
  const cells = [
    what,
    values.length === 0 ? '–' : `${spread(values)} ${unit}`,
    spread(cpu),
    against ? `${spread(against.ratios)} × ${against.name}` : '',
    against?.cpuRatios ? spread(against.cpuRatios) : '',
    targetText(each),
    [met === null ? '' : met ? 'met' : '**missed**', note ?? ''].filter((text) => text !== '').join('; '),
  ];
  return `| ${cells.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
}
