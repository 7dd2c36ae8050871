// Reads the limit of open files out of what Linux tells of a process.

/** The soft limit, from the text of `/proc/PID/limits`; null: none, or no such line. */
export function parseOpenFilesLimit(limits: string): number | null {
  const found = /^Max open files\s+(\d+)\s/m.exec(limits);
  return found ? Number(found[1]) : null;
}
