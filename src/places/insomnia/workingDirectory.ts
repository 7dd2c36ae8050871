// Where a Pod of insomnia was at work: its record names no directory, so it is told from what it may write, or was told.
import { closeSync } from 'node:fs';
import { type HomePaths, metadataPath, segmentLogPath } from '../../protocol/homePaths';
import { directoryInPrompt } from '../../protocol/insomniaEntry';
import { firstWritableDirectory } from '../../protocol/metadataSchemas';
import { parsePodMetadata } from '../../protocol/podMetadata';
import { MAX_RECORD_FILE_BYTES, openRegular, readRange, readText } from '../../store/regularFile';

/** The first entry of a log may hold a long history. */
const MAX_FIRST_LINE_BYTES = 16 * 1024 * 1024;
const STEP_BYTES = 64 * 1024;
const NEWLINE = 0x0a;

/** Absolute; null where neither its record nor its log says it. A directory that it may not read makes its start fail. */
export function workingDirectory(home: HomePaths, podName: string): string | null {
  const record = textOf(() => readText(metadataPath(home, podName), MAX_RECORD_FILE_BYTES));
  if (record === null) return null;
  return firstWritableDirectory(record) ?? promptedDirectory(home, record);
}

/** `You are operating in DIR.` of its system prompt. */
function promptedDirectory(home: HomePaths, record: string): string | null {
  const metadata = parsePodMetadata(record);
  const active = metadata.ok ? metadata.value.active : null;
  if (active === null || active.segmentId === null) return null;
  const file = segmentLogPath(home, active.sessionId, active.segmentId);
  const line = textOf(() => firstLine(file));
  return line === null ? null : directoryInPrompt(line);
}

/** @throws file errors. */
function firstLine(file: string): string {
  const descriptor = openRegular(file);
  try {
    const parts: Buffer[] = [];
    for (let at = 0; at < MAX_FIRST_LINE_BYTES; at += STEP_BYTES) {
      const part = readRange(descriptor, at, at + STEP_BYTES);
      const end = part.indexOf(NEWLINE);
      parts.push(end < 0 ? part : part.subarray(0, end));
      if (end >= 0 || part.length < STEP_BYTES) break;
    }
    return Buffer.concat(parts).toString('utf8');
  } finally {
    closeSync(descriptor);
  }
}

function textOf(read: () => string): string | null {
  try {
    return read();
  } catch {
    return null;
  }
}
