// Which processes belong together: by terminal session, by parent, or by the Pod that they name in their environment.
import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  /** The pid of whoever began the terminal session (`setsid`). */
  readonly session: number;
  /** The program's name, as the system has it: 15 bytes at most, anything in it. */
  readonly name: string;
}

/** All processes that run; the dead that nobody has waited for are none. Empty where the system has no such table. */
export function processTable(): ProcessEntry[] {
  const found: ProcessEntry[] = [];
  for (const name of names()) {
    if (!/^\d+$/.test(name)) continue;
    const entry = readEntry(Number(name));
    if (entry) found.push(entry);
  }
  return found;
}

/** A process and all that have come from it, as far as their parents still tell. */
export function processTree(table: readonly ProcessEntry[], root: number): Set<number> {
  const tree = new Set([root]);
  for (let before = 0; before < tree.size; ) {
    before = tree.size;
    for (const { pid, parent } of table) if (tree.has(parent)) tree.add(pid);
  }
  return tree;
}

/** Whether a process was started with that variable; false where we may not look. */
export function startedWith(pid: number, variable: string, value: string): boolean {
  try {
    return `\0${readFileSync(`/proc/${pid}/environ`, 'utf8')}`.includes(`\0${variable}=${value}\0`);
  } catch {
    return false;
  }
}

function names(): readonly string[] {
  try {
    return readdirSync('/proc');
  } catch {
    return [];
  }
}

/** `pid (name) state ppid pgrp session …`; the name may hold anything, also `)`. */
function readEntry(pid: number): ProcessEntry | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const end = stat.lastIndexOf(')');
    const [state, parent, , session] = stat.slice(end + 2).split(' ');
    if (state === 'Z' || state === 'X') return null;
    return { pid, parent: Number(parent), session: Number(session), name: stat.slice(stat.indexOf('(') + 1, end) };
  } catch {
    // It has ended meanwhile.
    return null;
  }
}
