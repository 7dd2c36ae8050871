// How the entries of a log are printed, batch by batch: as they are, as a conversation, or as the lines of a terminal.
import { logLine } from '../actions/logLine';
import { displayText } from '../cells/displayText';
import { applyChange } from '../conversation/applyChange';
import { EMPTY_CONVERSATION } from '../conversation/conversation';
import { MarkdownWriter } from '../conversation/conversationMarkdown';
import { type LogEntry, ownFact } from '../protocol/logEntry';
import type { Parsed } from '../protocol/parsed';
import type { Recording } from '../recording/openRecording';
import { applyEntry, interruptionsOfLog } from '../streams/podConversation';
import { complain, print, printJson, printOriginal, type TextOutput } from './printText';

/** Is given a log as it is read, in rounds: one, or with `-f` one for each time that it has grown. */
export interface LogPrinter {
  /** The log was cut: what follows is all of it, from its start. */
  anew(): void;
  /** An error says why a line is no entry. */
  entry(entry: Parsed<LogEntry>): void;
  /** The round is over. `isWhole`: nothing will follow. */
  round(isWhole: boolean): Promise<void>;
}

export interface LogOutput {
  readonly stdout: TextOutput;
  readonly stderr: TextOutput;
}

/** Each entry as one line of JSON, as it comes: a log may be larger than the memory. */
export function jsonPrinter({ stdout, stderr }: LogOutput): LogPrinter {
  return {
    anew() {},
    entry(entry) {
      if (entry.ok) printJson(stdout, entry.value);
      else complain(stderr, unreadable(entry.error));
    },
    async round() {},
  };
}

/** What was said, as Markdown. `isLive`: when the log is opened. A file or a pipe gets it as it is; a terminal must not be told what to do. */
export function markdownPrinter({ stdout, stderr }: LogOutput, { isLive = false } = {}): LogPrinter {
  const writer = new MarkdownWriter();
  let conversation = EMPTY_CONVERSATION;
  let interruptionOf = interruptionsOfLog();
  let isAnew = false;
  let isFirst = true;
  return {
    anew() {
      conversation = EMPTY_CONVERSATION;
      interruptionOf = interruptionsOfLog();
      isAnew = true;
    },
    entry(entry) {
      if (entry.ok) conversation = applyEntry(conversation, entry.value, interruptionOf(entry.value));
      else complain(stderr, unreadable(entry.error));
    },
    async round(isWhole) {
      if (isAnew) writer.cut(conversation);
      isAnew = false;
      // What a killed Pod was at work on nobody goes on with.
      if (isWhole && !(isLive && isFirst)) conversation = applyChange(conversation, { kind: 'gone' });
      isFirst = false;
      const text = isWhole ? writer.rest(conversation) : writer.settled(conversation);
      if (text !== '') printOriginal(stdout, text);
    },
  };
}

export interface TerminalSource {
  readonly recording: Recording | null;
  /** The rows of its screen, printed instead of a recording; null: there is none. */
  readonly screen: readonly string[] | null;
  /** It runs: an exit in its log was that of an earlier life. */
  readonly isLive: boolean;
}

/** What a terminal has shown, what was sent to it, and how its program ended. */
export function terminalPrinter({ stdout }: LogOutput, { recording, screen, isLive }: TerminalSource): LogPrinter {
  const printLines = (lines: readonly string[]) => {
    if (lines.length > 0) print(stdout, lines.map(displayText).join('\n'));
  };
  let isFirst = true;
  let entries: Parsed<LogEntry>[] = [];
  return {
    anew() {},
    entry(entry) {
      entries.push(entry);
    },
    async round(isWhole) {
      if (isFirst && screen !== null) printLines(screen);
      // The log says the end after the recording has it.
      if (recording !== null) printLines(await recordedLines(recording, isWhole));
      // What has been printed already holds them.
      const isShown = recording !== null || (isFirst && screen !== null);
      for (const entry of entries) if (!isExit(entry)) printLines(entryLines(entry, isShown));
      const last = entries.findLast(isExit);
      if (last !== undefined && isWhole && !(isLive && isFirst)) printLines(entryLines(last, isShown));
      entries = [];
      isFirst = false;
    },
  };
}

function isExit(entry: Parsed<LogEntry>): boolean {
  return entry.ok && ownFact('podwatch.exit', entry.value) !== null;
}

async function recordedLines(recording: Recording, isWhole: boolean): Promise<readonly string[]> {
  const lines = await recording.newLines();
  return isWhole ? [...lines, ...(await recording.rest())] : lines;
}

function entryLines(entry: Parsed<LogEntry>, isShown: boolean): readonly string[] {
  if (!entry.ok) return [`error: ${unreadable(entry.error)}`];
  const line = logLine(entry.value);
  if (line === null || (isShown && line.role === 'screen')) return [];
  const [first = '', ...others] = line.text.split('\n');
  if (line.role === 'screen') return [line.text];
  if (line.role === 'exit') return [`[${line.text}]`];
  const label = `${line.role}: `;
  return [label + first, ...others.map((each) => ' '.repeat(label.length) + each)];
}

function unreadable(error: string): string {
  return `a line of the log cannot be read: ${displayText(error)}`;
}
