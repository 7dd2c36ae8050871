// The conversation of a Pod without a terminal, folded from its snapshot and its live events (formats §4, §5).
import { trimText } from '../podList/previews';
import { inputText, type LogEntry, parseLogEntry } from '../protocol/logEntry';
import { parseLoggedItem, parseSystemItem } from '../protocol/loggedItem';
import type { WireEvent } from '../protocol/wireEvent';
import type { TranscriptLine } from './tileFeed';

/** Code points of a tool's, system's or error's line: they are hints between the words, not the content. */
const SHORT = 200;

type Role = TranscriptLine['role'];

/** Lines are only ever appended; those that stand keep their identity. */
export class Transcript {
  private settled: TranscriptLine[] = [];
  /** Blocks that still grow, in the order in which they began. */
  private readonly growing = new Map<'assistant' | 'thinking', string>();

  lines(): readonly TranscriptLine[] {
    return [...this.settled, ...[...this.growing].map(([role, text]) => ({ role, text }))];
  }

  /** True: `lines()` says something else than before. */
  apply(message: WireEvent): boolean {
    switch (message.event) {
      case 'snapshot':
        // Alerts come before the snapshot, and belong behind what was logged before them.
        this.settled = [...message.data.entries.flatMap(entryLines), ...this.settled];
        this.goOn(message.data.in_flight?.block ?? null);
        return true;
      case 'user_message':
        return this.add('user', inputText(message.data.segments));
      case 'text_delta':
        return this.grow('assistant', message.data.text);
      case 'text_done':
        return this.finish('assistant', message.data.text);
      case 'thinking_delta':
        return this.grow('thinking', message.data.text);
      case 'thinking_done':
        return this.finish('thinking', message.data.text);
      case 'segment_rotated':
        // A segment that begins empty is a first turn: the user's line already stands, and must stay (formats §5).
        return hasHistory(message.data.entry) && this.add('system', 'the conversation goes on in a new segment');
      default:
        return this.applyAside(message);
    }
  }

  /** A block that had begun before we came: what follows is its rest. */
  private goOn(block: { readonly kind: 'text' | 'thinking'; readonly text: string } | null): void {
    if (block !== null) this.growing.set(block.kind === 'text' ? 'assistant' : 'thinking', block.text);
  }

  private applyAside(message: WireEvent): boolean {
    switch (message.event) {
      case 'tool_call_done':
        return this.add('tool', toolCallText(message.data.name, message.data.arguments));
      case 'tool_result':
        return this.add(message.data.is_error ? 'error' : 'tool', short(message.data.summary));
      case 'system_item':
        return this.addAll(systemLines(message.data.item));
      case 'error':
        this.settleGrowing();
        return this.add('error', short(message.data.message));
      case 'alert':
        return this.add(message.data.level === 'error' ? 'error' : 'system', short(message.data.message));
      case 'run_end':
        return message.data.result === 'rolled_back' && this.add('system', 'the turn was undone');
      case 'status':
        // The only sure end of a run: what was cut off stays as it is.
        return message.data.status !== 'running' && this.settleGrowing();
      default:
        return false;
    }
  }

  private add(role: Role, text: string): boolean {
    if (text.trim() === '') return false;
    this.settled.push({ role, text });
    return true;
  }

  private addAll(lines: readonly TranscriptLine[]): boolean {
    this.settled.push(...lines);
    return lines.length > 0;
  }

  private grow(role: 'assistant' | 'thinking', text: string): boolean {
    this.growing.set(role, (this.growing.get(role) ?? '') + text);
    return text !== '';
  }

  /** The whole block takes the place of its pieces; an empty one of a thinking that is not told takes nothing away. */
  private finish(role: 'assistant' | 'thinking', whole: string): boolean {
    const pieces = this.growing.get(role) ?? '';
    this.growing.delete(role);
    return this.add(role, whole === '' ? pieces : whole) || pieces !== '';
  }

  private settleGrowing(): boolean {
    const cutOff = [...this.growing];
    this.growing.clear();
    for (const [role, text] of cutOff) this.add(role, text);
    return cutOff.length > 0;
  }
}

function hasHistory(data: unknown): boolean {
  const entry = parseLogEntry(data);
  return entry.ok && Array.isArray(entry.value.history) && entry.value.history.length > 0;
}

/** What one logged entry shows; bookkeeping and unknown kinds show nothing. */
function entryLines(data: unknown): TranscriptLine[] {
  const entry = parseLogEntry(data);
  return entry.ok ? linesOf(entry.value) : [];
}

function linesOf(entry: LogEntry): TranscriptLine[] {
  switch (entry.kind) {
    case 'segment_start':
      return Array.isArray(entry.history) ? entry.history.flatMap(itemLines) : [];
    case 'user_input':
      return line('user', inputText(entry.segments));
    case 'assistant_item':
    case 'tool_result':
      return itemLines(entry.item);
    case 'system_item':
      return systemLines(entry.item);
    case 'run_errored':
      return line('error', typeof entry.message === 'string' ? short(entry.message) : '');
    default:
      return [];
  }
}

function itemLines(data: unknown): TranscriptLine[] {
  const item = parseLoggedItem(data);
  if (!item.ok) return [];
  switch (item.value.kind) {
    case 'message':
      return line(item.value.role, item.value.content.map((part) => part.text ?? part.refusal ?? '').join(''));
    case 'tool_call':
      return line('tool', toolCallText(item.value.name, item.value.arguments));
    case 'tool_result':
      return line(item.value.is_error ? 'error' : 'tool', short(item.value.summary));
    case 'reasoning':
      return line('thinking', item.value.text);
  }
}

function systemLines(data: unknown): TranscriptLine[] {
  const item = parseSystemItem(data);
  return item.ok ? line('system', short(item.value.body)) : [];
}

function toolCallText(name: string, args: string): string {
  return short(args === '' || args === '{}' ? name : `${name} ${args}`);
}

function line(role: Role, text: string): TranscriptLine[] {
  return text.trim() === '' ? [] : [{ role, text }];
}

function short(text: string): string {
  return trimText(text, SHORT);
}
