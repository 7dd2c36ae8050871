// Linux: the small files of /proc, read; what is not there or not ours is null.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** The entries that are numbers: pids, descriptors. */
export function numbersIn(directory: string): readonly number[] {
  try {
    return readdirSync(directory).flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
  } catch {
    return [];
  }
}

/** Null where there is none, or where we may not look. */
export function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

/** Null where there is none, or where we may not look. */
export function linkOf(file: string): string | null {
  try {
    return readlinkSync(file);
  } catch {
    return null;
  }
}

/** Null: not there, or no number. */
export function numberIn(file: string): number | null {
  const text = textOf(file)?.trim() ?? '';
  return /^\d+$/.test(text) ? Number(text) : null;
}
