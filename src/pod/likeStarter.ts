// Starts a program as its user's own shell would have: with the starter's umask and limit of open files.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseOpenFilesLimit } from '../protocol/parseOpenFilesLimit';
import type { Starter } from '../protocol/podOrder';

/** Bound of the tool that sets the limit, ms. */
const LIMIT_TIMEOUT_MS = 2000;

/**
 * Runs `spawn`, which must start the program before it returns. Node raises the soft limit of open files in every process
 * of its own, and children inherit it: programs then take a table of a million descriptors for a small one. It is lowered
 * for this one moment, and what we open ourselves stays private.
 */
export function likeStarter<T>(starter: Pick<Starter, 'umask' | 'openFiles'> | undefined, spawn: () => T): T {
  const theirs = starter?.openFiles ?? null;
  const ours = theirs === null ? null : limitOfOpenFiles();
  const differs = theirs !== null && ours !== null && theirs < ours;
  if (differs) setLimit(theirs);
  const mask = starter?.umask === undefined ? null : process.umask(starter.umask);
  try {
    return spawn();
  } finally {
    if (mask !== null) process.umask(mask);
    if (differs) setLimit(ours);
  }
}

/** Soft limit of this process; null: without one, or the system does not tell. */
function limitOfOpenFiles(): number | null {
  try {
    return parseOpenFilesLimit(readFileSync('/proc/self/limits', 'latin1'));
  } catch {
    return null;
  }
}

/** Node has no call for it. Where the tool is missing the program gets our own limit. */
function setLimit(soft: number): void {
  spawnSync('prlimit', [`--nofile=${soft}:`, '--pid', String(process.pid)], {
    stdio: 'ignore',
    timeout: LIMIT_TIMEOUT_MS,
  });
}
