#!/usr/bin/env node
// The podwatch command line: turns arguments into one command, and outcomes into exit codes.
import { version } from '../package.json';

/** A reader that has seen enough (`podwatch ls | head -1`) is no error. */
function endQuietlyOnBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
}

async function main(argv: readonly string[]): Promise<number> {
  process.stdout.on('error', endQuietlyOnBrokenPipe);
  process.stderr.on('error', endQuietlyOnBrokenPipe);
  if (argv[0] === '--version') {
    process.stdout.write(`${version}\n`);
    return 0;
  }
  const { runCommandLine } = await import('./commands/commandLine');
  return runCommandLine(argv, version);
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`podwatch: ${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
  },
);
