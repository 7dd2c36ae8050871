// Whether a shell has a job in the foreground of its terminal, and which.
import { readFileSync } from 'node:fs';
import path from 'node:path';

const SHELLS = new Set([
  'sh',
  'bash',
  'zsh',
  'fish',
  'dash',
  'ksh',
  'mksh',
  'ash',
  'tcsh',
  'csh',
  'nu',
  'xonsh',
  'elvish',
  'pwsh',
]);
const MAX_NAME = 32;

/** Is this program a shell, whose foreground job is what counts? A shell that only runs a script is a program like others. */
export function isInteractiveShell(argv: readonly string[]): boolean {
  const [program = '', ...args] = argv;
  if (!SHELLS.has(path.basename(program).replace(/^-/, ''))) return false;
  return args.every((arg) => arg.startsWith('-') && (arg.startsWith('--') || !arg.includes('c')));
}

/**
 * The name of the foreground job; null: the shell itself is in the foreground.
 * @param foregroundName what the terminal says instead, where there is no /proc (macOS).
 */
export function foregroundJob(shellPid: number, shellProgram: string, foregroundName: () => string): string | null {
  if (process.platform !== 'linux') {
    const name = foregroundName();
    return path.basename(name) === path.basename(shellProgram) ? null : cleanName(name);
  }
  try {
    const stat = readFileSync(`/proc/${shellPid}/stat`, 'latin1');
    // The name stands in brackets and may hold anything, brackets too. Behind it: state ppid pgrp session tty tpgid.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const group = fields[2];
    const foreground = fields[5];
    if (foreground === undefined || foreground === group || Number(foreground) <= 0) return null;
    return cleanName(processName(foreground));
  } catch {
    return null;
  }
}

/** The leader of the group may be gone while others of a pipeline go on. */
function processName(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return 'a pipeline';
  }
}

function cleanName(name: string): string {
  return name.replace(/[^\x20-\x7e]/g, '?').slice(0, MAX_NAME);
}
