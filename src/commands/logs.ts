// `podwatch logs NAME [-f]`: what a terminal has shown, the lines of a conversation, and how it ended.

import { findLog, type PodLog } from '../actions/findLog';
import { followFile } from '../actions/followFile';
import type { LogLine } from '../actions/logLine';
import { LogReader } from '../actions/logReader';
import { readScreen } from '../actions/readScreen';
import type { PodEntry } from '../podList/types';
import { errorText } from '../store/fileErrors';
import { displayText } from '../text/displayText';
import type { CommandContext } from './commandContext';
import { findPod } from './findPod';
import { openRecording, type Recording } from './recording';
import { reportFailure } from './reportFailure';

export interface LogsArgs {
  readonly name: string;
  readonly follow: boolean;
}

/** Following ends with the Pod's program, or when it is interrupted. */
export async function runLogs(context: CommandContext, { name, follow }: LogsArgs): Promise<number> {
  const found = await findPod(context, name, null);
  if (found.kind !== 'found') return reportFailure(context, found);
  const print = (lines: readonly string[]) => {
    if (lines.length > 0) context.stdout.write(`${lines.map(displayText).join('\n')}\n`);
  };
  const located = await findLog(found.home, name);
  const log = located.kind === 'done' ? located.log : null;
  const recording = log === null ? null : await openRecording(log.cast, follow);
  const screen = recording === null ? await screenRows(found.entry, log) : null;
  if (screen !== null) print(screen);
  if (located.kind !== 'done') return screen === null ? reportFailure(context, located) : 0;
  const isLive = found.entry.socketPath !== null;
  const source = { file: located.log.file, recording, hasScreen: screen !== null, isLive };
  try {
    const fault = await printLog(source, follow, print);
    if (fault === null) return 0;
    return reportFailure(context, { kind: 'failed', message: `The log cannot be followed: ${fault}` });
  } catch (error) {
    return reportFailure(context, { kind: 'failed', message: `The log cannot be read: ${errorText(error)}` });
  } finally {
    await recording?.close();
  }
}

interface LogSource {
  readonly file: string;
  readonly recording: Recording | null;
  /** The screen has been printed, instead of a recording. */
  readonly hasScreen: boolean;
  readonly isLive: boolean;
}

/** @returns why it cannot be followed. @throws file errors. */
async function printLog(
  { file, recording, hasScreen, isLive }: LogSource,
  follow: boolean,
  print: (lines: readonly string[]) => void,
): Promise<string | null> {
  const reader = new LogReader(file);
  const over = new AbortController();
  let isFirst = true;
  const look = async () => {
    const lines: LogLine[] = [];
    for await (const line of reader.newLines()) lines.push(line);
    const hasEnded = lines.some(({ role }) => role === 'exit');
    // The log says the end after the recording has it.
    const isWhole = !follow || (isFirst ? !isLive : hasEnded);
    if (recording) print(await recordedLines(recording, isWhole));
    // What has been printed already holds them.
    const isShown = recording !== null || (isFirst && hasScreen);
    for (const line of lines) if (!(isShown && line.role === 'screen')) print(textLines(line));
    if (!isFirst && hasEnded) over.abort();
    isFirst = false;
  };
  if (follow) return followFile(file, look, over.signal);
  await look();
  return null;
}

async function recordedLines(recording: Recording, isWhole: boolean): Promise<readonly string[]> {
  const lines = await recording.newLines();
  return isWhole ? [...lines, ...(await recording.rest())] : lines;
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

function textLines({ role, text }: LogLine): string[] {
  const [first = '', ...others] = text.split('\n');
  if (role === 'screen') return [text];
  if (role === 'exit') return [`[${text}]`];
  const label = `${role}: `;
  return [label + first, ...others.map((line) => ' '.repeat(label.length) + line)];
}
