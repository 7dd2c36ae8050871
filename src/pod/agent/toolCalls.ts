// The tool calls of a Pod's life: each is announced once, told in full once, and ended once, whatever the agent sends.
import type { AgentOutput, InFlight } from '../../protocol/agentExtension';
import type { ToolNews } from '../../protocol/agentUpdate';
import { ownEntry } from '../../protocol/logEntry';
import { type Emission, entry, event } from './emission';
import { isEnd, ToolCallState } from './toolCallState';

/** Calls that have ended and are still known, so that late news of them find them. */
const MAX_FINISHED = 200;
/** What viewers are shown of a running tool's output, code units. */
const MAX_TAIL = 16 * 1024;

const HELPER = 'session:';

/** The id of the call that stands for a helper which no call has started. */
export function helperCallId(sessionId: string): string {
  return `${HELPER}${sessionId}`;
}

export type CallEnding = 'cancelled' | 'failed' | 'unfinished';

export class ToolCalls {
  private readonly byId = new Map<string, ToolCallState>();

  /**
   * What is known of that call after this message. A call is new where its id is, in whatever message it comes first, and
   * where an id is used again: providers do, and `isCall` then says that it is no news of the one that has ended.
   */
  upsert(news: ToolNews, isCall: boolean, run: number): ToolCallState {
    const known = this.byId.get(news.id);
    if (known && !(isCall && known.phase === 'finished')) {
      known.merge(news);
      return known;
    }
    const call = new ToolCallState(news.id, news, run);
    // Newest last.
    this.byId.delete(call.id);
    this.byId.set(call.id, call);
    this.forget();
    return call;
  }

  has(id: string): boolean {
    return this.byId.has(id);
  }

  phaseOf(id: string): 'unknown' | 'open' | 'finished' {
    const known = this.byId.get(id);
    if (!known) return 'unknown';
    return known.phase === 'finished' ? 'finished' : 'open';
  }

  /** Whether `upsert` would begin a call. */
  isNew(news: ToolNews, isCall: boolean): boolean {
    const known = this.byId.get(news.id);
    return known === undefined || (isCall && known.phase === 'finished');
  }

  /** Whether an open call would end with that. */
  isEndedBy(news: ToolNews): boolean {
    const known = this.byId.get(news.id);
    return known !== undefined && known.phase !== 'finished' && isEnd(news.status);
  }

  /** What its result says, to see whether it says something else; null: it has none. */
  resultText(id: string): string | null {
    const known = this.byId.get(id);
    return known?.phase === 'finished' ? JSON.stringify([known.output, known.details, known.isFailed]) : null;
  }

  /** The newest call that is at work; null: none. */
  get newestOpen(): ToolCallState | null {
    return this.inPhase('called').at(-1) ?? null;
  }

  get inFlight(): Pick<InFlight, 'tool_calls' | 'outputs'> {
    return {
      tool_calls: this.inPhase('started').map(({ id, name }) => ({ id, name })),
      outputs: this.inPhase('called').flatMap((call) => outputOf(call) ?? []),
    };
  }

  /** Tells those in full whose arguments can no longer be waited for. */
  callStarted(now: number): Emission[] {
    return this.inPhase('started').flatMap((call) => toldInFull(call, now));
  }

  /** Whether a call of that run is at work. */
  isBusy(run: number): boolean {
    return this.inPhase('called').some((call) => call.run === run && call.isRunning);
  }

  /** The calls of that run which stand for helpers that no call has started. */
  openHelpers(run: number): readonly ToolCallState[] {
    return this.inPhase('called').filter((call) => call.run === run && call.id.startsWith(HELPER));
  }

  /**
   * The run is over. What was cut off with it gets its result, or a reader would wait for it for ever; what is at work
   * behind a run that went well goes on.
   */
  endOpen(now: number, run: number, ending: CallEnding): Emission[] {
    return this.inPhase('called')
      .filter((call) => call.run === run && (ending !== 'unfinished' || !call.isRunning))
      .flatMap((call) => toolResult(call, now, ending));
  }

  private inPhase(phase: ToolCallState['phase']): ToolCallState[] {
    return [...this.byId.values()].filter((call) => call.phase === phase);
  }

  private forget(): void {
    if (this.byId.size <= MAX_FINISHED) return;
    for (const { id, phase } of this.byId.values()) {
      if (phase === 'finished') {
        this.byId.delete(id);
        return;
      }
    }
  }
}

/** The end of what a call has put out so far; null: nothing. */
export function outputOf(call: ToolCallState): AgentOutput | null {
  const { id, output } = call;
  if (output === null || output === '') return null;
  return { id, text: output.slice(-MAX_TAIL), cut: output.length > MAX_TAIL };
}

export function noOutput({ id }: ToolCallState): AgentOutput {
  return { id, text: '', cut: false };
}

/** The arguments come whole from an agent, so all that is left to say of them comes at once. */
export function toldInFull(call: ToolCallState, now: number): Emission[] {
  if (call.phase !== 'started') return [];
  call.phase = 'called';
  const { id, name, argumentsJson, details } = call;
  const output = outputOf(call);
  const item = { kind: 'tool_call', call_id: id, name, arguments: argumentsJson };
  return [
    event({ event: 'tool_call_args_delta', data: { id, json: argumentsJson } }),
    event({ event: 'tool_call_done', data: { id, name, arguments: argumentsJson, details } }),
    entry({ kind: 'assistant_item', ts: now, item }),
    entry(ownEntry('podwatch.tool', { call_id: id, ...details }, now)),
    // What it has put out already could not be told before.
    ...(output === null || call.isEnded ? [] : [{ kind: 'output', output } as const]),
  ];
}

const ENDING_WORDS = { cancelled: 'Cancelled', failed: 'Not finished', unfinished: 'Not finished' };

/** `ending`: how the run ended where the agent did not say how the call did. */
export function toolResult(call: ToolCallState, now: number, ending: CallEnding | null = null): Emission[] {
  call.phase = 'finished';
  const { id, details, output } = call;
  const isError = call.isFailed || ending !== null;
  const summary = ending === null ? call.summary : ENDING_WORDS[ending];
  const item = {
    kind: 'tool_result',
    call_id: id,
    summary,
    ...(output !== null && { content: output }),
    ...(isError && { is_error: true }),
  };
  return [
    event({
      event: 'tool_result',
      data: { id, summary, ...(output !== null && { output }), is_error: isError, details },
    }),
    entry({ kind: 'tool_result', ts: now, item }),
    // Diffs often come only with the result.
    ...(details.diffs.length > 0 ? [entry(ownEntry('podwatch.tool', { call_id: id, ...details }, now))] : []),
  ];
}

/** News of a call that had its result: the plain protocol knows one result a call, so only who watches is told. */
export function amended(call: ToolCallState, now: number): Emission[] {
  const { id, details, output, summary, isFailed } = call;
  const result = { call_id: id, summary, output, is_error: isFailed, details };
  return [{ kind: 'amended', result }, entry(ownEntry('podwatch.result', result, now))];
}
