// Whether a shell has a job in the foreground of its terminal, and which.
import path from 'node:path';
import { thisSystem } from '../../system/thisSystem';

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
 * @param foregroundName what the terminal says instead, where asking for a process is dear.
 */
export function foregroundJob(shellPid: number, shellProgram: string, foregroundName: () => string): string | null {
  if (thisSystem.isAskingDear) {
    const name = foregroundName();
    return path.basename(name) === path.basename(shellProgram) ? null : cleanName(name);
  }
  const shell = thisSystem.processStat(shellPid);
  if (shell === null || shell.terminalGroup === shell.group || shell.terminalGroup <= 0) return null;
  // The leader of the group may be gone while others of a pipeline go on.
  return cleanName(thisSystem.processStat(shell.terminalGroup)?.name ?? 'a pipeline');
}

function cleanName(name: string): string {
  return name.replace(/[^\x20-\x7e]/g, '?').slice(0, MAX_NAME);
}
