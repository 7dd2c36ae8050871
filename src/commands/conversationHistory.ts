// A conversation as the lines of a history, as `logs` prints it: read out of a log, or out of the session of an agent CLI.
import { displayText } from '../cells/displayText';
import { rowOf, span } from '../cells/spans';
import { PLAIN_STYLE, STYLE, withFlags } from '../cells/textStyle';
import { applyChange } from '../conversation/applyChange';
import { EMPTY_CONVERSATION } from '../conversation/conversation';
import { MarkdownWriter } from '../conversation/conversationMarkdown';
import type { History, HistoryLine } from '../history/history';
import type { LogEntry } from '../protocol/logEntry';
import { LogReader } from '../store/logReader';
import { applyEntry, interruptionsOfLog } from '../streams/podConversation';

/** Older lines than these are left out; some more are kept meanwhile, so that they are not copied for each new one. */
const MAX_LINES = 100_000;
const MANY_LINES = 1.25 * MAX_LINES;
const ENTRIES_A_LOOK = 256;

/** `isLive`: somebody goes on with what the log does not end. @throws file errors. */
export async function loggedHistory(file: string, isLive: boolean): Promise<History> {
  const lines = new ConversationLines();
  for await (const entry of new LogReader(file).newEntries()) if (entry.ok) lines.take(entry.value);
  return lines.end(isLive);
}

/** Takes entries in their order; each line has the time of the entry that it came with. */
export class ConversationLines {
  private readonly writer = new MarkdownWriter();
  private conversation = EMPTY_CONVERSATION;
  private readonly interruptionOf = interruptionsOfLog();
  private lines: HistoryLine[] = [];
  private isCut = false;
  private at = 0;
  private entries = 0;

  take(entry: LogEntry): void {
    this.at = entry.ts;
    this.conversation = applyEntry(this.conversation, entry, this.interruptionOf(entry));
    this.push(this.writer.settled(this.conversation));
    this.entries += 1;
    if (this.entries % ENTRIES_A_LOOK === 0) this.conversation = this.writer.withoutPast(this.conversation);
  }

  end(isLive = false): History {
    if (!isLive) this.conversation = applyChange(this.conversation, { kind: 'gone' });
    this.push(this.writer.rest(this.conversation));
    this.cutTo(MAX_LINES);
    return { lines: this.lines, isCut: this.isCut };
  }

  private push(text: string): void {
    if (text === '') return;
    for (const line of text.replace(/\n$/, '').split('\n')) this.lines.push(lineOf(line, this.at));
    if (this.lines.length > MANY_LINES) this.cutTo(MAX_LINES);
  }

  private cutTo(count: number): void {
    if (this.lines.length <= count) return;
    this.isCut = true;
    this.lines = this.lines.slice(-count);
  }
}

const STRONG = withFlags(PLAIN_STYLE, STYLE.bold);

/** A turn of it can be jumped to as a prompt can. */
function lineOf(text: string, at: number): HistoryLine {
  const isUser = text === '## User';
  const style = text.startsWith('## ') || /^\*\*.*\*\*/.test(text) ? STRONG : PLAIN_STYLE;
  const shown = displayText(text.replaceAll('\t', '    '));
  return { row: rowOf([span(shown, style)]), at, marks: isUser ? 'A' : '' };
}
