// One tool call as the agent tells of it bit by bit: only changed fields come, in any message, in any order.
import type { ToolCallContent, ToolCallLocation, ToolCallUpdate } from '@agentclientprotocol/sdk';
import type { ToolDetails } from '../../protocol/agentExtension';
import { toolContentText } from './contentText';

/** `started`: its arguments may still come. `called`: told to the viewers in full. `finished`: has its result. */
type Phase = 'started' | 'called' | 'finished';

const MAX_SUMMARY = 200;

export class ToolCallState {
  phase: Phase = 'started';
  private title: string | null = null;
  private agentName: string | null = null;
  private kind = 'other';
  private status = 'pending';
  private rawInput: unknown = undefined;
  private rawOutput: unknown = undefined;
  private content: readonly ToolCallContent[] = [];
  private locations: readonly ToolCallLocation[] = [];
  /** As it was first said: the events of one call must agree. */
  readonly name: string;

  constructor(
    readonly id: string,
    first: ToolCallUpdate,
  ) {
    this.merge(first);
    this.name = this.agentName ?? this.title ?? id;
  }

  /** Null and missing fields keep what is known; lists replace. */
  merge(update: ToolCallUpdate): void {
    this.title = update.title || this.title;
    this.agentName = update.name || this.agentName;
    this.kind = update.kind ?? this.kind;
    this.status = update.status ?? this.status;
    this.content = update.content ?? this.content;
    this.locations = update.locations ?? this.locations;
    if (update.rawInput != null) this.rawInput = update.rawInput;
    if (update.rawOutput != null) this.rawOutput = update.rawOutput;
  }

  get isEnded(): boolean {
    return this.status === 'completed' || this.status === 'failed';
  }

  get isFailed(): boolean {
    return this.status === 'failed';
  }

  /** Agents announce a call with empty arguments while the model still writes them. */
  get hasArguments(): boolean {
    return this.status !== 'pending' || !isBlank(this.rawInput);
  }

  /** JSON text; `{}` where the agent does not say them. */
  get argumentsJson(): string {
    return JSON.stringify(this.rawInput ?? {}) ?? '{}';
  }

  get details(): ToolDetails {
    return {
      title: this.title ?? this.name,
      tool_kind: this.kind,
      locations: this.locations.map(({ path }) => path),
      diffs: this.content.flatMap((part) =>
        part.type === 'diff' ? [{ path: part.path, old_text: part.oldText ?? null, new_text: part.newText }] : [],
      ),
    };
  }

  /** What came out of it, as text; null: nothing was said. */
  get output(): string | null {
    if (this.content.length > 0) return toolContentText(this.content);
    if (typeof this.rawOutput === 'string') return this.rawOutput;
    return this.rawOutput === undefined ? null : (JSON.stringify(this.rawOutput) ?? null);
  }

  /** One line: the title, which agents keep up to date, or how the output begins. */
  get summary(): string {
    const line = this.title ?? this.output?.split('\n', 1)[0] ?? this.name;
    return [...line.replaceAll('\n', ' ')].slice(0, MAX_SUMMARY).join('');
  }
}

function isBlank(input: unknown): boolean {
  if (input === undefined || input === '') return true;
  return typeof input === 'object' && input !== null && Object.keys(input).length === 0;
}
