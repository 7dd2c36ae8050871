// Lets go of the descriptors that a Pod's process has from its starter: a lock or a pipe of a script is not a Pod's to hold.
import { closeSync } from 'node:fs';
import { thisSystem } from '../system/thisSystem';

/** Every descriptor above `last` that a child of ours would get; all stay where the system cannot tell them apart. */
export function closeInherited(last: number): void {
  for (const fd of thisSystem.inheritedDescriptors()) {
    if (fd <= last) continue;
    try {
      closeSync(fd);
    } catch {
      // Gone already: it was the listing's own.
    }
  }
}
