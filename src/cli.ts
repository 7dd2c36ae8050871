#!/usr/bin/env node
// The podwatch command line: turns arguments into one command, and outcomes into exit codes.
import { readlinkSync } from 'node:fs';
import { version } from '../package.json';
import { runWords } from './commands/line/runWords';
import { print } from './commands/printText';
import { standardOutput } from './commands/standardOutput';
import { useCompileCache } from './loading/compileCache';
import { takeBackRoots } from './loading/extraRoots';

/** In a directory that was removed not even yargs loads. No Pod can start there, all else can be done. */
function nameRemovedDirectory(): void {
  try {
    process.cwd();
  } catch {
    const name = removedDirectory();
    process.cwd = () => name;
  }
}

/** Never the name of one that is there: PWD may be another's. Linux adds " (deleted)" by itself. */
function removedDirectory(): string {
  try {
    return readlinkSync('/proc/self/cwd');
  } catch {
    return `${process.env.PWD || '/'} (deleted)`;
  }
}

/** What is no fault of ours is one sentence; of all else the place matters. */
function faultText(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EMFILE' || code === 'ENFILE') {
    return `Too few files may be open (${code}). Allow more (ulimit -n) and start it again.`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

async function main(argv: readonly string[]): Promise<number> {
  takeBackRoots(process.env);
  // Node would print what it has against a library over whatever stands on the terminal, a dashboard too.
  process.removeAllListeners('warning');
  if (argv[0] === '--version') {
    standardOutput('stdout').write(`${version}\n`);
    return 0;
  }
  nameRemovedDirectory();
  useCompileCache(process.env, __dirname);
  return runWords(argv);
}

/** Where nothing is left that could settle what is waited for, Node ends the process without a word, as if all were done. */
function sayUndone(): void {
  const advice = 'Look what it has done (podwatch ls), and try again.';
  print(standardOutput('stderr'), `podwatch: The command ended before it was done, by a fault of podwatch. ${advice}`);
  process.exitCode = 1;
}

process.once('beforeExit', sayUndone);
main(process.argv.slice(2))
  .then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      print(standardOutput('stderr'), `podwatch: ${faultText(error)}`);
      process.exitCode = 1;
    },
  )
  .finally(() => {
    process.off('beforeExit', sayUndone);
    // Nothing is left to be done: to take the engine down piece by piece would only take time.
    process.once('beforeExit', () => process.exit());
  });
