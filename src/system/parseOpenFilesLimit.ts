// Reads the limit of open files out of what Linux tells of a process.
import type { OpenFilesLimit } from './system';

/** From the text of `/proc/PID/limits`; null: no such line. */
export function parseOpenFilesLimit(limits: string): OpenFilesLimit | null {
  const [, soft, hard] = /^Max open files\s+(\S+)\s+(\S+)/m.exec(limits) ?? [];
  return soft === undefined ? null : { soft: numberOf(soft), hard: numberOf(hard) };
}

function numberOf(word: string | undefined): number | null {
  return /^\d+$/.test(word ?? '') ? Number(word) : null;
}
