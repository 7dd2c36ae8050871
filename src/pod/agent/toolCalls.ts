// The tool calls of one run: each is announced once, told in full once, and ended once, whatever the agent sends.
import type { ToolCallUpdate } from '@agentclientprotocol/sdk';
import type { InFlight } from '../../protocol/agentExtension';
import { ownEntry } from '../../protocol/logEntry';
import { type Emission, entry, event } from './emission';
import { ToolCallState } from './toolCallState';

export class ToolCalls {
  private readonly byId = new Map<string, ToolCallState>();

  /** What is known of that call after this message; a call is new where its id is, in whatever message it comes first. */
  upsert(update: ToolCallUpdate): { readonly call: ToolCallState; readonly isNew: boolean } {
    const known = this.byId.get(update.toolCallId);
    if (known) {
      known.merge(update);
      return { call: known, isNew: false };
    }
    const call = new ToolCallState(update.toolCallId, update);
    this.byId.set(call.id, call);
    return { call, isNew: true };
  }

  get inFlight(): InFlight['tool_calls'] {
    return this.inPhase('started').map(({ id, name }) => ({ id, name }));
  }

  /** Tells those in full whose arguments can no longer be waited for. */
  callStarted(now: number): Emission[] {
    return this.inPhase('started').flatMap((call) => toldInFull(call, now));
  }

  /** The run is over: each call without a result gets one, or a reader would wait for it for ever. */
  endOpen(now: number, ending: 'finished' | 'cancelled' | 'failed'): Emission[] {
    return this.inPhase('called').flatMap((call) => toolResult(call, now, ending));
  }

  private inPhase(phase: ToolCallState['phase']): ToolCallState[] {
    return [...this.byId.values()].filter((call) => call.phase === phase);
  }
}

/** The arguments come whole from an agent, so all that is left to say of them comes at once. */
export function toldInFull(call: ToolCallState, now: number): Emission[] {
  if (call.phase !== 'started') return [];
  call.phase = 'called';
  const { id, name, argumentsJson, details } = call;
  const item = { kind: 'tool_call', call_id: id, name, arguments: argumentsJson };
  return [
    event({ event: 'tool_call_args_delta', data: { id, json: argumentsJson } }),
    event({ event: 'tool_call_done', data: { id, name, arguments: argumentsJson, details } }),
    entry({ kind: 'assistant_item', ts: now, item }),
    entry(ownEntry('podwatch.tool', { call_id: id, ...details }, now)),
  ];
}

/** `ending`: how the run ended where the agent did not say how the call did. */
export function toolResult(
  call: ToolCallState,
  now: number,
  ending: 'finished' | 'cancelled' | 'failed' | null = null,
): Emission[] {
  call.phase = 'finished';
  const { id, details } = call;
  const isError = call.isFailed || ending === 'cancelled' || ending === 'failed';
  const summary = ending === 'cancelled' ? 'Cancelled' : ending === 'failed' ? 'Not finished' : call.summary;
  const { output } = call;
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
