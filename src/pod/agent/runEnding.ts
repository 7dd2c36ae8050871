// How a run begins and ends, and what is said and logged of its end.
import type { AgentUsage } from '../../protocol/agentExtension';
import { type Emission, type ErrorCode, entry, event, type RunTrigger } from './emission';

/** How a run came to its end; `failed` also where the agent itself is gone. */
export type RunEnding =
  | { readonly kind: 'finished' }
  | { readonly kind: 'limit-reached' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'paused' }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly message: string };

export interface RunStart {
  /** What began it; null: it goes on after a pause. */
  readonly trigger: RunTrigger | null;
  /** The input as the client sent it; null: there is no new message of a user. */
  readonly segments: readonly unknown[] | null;
  readonly requestId: string | null;
}

/** What is known when a run ends. `usage` null: nothing new. */
export interface RunTotals {
  readonly ts: number;
  readonly turns: number;
  readonly usage: AgentUsage | null;
}

export function endEmissions(ending: RunEnding, totals: RunTotals): Emission[] {
  const { ts } = totals;
  switch (ending.kind) {
    case 'finished':
    case 'limit-reached': {
      const result = ending.kind === 'finished' ? 'finished' : 'limit_reached';
      return [...completed(result, totals), runEnd(result), idle('turn finished')];
    }
    case 'paused':
      return [
        errored('Paused', true, ts),
        runEnd('paused'),
        { kind: 'status', status: 'paused', reason: 'paused by a client' },
      ];
    case 'cancelled':
      return [errored('Cancelled', true, ts), failure('internal', 'Cancelled'), idle('turn cancelled')];
    case 'failed':
      return [errored(ending.message, false, ts), failure(ending.code, ending.message), idle('turn failed')];
  }
}

/** Nothing came of the run: as if it had never been. */
export function undoneEmissions(): Emission[] {
  return [{ kind: 'rollback' }, runEnd('rolled_back'), idle('turn undone')];
}

function completed(result: 'finished' | 'limit_reached', { ts, turns, usage }: RunTotals): Emission[] {
  const tokens = {
    history_len: 0,
    input_total_tokens: usage?.used ?? 0,
    cache_read_tokens: 0,
    cache_write_tokens: 0,
    output_tokens: 0,
  };
  return [
    entry({ kind: 'turn_end', ts, turn_count: turns }),
    ...(usage ? [entry({ kind: 'llm_usage', ts, ...tokens })] : []),
    entry({ kind: 'run_completed', ts, interrupted: false, result }),
  ];
}

function errored(message: string, interrupted: boolean, ts: number): Emission {
  return entry({ kind: 'run_errored', ts, interrupted, message });
}

function runEnd(result: 'finished' | 'paused' | 'limit_reached' | 'rolled_back'): Emission {
  return event({ event: 'run_end', data: { result } });
}

function failure(code: ErrorCode, message: string): Emission {
  return event({ event: 'error', data: { code, message } });
}

function idle(reason: string): Emission {
  return { kind: 'status', status: 'idle', reason };
}
