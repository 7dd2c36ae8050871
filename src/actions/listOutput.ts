// Which files hold what a Pod has put out and said: recordings and logs of all segments of its session.
import { statSync } from 'node:fs';
import path from 'node:path';
import type { HomePaths } from '../protocol/homePaths';
import { namesIn } from '../store/namesIn';

export interface OutputFile {
  readonly path: string;
  readonly kind: 'recording' | 'log' | 'session';
  /** Bytes. */
  readonly size: number;
  /** Last written, Unix ms. */
  readonly changedAt: number;
}

/** None where nothing has been stored, or where it cannot be listed. */
export function listOutput(home: HomePaths, sessionId: string | null): readonly OutputFile[] {
  if (sessionId === null) return [];
  const directory = path.join(home.sessions, sessionId);
  return namesIn(directory).flatMap((name) => {
    const kind = kindOf(name);
    return kind === null ? [] : outputFile(path.join(directory, name), kind);
  });
}

/** A file alone; none where it is not there. What is no regular file is refused, and said, by whoever opens it. */
export function outputFile(file: string, kind: OutputFile['kind']): readonly OutputFile[] {
  try {
    const stats = statSync(file);
    return [{ path: file, kind, size: stats.isFile() ? stats.size : 1, changedAt: stats.mtimeMs }];
  } catch {
    return [];
  }
}

/** `<segment>.cast`, the half before it, and `<segment>.jsonl`; a trace is none of them (formats §6). */
function kindOf(name: string): 'recording' | 'log' | null {
  if (/\.cast(?:\.1)?$/.test(name)) return 'recording';
  return name.endsWith('.jsonl') && !name.endsWith('.trace.jsonl') ? 'log' : null;
}
