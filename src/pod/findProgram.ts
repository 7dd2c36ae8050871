// Whether a command can be started at all: the pseudo-terminal reports a failed exec only as an early exit.
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import type { Parsed } from '../protocol/parsed';
import { executableFault } from '../system/executableFault';
import { fileFault } from '../system/executableFile';
import { thisSystem } from '../system/thisSystem';

const DEFAULT_PATH = '/usr/local/bin:/usr/bin:/bin';

/** The absolute path of the program of `argv[0]`, found as a shell would; else one sentence for the user. */
export function findProgram(argv: readonly string[], cwd: string, env: Environment): Parsed<string> {
  const fault = directoryFault(cwd) ?? lengthFault(argv, env);
  return fault === null ? inPath(argv[0] ?? '', cwd, env.PATH) : { ok: false, error: fault };
}

function inPath(program: string, cwd: string, searchPath: string | undefined): Parsed<string> {
  if (program === '') return { ok: false, error: 'The command is an empty text.' };
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

type Environment = Readonly<Record<string, string | undefined>>;

const MISSING = 'does not exist';

function programFault(file: string): string | null {
  return fileFault(file) ?? executableFault(file);
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

/** Why the system would refuse these as too long; null: it does not. One sentence. */
function lengthFault(argv: readonly string[], env: Environment): string | null {
  const { maxArgument } = thisSystem;
  if (maxArgument === null) return null;
  const isTooLong = (text: string) => text.length * 3 >= maxArgument && Buffer.byteLength(text) > maxArgument;
  const long = argv.find(isTooLong);
  if (long !== undefined) {
    const bytes = Buffer.byteLength(long);
    return `An argument of the command has ${bytes} bytes, and the system allows ${maxArgument}. Put it into a file.`;
  }
  const variable = Object.entries(env).find(([name, value]) => isTooLong(`${name}=${value}`));
  return variable
    ? `The variable ${variable[0]} is longer than the ${maxArgument} bytes that the system allows.`
    : null;
}
