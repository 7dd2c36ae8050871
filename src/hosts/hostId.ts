// What is the same for one store of one user on one machine, whichever way one comes to it.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import os from 'node:os';

/** @param data the store directory. */
export function hostId(data: string): string {
  const parts = [machineId(), String(process.getuid?.() ?? ''), data];
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 32);
}

/** Where a system has none, its name must do. */
function machineId(): string {
  try {
    return readFileSync('/etc/machine-id', 'utf8').trim();
  } catch {
    return os.hostname();
  }
}
