// Starts a program as its user's own shell would have: with the starter's umask and limit of open files.
import type { Starter } from '../protocol/podOrder';
import { thisSystem } from '../system/thisSystem';

/**
 * Runs `spawn`, which must start the program before it returns. Node raises the soft limit of open files in every process
 * of its own, and children inherit it: programs then take a table of a million descriptors for a small one. It is lowered
 * for this one moment, and what we open ourselves stays private.
 */
export function likeStarter<T>(starter: Pick<Starter, 'umask' | 'openFiles'> | undefined, spawn: () => T): T {
  const theirs = starter?.openFiles ?? null;
  const ours = theirs === null ? null : (thisSystem.openFilesLimit(process.pid)?.soft ?? null);
  const differs = theirs !== null && ours !== null && theirs < ours;
  if (differs) thisSystem.setOpenFilesLimit(theirs);
  const mask = starter?.umask === undefined ? null : process.umask(starter.umask);
  try {
    return spawn();
  } finally {
    if (mask !== null) process.umask(mask);
    if (differs) thisSystem.setOpenFilesLimit(ours);
  }
}
