// Runs the benchmarks and prints their figures: `npm run bench -- [ROW…] [--quick | --rounds N] [--no-write] [--json FILE]`.
import fs from 'node:fs';
import { parseArgs } from 'node:util';
import { closeAllHomes } from './benchHome.mjs';
import { isMet, spread, targetText } from './figure.mjs';
import { GROUPS } from './groups.mjs';
import { closeAllTerminals } from './ptyDriver.mjs';
import { writeReadme } from './readmeFigures.mjs';
import { machine, RESULTS, readResults, writeResults } from './results.mjs';

const { values: options, positionals } = parseArgs({
  options: {
    json: { type: 'string' },
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    write: { type: 'boolean', default: false },
    'no-write': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});

const usage = `npm run bench -- [ROW …] [--quick | --rounds N] [--write | --no-write] [--json FILE]
  ROW: a group, or one row of it as GROUP/ROW; without any the whole table is measured, in some 20 minutes.
  What was measured is put into ${RESULTS}, beside the rows of earlier runs, each group with its time; --no-write: it is not.
  --quick: two rounds, --rounds: so many; neither is put anywhere without --write.
Groups: ${Object.keys(GROUPS).join(' ')}`;

const unknown = positionals.filter((name) => !(name.split('/')[0] in GROUPS));
if (options.help || unknown.length > 0) {
  if (unknown.length > 0) console.error(`No such row: ${unknown.join(', ')}.`);
  console.error(usage);
  process.exit(unknown.length > 0 ? 2 : 0);
}

async function endEverything() {
  await closeAllTerminals();
  await closeAllHomes();
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    await endEverything();
    process.exit(1);
  });
}

/** What of a group was asked for: `wants(name)` tells a group which rows to measure. */
function wanted(group) {
  const own = positionals.filter((name) => name.split('/')[0] === group);
  if (positionals.length === 0 || own.includes(group)) return () => true;
  const rows = new Set(own.map((name) => name.slice(group.length + 1)));
  return rows.size === 0 ? null : (row) => rows.has(row);
}

function print(title, figures) {
  console.log(`\n${title}`);
  const width = Math.max(...figures.map(({ what }) => what.length));
  for (const each of figures) {
    const { what, unit, values, cpu, against, note } = each;
    const parts = [
      `  ${what.padEnd(width)} ${spread(values)} ${unit}`,
      ...(cpu ? [`cpu ${spread(cpu)}`] : []),
      ...(against ? [`${spread(against.ratios)} × ${against.name}`] : []),
      ...(against?.cpuRatios ? [`cpu ${spread(against.cpuRatios)} ×`] : []),
      ...(isMet(each) === false ? [`MISSED ${targetText(each)}`] : []),
      ...(note ? [`(${note})`] : []),
    ];
    console.log(parts.join('  '));
  }
}

const rounds = options.quick ? 2 : options.rounds === undefined ? null : Math.max(1, Number(options.rounds) || 1);
const groups = [];
let failed = false;

/** After each group, so that a run that is cut off keeps what it has. */
function keep() {
  const results = { machine: machine(), groups };
  if (options.json !== undefined) fs.writeFileSync(options.json, `${JSON.stringify(results)}\n`);
  if (options['no-write'] || (rounds !== null && !options.write)) return;
  writeResults(results, readResults(RESULTS));
  writeReadme(readResults(RESULTS));
}

for (const [name, group] of Object.entries(GROUPS)) {
  const wants = wanted(name);
  if (wants === null) continue;
  const from = Date.now();
  try {
    const figures = await group.run({ ...(rounds !== null && { rounds }), wants });
    groups.push({ name, title: group.title, figures });
    print(`${group.title}  (${Math.round((Date.now() - from) / 1000)} s)`, figures);
    keep();
  } catch (error) {
    failed = true;
    console.error(`\n${group.title}\n  failed: ${error instanceof Error ? error.stack : error}`);
  } finally {
    await endEverything();
  }
}
process.exit(failed ? 1 : 0);
