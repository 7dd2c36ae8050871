// `podwatch logs NAME … [-f] [--json]`: what a terminal has shown, a conversation as Markdown, or the entries themselves.

import { existsSync } from 'node:fs';
import type { PodLog } from '../actions/findLog';
import { followFile } from '../actions/followFile';
import { displayName } from '../cells/displayText';
import type { ForeignFacts } from '../podList/podFacts';
import type { PodEntry } from '../podList/podList';
import { ownFact } from '../protocol/logEntry';
import { openRecording } from '../recording/openRecording';
import { errorText } from '../store/fileErrors';
import { findLastEntries } from '../store/findLastEntries';
import { LogReader } from '../store/logReader';
import type { CommandContext } from './commandContext';
import { findPod, readPodList } from './findPod';
import type { FoundPod } from './foundPod';
import { LastLines } from './lastLines';
import { podNames } from './line/commonFields';
import { defineCommand } from './line/defineCommand';
import { UsageError } from './line/usageError';
import { jsonPrinter, type LogPrinter, markdownPrinter, terminalPrinter } from './logPrinter';
import { parseTime } from './parseSpan';
import { expandNames, isGlob } from './podPatterns';
import { print, untilTaken } from './printText';
import { reportFailure } from './reportFailure';
import { whenReaderGone } from './whenReaderGone';
import { writtenUp } from './writtenUp';

export const command = defineCommand({
  name: 'logs',
  group: 'history',
  summary: 'Print what Pods have shown, or their conversations as Markdown',
  positionals: { names: { ...podNames, complete: { pods: null, sessions: true } } },
  options: {
    follow: { type: 'boolean', alias: 'f', default: false, describe: 'Go on with what comes' },
    lines: {
      type: 'string',
      alias: 'n',
      requiresArg: true,
      value: 'N',
      describe: 'Only the last N lines (of --json: entries)',
    },
    since: {
      type: 'string',
      requiresArg: true,
      value: 'T',
      describe: 'Only what came since: 10m, 2h, or a date and time',
    },
    json: { type: 'boolean', default: false, describe: 'The entries of its log, one JSON object a line' },
  },
  rest: 'words',
  run: (context, { names, follow, json, lines, since }, more) =>
    logsOfEach(context, [...names, ...more], {
      follow,
      json,
      lines: lines === undefined ? null : lineCount(lines),
      since: since === undefined ? null : parseTime('--since', since, Date.now()),
    }),
});

/** Several stand below each other, each with its name above. @throws UsageError */
async function logsOfEach(
  context: CommandContext,
  patterns: readonly string[],
  { lines, ...how }: Omit<LogsArgs, 'name' | 'lastLines'> & { readonly lines: number | null },
): Promise<number> {
  const isPlain = patterns.length === 1 && !patterns.some(isGlob);
  const names = isPlain ? patterns : expandNames(patterns, (await readPodList(context, patterns)).entries);
  if (names.length > 1 && how.follow) throw new UsageError('--follow goes on with one Pod: name one.');
  if (names.length > 1 && how.json) throw new UsageError('--json prints the entries of one Pod: name one.');
  let code = 0;
  for (const [at, name] of names.entries()) {
    if (names.length > 1) print(context.stdout, `${at === 0 ? '' : '\n'}==> ${displayName(name)} <==`);
    const lastLines = lines === null ? null : new LastLines(context.stdout, lines);
    const own = await runLogs(context, { ...how, name, lastLines }).finally(() => lastLines?.release());
    code ||= own;
  }
  return code;
}

/** As wide as a terminal can be, and more rows than a Pod keeps. */
const MAX_COLS = 1000;
const MAX_ROWS = 2000;

/** @throws UsageError */
function lineCount(text: string): number {
  if (!/^\d{1,7}$/.test(text)) throw new UsageError(`--lines must be a whole number from 0: ${JSON.stringify(text)}`);
  return Number(text);
}

interface LogsArgs {
  readonly name: string;
  readonly follow: boolean;
  readonly json: boolean;
  /** Unix ms; null: all. */
  readonly since: number | null;
  /** What is printed goes through it; null: all of it is wanted. */
  readonly lastLines: LastLines | null;
}

