// Tells a change from noise: `node bench/compare.mjs OLD NEW`, each a results.md or what `--json` has written.
import { spread } from './figure.mjs';
import { readResults } from './results.mjs';
import { luck, median } from './statistics.mjs';

/** Rarer than this by luck alone it counts as a change … */
const RARE = 0.01;
/** … and where it is large enough to matter. */
const LEAST = 0.03;

const [oldFile, newFile] = process.argv.slice(2);
if (newFile === undefined) {
  console.error('node bench/compare.mjs OLD NEW');
  process.exit(2);
}
const [before, after] = [oldFile, newFile].map((file) => {
  const results = readResults(file);
  if (results === null) {
    console.error(`There are no results in ${file}.`);
    process.exit(2);
  }
  return new Map(results.groups.flatMap(({ name, figures }) => figures.map((each) => [`${name}: ${each.what}`, each])));
});

/** CPU against the peer of the same run is the steadiest there is, wall time alone the least. */
function comparable(a, b) {
  if (a.against?.cpuRatios && b.against?.cpuRatios) return ['CPU ratio', a.against.cpuRatios, b.against.cpuRatios];
  if (a.against && b.against && a.against.name === b.against.name) return ['ratio', a.against.ratios, b.against.ratios];
  if (a.cpu && b.cpu) return ['CPU', a.cpu, b.cpu];
  return [a.unit, a.values, b.values];
}

let worse = 0;
for (const [name, fresh] of after) {
  const known = before.get(name);
  if (known === undefined || known.values.length === 0 || fresh.values.length === 0) continue;
  const [kind, a, b] = comparable(known, fresh);
  const change = median(b) / median(a) - 1;
  const p = luck(a, b);
  const isChange = p < RARE && Math.abs(change) >= LEAST;
  if (isChange && change > 0) worse += 1;
  const enough = a.length >= 5 && b.length >= 5;
  const verdict = isChange ? (change < 0 ? 'FASTER' : 'SLOWER') : enough ? 'same' : 'too few samples';
  const percent = `${change < 0 ? '' : '+'}${(100 * change).toFixed(1)} %`;
  console.log(
    `${verdict.padEnd(15)} ${percent.padStart(9)}  ${name}  ${kind} ${spread(a)} → ${spread(b)}  p ${p.toFixed(4)}`,
  );
}
for (const name of before.keys()) if (!after.has(name)) console.log(`${'gone'.padEnd(15)} ${name}`);
process.exit(worse > 0 ? 1 : 0);
