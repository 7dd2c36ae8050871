// `npm run test:faults [-- --minutes N] [--seed N] [PATTERN …]`: the campaign against faults, within a time, and its table of tries and bad.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  options: { minutes: { type: 'string', default: '5' }, seed: { type: 'string' } },
  allowPositionals: true,
});
const minutes = Number(values.minutes);
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
if (!(minutes > 0) || !Number.isInteger(seed)) {
  process.stderr.write('Give --minutes a number above 0, and --seed a whole number.\n');
  process.exit(2);
}
const results = mkdtempSync(path.join(os.tmpdir(), 'podwatch-faults-'));
const jest = path.join('node_modules', 'jest', 'bin', 'jest.js');
const ran = spawn(process.execPath, [jest, '--config', 'jest.faults.config.cjs', '--maxWorkers', '2', ...positionals], {
  stdio: 'inherit',
  env: { ...process.env, FAULTS_MINUTES: String(minutes), FAULTS_SEED: String(seed), FAULTS_RESULTS: results },
});
// Whoever breaks the campaign off leaves nothing running either.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => ran.kill(signal));
const [status] = await once(ran, 'exit');
const left = endWhatIsLeft();
const rows = readdirSync(results)
  .sort()
  .flatMap((name) => readFileSync(path.join(results, name), 'utf8').split('\n').filter(Boolean))
  .map((line) => JSON.parse(line));
rmSync(results, { recursive: true, force: true });
const width = Math.max(10, ...rows.map(({ what }) => what.length));
process.stdout.write(
  `\nseed ${seed}, ${minutes} min\n${'what'.padEnd(width)}  ${'tries'.padStart(8)}  ${'of'.padStart(6)}  bad\n`,
);
for (const { what, tries, of, bad } of rows) {
  process.stdout.write(
    `${what.padEnd(width)}  ${String(tries).padStart(8)}  ${String(of ?? '').padStart(6)}  ${bad}\n`,
  );
}
for (const each of left) process.stdout.write(`left running by a try, and killed: ${each}\n`);
process.exit(left.length > 0 ? 1 : (status ?? 1));

/** Everything that a try starts carries the campaign's name in its environment, however detached it is. Linux alone tells. */
function endWhatIsLeft() {
  const found = [];
  for (const pid of existsSync('/proc/self/environ') ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : []) {
    try {
      const isOurs = readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(`FAULTS_RESULTS=${results}`);
      if (!isOurs) continue;
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim();
      process.kill(Number(pid), 'SIGKILL');
      found.push(`${pid} ${command}`);
    } catch {
      // It ended while we looked.
    }
  }
  return found;
}