/** Following ends with the Pod's program, with whoever reads it, or when it is interrupted. */
export async function runLogs(context: CommandContext, args: LogsArgs): Promise<number> {
  const { name, follow, json, since, lastLines } = args;
  const output = { stdout: lastLines ?? context.stdout, stderr: context.stderr };
  const found = await findPod(context, name, null);
  if (found.kind !== 'found') return reportFailure(context, found);
  const { entry } = found;
  if (entry.foreign !== undefined) return logsOfSession(context, entry.foreign, entry.id.name, args);
  await writtenUp(found);
  const grows = new AbortController();
  const located = await found.place.findLog(entry.id, follow ? grows.signal : undefined);
  const log = located.kind === 'done' ? located.log : null;
  const isTerminal = !json && (log === null ? entry.extensions.includes('screen') : log.holds === 'terminal');
  const recording = isTerminal && log !== null ? await recordingOf(log, entry, args) : null;
  try {
    const screen = isTerminal && recording === null ? await screenRows(found, log) : null;
    const printer = isTerminal
      ? terminalPrinter(output, { recording, screen, isLive: entry.socketPath !== null })
      : json
        ? jsonPrinter(output)
        : markdownPrinter(output, { isLive: entry.socketPath !== null, follows: follow });
    if (located.kind !== 'done') {
      if (screen === null) return reportFailure(context, located);
      await printer.round(true);
      return 0;
    }
    // A live Pod's comes with its first activity.
    const missing = missingText(entry, located.log.file, [recording, screen]);
    if (missing !== null) return reportFailure(context, { kind: 'failed', message: missing });
    const how = { follow, isLive: entry.socketPath !== null, stdout: context.stdout, since, lastLines, json };
    await printLog(located.log.file, how, printer);
    return 0;
  } catch (error) {
    return reportFailure(context, { kind: 'failed', message: `The log cannot be read: ${errorText(error)}` });
  } finally {
    grows.abort();
    await recording?.close();
  }
}

/** A Pod that has said nothing so far has none yet: who follows it waits for that. */
function recordingOf({ cast, isRecorded }: PodLog, { socketPath }: PodEntry, { follow, since, lastLines }: LogsArgs) {
  const isAwaited = follow && socketPath !== null && isRecorded === true;
  return openRecording(cast, { eager: follow, since, isAwaited, last: lastLines?.count ?? null });
}

/** Null also where something else of it was `kept`. */
function missingText({ id, socketPath }: PodEntry, file: string, kept: readonly unknown[]): string | null {
  if (socketPath !== null || kept.some((each) => each !== null) || existsSync(file)) return null;
  return `The Pod "${displayName(id.name)}" has no log: ${displayName(file)} is not there.`;
}

async function logsOfSession(
  context: CommandContext,
  foreign: ForeignFacts,
  sessionId: string,
  args: LogsArgs,
): Promise<number> {
  if (args.since !== null) {
    return reportFailure(context, { kind: 'usage', message: '--since is for Pods: a session is printed whole.' });
  }
  const { printSession } = await import('./printSession');
  const output = { stdout: args.lastLines ?? context.stdout, stderr: context.stderr };
  return printSession({ ...context, output }, foreign, sessionId, args);
}

interface FollowArgs extends Pick<LogsArgs, 'follow' | 'since' | 'lastLines' | 'json'> {
  readonly isLive: boolean;
  readonly stdout: CommandContext['stdout'];
}

/** @throws file errors. */
async function printLog(
  file: string,
  { follow, isLive, stdout, since, lastLines, json }: FollowArgs,
  printer: LogPrinter,
): Promise<void> {
  const reader = new LogReader(file, json && lastLines !== null ? findLastEntries(file, lastLines.count) : 0);
  const over = new AbortController();
  let isFirst = true;
  const look = async () => {
    let { restarts } = reader;
    let hasEnded = false;
    const noticeRestart = () => {
      if (reader.restarts > restarts) printer.anew();
      restarts = reader.restarts;
    };
    for await (const entry of reader.newEntries()) {
      noticeRestart();
      hasEnded ||= entry.ok && ownFact('podwatch.exit', entry.value) !== null;
      if (since === null || (entry.ok && entry.value.ts >= since)) printer.entry(entry);
      await untilTaken(stdout);
    }
    // Also where nothing stands in it now.
    noticeRestart();
    const isWhole = !follow || (isFirst ? !isLive : hasEnded);
    await printer.round(isWhole);
    lastLines?.release();
    if (isWhole && !isFirst) over.abort();
    isFirst = false;
  };
  if (!follow) {
    await look();
    return;
  }
  const stopWatching = whenReaderGone(stdout.fd, () => over.abort());
  await followFile(file, look, over.signal).finally(stopWatching);
}

/** The rows of the screen as it is now or was at the end; null for a Pod that has none. */
async function screenRows({ place, entry }: FoundPod, log: PodLog | null): Promise<readonly string[] | null> {
  if (entry.socketPath !== null) {
    const screen = await place.readScreen(entry);
    return screen.kind === 'done' && screen.rows !== null ? withoutBlankEnd(screen.rows) : null;
  }
  const rows =
    log === null
      ? null
      : await place.readLastScreen({ ...entry, sessionId: log.sessionId, segmentId: log.segmentId }, MAX_ROWS);
  if (rows === null) return null;
  // The terminal is only loaded where there is one to draw.
  const { drawnScreen } = await import('../recording/drawnScreen');
  return (await drawnScreen(rows, MAX_COLS)).map((row) =>
    row
      .map(({ text }) => text)
      .join('')
      .trimEnd(),
  );
}

function withoutBlankEnd(rows: readonly string[]): readonly string[] {
  const last = rows.findLastIndex((row) => row.trim() !== '');
  return rows.slice(0, last + 1);
}
