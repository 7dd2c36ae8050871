// Lets go of the descriptors that a Pod's process has from its starter: a lock or a pipe of a script is not a Pod's to hold.
import { closeSync, readdirSync, readFileSync } from 'node:fs';

/** In octal, as Linux prints it. */
const O_CLOEXEC = 0o2000000;

/**
 * Every descriptor above `last` that a child of ours would get: what Node opens for itself is closed by an exec, what was
 * inherited is not. Only Linux tells them apart; elsewhere they stay.
 */
export function closeInherited(last: number): void {
  for (const name of descriptors()) {
    const fd = Number(name);
    if (fd <= last || !isInherited(fd)) continue;
    try {
      closeSync(fd);
    } catch {
      // Gone already: it was the listing's own.
    }
  }
}

function descriptors(): readonly string[] {
  try {
    return readdirSync('/proc/self/fd');
  } catch {
    return [];
  }
}

function isInherited(fd: number): boolean {
  try {
    const flags = /^flags:\s+([0-7]+)/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'latin1'));
    return flags !== null && (Number.parseInt(flags[1] ?? '', 8) & O_CLOEXEC) === 0;
  } catch {
    return false;
  }
}
