// The names in a directory.
import { readdirSync } from 'node:fs';

/** In no order; none where there is no directory, or it cannot be listed. */
export function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
