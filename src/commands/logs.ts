// `podwatch logs NAME [-f] [--json]`: what a terminal has shown, a conversation as Markdown, or the entries themselves.
import { findLog, type PodLog } from '../actions/findLog';
import { followFile } from '../actions/followFile';
import { LogReader } from '../actions/logReader';
import { readScreen } from '../actions/readScreen';
import type { PodEntry } from '../podList/types';
import { type LogEntry, ownFact } from '../protocol/logEntry';
import type { Parsed } from '../protocol/parsed';
import { errorText } from '../store/fileErrors';
import type { CommandContext } from './commandContext';
import { findPod } from './findPod';
import { jsonPrinter, type LogPrinter, markdownPrinter, terminalPrinter } from './logPrinter';
import { openRecording } from './recording';
import { reportFailure } from './reportFailure';

export interface LogsArgs {
  readonly name: string;
  readonly follow: boolean;
  readonly json: boolean;
}

/** Following ends with the Pod's program, or when it is interrupted. */
export async function runLogs(context: CommandContext, { name, follow, json }: LogsArgs): Promise<number> {
  const found = await findPod(context, name, null);
  if (found.kind !== 'found') return reportFailure(context, found);
  const { entry } = found;
  const located = await findLog(found.home, name);
  const log = located.kind === 'done' ? located.log : null;
  const isTerminal = !json && (log === null ? entry.extensions.includes('screen') : log.holds === 'terminal');
  const recording = isTerminal && log !== null ? await openRecording(log.cast, follow) : null;
  try {
    const screen = isTerminal && recording === null ? await screenRows(entry, log) : null;
    const printer = isTerminal
      ? terminalPrinter(context, { recording, screen })
      : (json ? jsonPrinter : markdownPrinter)(context);
    if (located.kind !== 'done') {
      if (screen === null) return reportFailure(context, located);
      await printer({ entries: [], isAnew: false, isWhole: true });
      return 0;
    }
    const fault = await printLog(located.log.file, { follow, isLive: entry.socketPath !== null }, printer);
    if (fault === null) return 0;
    return reportFailure(context, { kind: 'failed', message: `The log cannot be followed: ${fault}` });
  } catch (error) {
    return reportFailure(context, { kind: 'failed', message: `The log cannot be read: ${errorText(error)}` });
  } finally {
    await recording?.close();
  }
}

/** @returns why it cannot be followed. @throws file errors. */
async function printLog(
  file: string,
  { follow, isLive }: { readonly follow: boolean; readonly isLive: boolean },
  print: LogPrinter,
): Promise<string | null> {
  const reader = new LogReader(file);
  const over = new AbortController();
  let isFirst = true;
  const look = async () => {
    const starts = reader.restarts;
    const entries: Parsed<LogEntry>[] = [];
    for await (const entry of reader.newEntries()) entries.push(entry);
    const hasEnded = entries.some((entry) => entry.ok && ownFact('podwatch.exit', entry.value) !== null);
    const isWhole = !follow || (isFirst ? !isLive : hasEnded);
    await print({ entries, isAnew: reader.restarts > starts, isWhole });
    if (isWhole && !isFirst) over.abort();
    isFirst = false;
  };
  if (follow) return followFile(file, look, over.signal);
  await look();
  return null;
}

/** The rows of the screen as it is now or was at the end; null for a Pod that has none. */
async function screenRows(entry: PodEntry, log: PodLog | null): Promise<readonly string[] | null> {
  if (entry.socketPath !== null) {
    const screen = await readScreen(entry.socketPath, entry.id.name);
    return screen.kind === 'done' && screen.rows !== null ? withoutBlankEnd(screen.rows) : null;
  }
  if (log === null || log.screen === null) return null;
  return withoutBlankEnd(await drawnRows(log.screen, log.size ?? { cols: 80, rows: 24 }));
}

/** Draws the bytes of a saved screen. The terminal is only loaded where there is one to draw. */
async function drawnRows(bytes: Buffer, { cols, rows }: { cols: number; rows: number }): Promise<string[]> {
  const { Terminal } = await import('@xterm/headless');
  const terminal = new Terminal({ cols, rows, scrollback: 1000, allowProposedApi: true });
  await new Promise<void>((resolve) => terminal.write(bytes, resolve));
  const buffer = terminal.buffer.active;
  const texts: string[] = [];
  for (let y = 0; y < buffer.length; y++) texts.push(buffer.getLine(y)?.translateToString(true) ?? '');
  terminal.dispose();
  return texts;
}

function withoutBlankEnd(rows: readonly string[]): readonly string[] {
  const last = rows.findLastIndex((row) => row.trim() !== '');
  return rows.slice(0, last + 1);
}
