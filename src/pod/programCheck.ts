// Whether a command can be started at all: the pseudo-terminal reports a failed exec only as an early exit.
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import type { Parsed } from '../protocol/parsed';

const DEFAULT_PATH = '/usr/local/bin:/usr/bin:/bin';

/** The absolute path of the program of `argv[0]`, found as a shell would; else one sentence for the user. */
export function findProgram(program: string, cwd: string, searchPath: string | undefined): Parsed<string> {
  const directory = directoryFault(cwd);
  if (directory !== null) return { ok: false, error: directory };
  if (program.includes('/')) {
    const file = path.resolve(cwd, program);
    const fault = programFault(file);
    return fault === null ? { ok: true, value: file } : { ok: false, error: `The command ${program} ${fault}.` };
  }
  let denied: string | null = null;
  for (const entry of (searchPath || DEFAULT_PATH).split(':')) {
    const file = path.resolve(cwd, entry, program);
    const fault = programFault(file);
    if (fault === null) return { ok: true, value: file };
    if (fault !== MISSING) denied ??= `The command ${file} ${fault}.`;
  }
  return { ok: false, error: denied ?? `The command "${program}" was not found in PATH.` };
}

const MISSING = 'does not exist';

function programFault(file: string): string | null {
  try {
    if (!statSync(file).isFile()) return 'is not a file';
  } catch {
    return MISSING;
  }
  try {
    accessSync(file, constants.X_OK);
    return null;
  } catch {
    return 'is not executable';
  }
}

function directoryFault(cwd: string): string | null {
  try {
    if (!statSync(cwd).isDirectory()) return `The working directory ${cwd} is not a directory.`;
    accessSync(cwd, constants.X_OK);
    return null;
  } catch {
    return `The working directory ${cwd} does not exist or cannot be entered.`;
  }
}
