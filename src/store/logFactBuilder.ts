// What the tail of a segment log says, gathered from its last line backwards (formats §4).

import type { LastExit, LogFact } from '../podList/podFacts';
import { trimText } from '../podList/previews';
import { insomniaFault } from '../protocol/insomniaEntry';
import { inputText, type LogEntry, messageText, ownFact, parseLogLine } from '../protocol/logEntry';

/** Code points of a preview, without its label (formats §4). */
const PREVIEW_LENGTH = 60;

/** Say nothing of what the Pod did: an exit before them is still its last word. */
const BOOKKEEPING: ReadonlySet<string> = new Set(['extension', 'llm_usage', 'config_changed']);

/** Takes lines from the last one backwards; more lenient than other readers: a bad line among good ones is passed over. */
export class LogFactBuilder {
  private updatedAt = 0;
  private entries = 0;
  private fault: string | null = null;
  private preview: string | null = null;
  private title: string | null = null;
  private lastExit: LastExit | null = null;
  private exitIsDecided = false;

  /** Further back there is nothing more to find out. */
  get isComplete(): boolean {
    return this.preview !== null;
  }

  get hasEntries(): boolean {
    return this.entries > 0;
  }

  addLine(line: string): void {
    if (line.trim() === '') return;
    const parsed = parseLogLine(line);
    if (!parsed.ok) {
      this.fault ??= `a line that cannot be read: ${parsed.error}`;
      return;
    }
    this.fault ??= insomniaFault(parsed.value);
    this.take(parsed.value);
  }

  /** A line of which only the beginning was read: what it lacks is no fault of it. */
  addCut(line: string): void {
    const parsed = parseLogLine(line);
    if (parsed.ok) this.take(parsed.value);
  }

  private take(entry: LogEntry): void {
    this.entries += 1;
    this.updatedAt = Math.max(this.updatedAt, entry.ts);
    this.preview ??= previewOf(entry);
    this.title ??= ownFact('podwatch.screen', entry)?.title ?? null;
    this.decideExit(entry);
  }

  /** Lines, but not one of them an entry: corrupt. No lines at all: readable, and empty. */
  build(): LogFact {
    if (this.entries === 0 && this.fault !== null) return { kind: 'corrupt', error: this.fault };
    const { updatedAt, preview, title, lastExit, fault } = this;
    const fact = { updatedAt, preview, hasEntries: this.entries > 0, title, lastExit };
    return { kind: 'readable', ...fact, ...(fault !== null && { fault }) };
  }

  /** An exit counts only if nothing was done after it: a restored Pod goes on in the same log. */
  private decideExit(entry: LogEntry): void {
    if (this.exitIsDecided) return;
    const exit = ownFact('podwatch.exit', entry);
    if (exit !== null) this.lastExit = { code: exit.code, signal: exit.signal };
    this.exitIsDecided = exit !== null || !BOOKKEEPING.has(entry.kind) || ownFact('podwatch.screen', entry) !== null;
  }
}

/** Null where the entry gives no preview: reasoning, tool calls, seeded history, empty input. */
function previewOf(entry: LogEntry): string | null {
  if (entry.kind === 'user_input') {
    const text = inputText(entry.segments);
    return text === '' ? null : `user: ${trimText(text, PREVIEW_LENGTH)}`;
  }
  if (entry.kind === 'assistant_item') {
    const text = messageText(entry.item);
    return text === null ? null : `assistant: ${trimText(text, PREVIEW_LENGTH)}`;
  }
  const line = ownFact('podwatch.screen', entry)?.line ?? '';
  return line === '' ? null : trimText(line, PREVIEW_LENGTH);
}
