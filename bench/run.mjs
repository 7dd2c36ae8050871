// Runs the benchmarks and prints their figures: `node bench/run.mjs [NAME…] [--quick] [--json FILE]`.
import fs from 'node:fs';
import os from 'node:os';
import { parseArgs } from 'node:util';
import { closeAllHomes } from './benchHome.mjs';
import { closeAllTerminals } from './ptyDriver.mjs';

const BENCHES = {
  'start-up': () => import('./startUp.mjs'),
  attach: () => import('./attach.mjs'),
  memory: () => import('./memory.mjs'),
  idle: () => import('./idle.mjs'),
  push: () => import('./push.mjs'),
  conversation: () => import('./conversation.mjs'),
  sessions: () => import('./sessions.mjs'),
  grep: () => import('./grep.mjs'),
};

const { values, positionals } = parseArgs({
  options: { json: { type: 'string' }, quick: { type: 'boolean', default: false }, help: { type: 'boolean' } },
  allowPositionals: true,
});
const names = positionals.length > 0 ? positionals : Object.keys(BENCHES);
const unknown = names.filter((name) => !(name in BENCHES));
if (values.help || unknown.length > 0) {
  if (unknown.length > 0) console.error(`No such bench: ${unknown.join(', ')}.`);
  console.error(`node bench/run.mjs [${Object.keys(BENCHES).join('|')} …] [--quick] [--json FILE]`);
  process.exit(unknown.length > 0 ? 2 : 0);
}

function print(title, rows) {
  console.log(`\n${title}`);
  const width = Math.max(...rows.map(({ what }) => what.length));
  for (const { what, value, unit, ratio, against, note } of rows) {
    const digits = Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0;
    const figure = `${value.toFixed(digits).padStart(9)} ${unit}`;
    const times = ratio === undefined ? '' : `  ${ratio.toFixed(2)}× ${against}`;
    console.log(`  ${what.padEnd(width)} ${figure}${times}${note ? `  (${note})` : ''}`);
  }
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

const figures = {};
let failed = false;
for (const name of names) {
  const bench = await BENCHES[name]();
  try {
    const rows = await bench.run(values.quick ? { rounds: 2 } : {});
    figures[name] = rows;
    print(bench.title, rows);
  } catch (error) {
    failed = true;
    console.error(`\n${bench.title}\n  failed: ${error instanceof Error ? error.message : error}`);
  } finally {
    await endEverything();
  }
}
if (values.json !== undefined) {
  const machine = { node: process.version, cpus: os.cpus().length, platform: `${os.platform()} ${os.arch()}` };
  fs.writeFileSync(values.json, `${JSON.stringify({ machine, figures }, null, 2)}\n`);
}
process.exit(failed ? 1 : 0);
