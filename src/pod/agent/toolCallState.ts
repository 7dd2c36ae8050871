// One tool call as the agent tells of it bit by bit: only changed fields come, in any message, in any order.
import type { ToolPart } from '../../protocol/agentContent';
import type { ToolDetails } from '../../protocol/agentQuestion';
import type { ToolNews } from '../../protocol/agentUpdate';
import { toolContentText } from './toolContentText';

/** `started`: its arguments may still come. `called`: told to the viewers in full. `finished`: has its result. */
type Phase = 'started' | 'called' | 'finished';

const MAX_SUMMARY = 200;
/** Of the output of a terminal that comes piece by piece, code units; the end is kept. */
const MAX_TERMINAL = 1024 * 1024;
/** Statuses that are an end. Others may come; a call with one of those goes on. */
const ENDS: Readonly<Record<string, 'completed' | 'failed'>> = {
  completed: 'completed',
  success: 'completed',
  done: 'completed',
  failed: 'failed',
  error: 'failed',
  cancelled: 'failed',
  canceled: 'failed',
  rejected: 'failed',
};

export function isEnd(status: string | null): boolean {
  return status !== null && ENDS[status] !== undefined;
}

export class ToolCallState {
  phase: Phase = 'started';
  private title: string | null = null;
  private agentName: string | null = null;
  private kind = 'other';
  private status = 'pending';
  private rawInput: unknown = undefined;
  private rawOutput: unknown = undefined;
  private parts: readonly ToolPart[] = [];
  private terminal = '';
  private locations: readonly string[] = [];
  /** As it was first said: the events of one call must agree. */
  readonly name: string;
  /** `run`: the number of the run in which it began. */
  constructor(
    readonly id: string,
    first: ToolNews,
    readonly run: number,
  ) {
    this.merge(first);
    this.name = this.agentName ?? this.title ?? id;
  }

  /** Null and missing fields keep what is known; lists replace. */
  merge(news: ToolNews): void {
    this.title = news.title || this.title;
    this.agentName = news.name || this.agentName;
    this.kind = news.kind ?? this.kind;
    this.status = news.status ?? this.status;
    this.parts = news.parts ?? this.parts;
    this.locations = news.locations ?? this.locations;
    if (news.rawInput != null) this.rawInput = news.rawInput;
    if (news.rawOutput != null) this.rawOutput = news.rawOutput;
    if (news.terminalData !== null) this.terminal = (this.terminal + news.terminalData).slice(-MAX_TERMINAL);
  }

  get isEnded(): boolean {
    return isEnd(this.status);
  }

  get isFailed(): boolean {
    return ENDS[this.status] === 'failed';
  }

  /** The agent has said that it is at work on it. */
  get isRunning(): boolean {
    return this.status !== 'pending' && !this.isEnded;
  }

  /** Agents announce a call with empty arguments while the model still writes them. */
  get hasArguments(): boolean {
    return this.status !== 'pending' || !isBlank(this.rawInput);
  }

  get input(): unknown {
    return this.rawInput;
  }

  /** JSON text; `{}` where the agent does not say them. */
  get argumentsJson(): string {
    return JSON.stringify(this.rawInput ?? {}) ?? '{}';
  }

  get details(): ToolDetails {
    return {
      title: this.title ?? this.name,
      tool_kind: this.kind,
      locations: [...this.locations],
      diffs: this.parts.flatMap((part) =>
        part.kind === 'diff' ? [{ path: part.path, old_text: part.oldText, new_text: part.newText }] : [],
      ),
    };
  }

  /** Its words, without changes and terminals: what a question about it wants to be read. */
  get words(): string {
    return this.parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])).join('\n\n');
  }

  /** What came out of it, as text; null: nothing was said. */
  get output(): string | null {
    // A terminal by itself says nothing but its name.
    const parts = this.parts.filter(({ kind }) => kind !== 'terminal');
    const said = [
      ...(this.terminal === '' ? [] : [this.terminal]),
      ...(parts.length > 0 ? [toolContentText(parts)] : []),
    ];
    if (said.length > 0) return said.join('\n');
    if (typeof this.rawOutput === 'string') return this.rawOutput;
    return this.rawOutput === undefined ? null : (JSON.stringify(this.rawOutput) ?? null);
  }

  /** One line: the title, which agents keep up to date, or how the output begins; a status of tomorrow is named. */
  get summary(): string {
    const said = this.title ?? this.output?.split('\n', 1)[0] ?? this.name;
    const odd = this.isEnded && this.status !== 'completed' && this.status !== 'failed';
    const line = odd ? `${said} (${this.status})` : said;
    return [...line.replaceAll('\n', ' ')].slice(0, MAX_SUMMARY).join('');
  }
}

/** A question may know less of its call than has been said by then, and may be heard behind what was said after it. */
export function withoutBlanks({ rawInput, parts, ...news }: ToolNews): ToolNews {
  return {
    ...news,
    parts: parts === null || parts.length === 0 ? null : parts,
    ...(!isBlank(rawInput) && rawInput !== null && { rawInput }),
  };
}

function isBlank(input: unknown): boolean {
  if (input === undefined || input === '') return true;
  return typeof input === 'object' && input !== null && Object.keys(input).length === 0;
}
