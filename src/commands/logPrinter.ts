// How the entries of a log are printed, batch by batch: as they are, as a conversation, or as the lines of a terminal.
import { logLine } from '../actions/logLine';
import { displayText } from '../cells/displayText';
import { applyChange } from '../conversation/applyChange';
import { EMPTY_CONVERSATION } from '../conversation/conversation';
import { MarkdownWriter } from '../conversation/conversationMarkdown';
import { type LogEntry, ownFact } from '../protocol/logEntry';
import type { Parsed } from '../protocol/parsed';
import type { RecordedLines } from '../recording/openRecording';
import { applyEntry, interruptionsOfLog } from '../streams/podConversation';
import { complain, print, printJson, printOriginal, type TextOutput, untilTaken } from './printText';

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

/** So many entries are folded between two looks at what can be printed already. */
const ENTRIES_A_LOOK = 256;

/**
 * What was said, as Markdown, printed while the log is read: it may be larger than the memory. `isLive`: when the log is opened.
 * `follows`: it may be told again. A file or a pipe gets it as it is; a terminal must not be told what to do.
 */
export function markdownPrinter({ stdout, stderr }: LogOutput, { isLive = false, follows = false } = {}): LogPrinter {
  const writer = new MarkdownWriter(follows);
  let conversation = EMPTY_CONVERSATION;
  let interruptionOf = interruptionsOfLog();
  let isAnew = false;
  let isFirst = true;
  let entries = 0;
  const print = (text: string) => {
    if (text !== '') printOriginal(stdout, text);
  };
  return {
    anew() {
      conversation = EMPTY_CONVERSATION;
      interruptionOf = interruptionsOfLog();
      writer.anew();
      isAnew = true;
    },
    entry(entry) {
      if (entry.ok) conversation = applyEntry(conversation, entry.value, interruptionOf(entry.value));
      else complain(stderr, unreadable(entry.error));
      entries += 1;
      if (entries % ENTRIES_A_LOOK !== 0) return;
      print(writer.past(conversation));
      conversation = writer.withoutPast(conversation);
    },
    async round(isWhole) {
      if (isAnew) writer.toldAgain(conversation);
      isAnew = false;
      // What a killed Pod was at work on nobody goes on with.
      if (isWhole && !(isLive && isFirst)) conversation = applyChange(conversation, { kind: 'gone' });
      isFirst = false;
      print(isWhole ? writer.rest(conversation) : writer.settled(conversation));
    },
  };
}

export interface TerminalSource {
  /** Its lines are printed while it is read. */
  readonly recording: RecordedLines<string> | null;
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
  let lines: string[] = [];
  let exit: Parsed<LogEntry> | null = null;
  // What is printed before the entries holds what they say of the screen.
  const isShown = () => recording !== null || (isFirst && screen !== null);
  return {
    anew() {},
    entry(entry) {
      if (isExit(entry)) exit = entry;
      else if (isShown()) lines.push(...entryLines(entry, true));
      else printLines(entryLines(entry, false));
    },
    async round(isWhole) {
      if (isFirst && screen !== null) printLines(screen);
      // The log says the end after the recording has it.
      if (recording !== null) {
        for await (const recorded of recording.batches()) {
          printLines(recorded);
          await untilTaken(stdout);
        }
        if (isWhole) printLines(await recording.rest());
      }
      printLines(lines);
      if (exit !== null && isWhole && !(isLive && isFirst)) printLines(entryLines(exit, isShown()));
      lines = [];
      exit = null;
      isFirst = false;
    },
  };
}

function isExit(entry: Parsed<LogEntry>): boolean {
  return entry.ok && ownFact('podwatch.exit', entry.value) !== null;
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
