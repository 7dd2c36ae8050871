// What comes out of a turn: events for the viewers, entries for the log, as data; the Pod decides where they go.
import type {
  AgentCommands,
  AgentNested,
  AgentOutput,
  AgentPlan,
  AgentUsage,
  AmendedResult,
} from '../../protocol/agentExtension';
import type { ToolDetails } from '../../protocol/agentQuestion';
import { type LogEntry, ownEntry } from '../../protocol/logEntry';

/** Events of the plain live protocol (formats §5) that an agent Pod sends to every client. Nothing else may be added. */
export type PlainEvent =
  | {
      readonly event: 'user_message';
      readonly data: {
        readonly segments: readonly unknown[];
        readonly request_id?: string;
        readonly interjected?: true;
      };
    }
  | { readonly event: 'turn_start'; readonly data: { readonly turn: number } }
  | { readonly event: 'turn_end'; readonly data: { readonly turn: number; readonly result: 'finished' } }
  | { readonly event: 'llm_call_start' | 'llm_call_end'; readonly data: { readonly llm_call: number } }
  | { readonly event: 'thinking_start' }
  | {
      readonly event: 'text_delta' | 'text_done' | 'thinking_delta' | 'thinking_done';
      /** `message`: ours, an extra field; which text of the run it belongs to. */
      readonly data: { readonly text: string; readonly message?: number };
    }
  | { readonly event: 'tool_call_start'; readonly data: { readonly id: string; readonly name: string } }
  | { readonly event: 'tool_call_args_delta'; readonly data: { readonly id: string; readonly json: string } }
  | { readonly event: 'tool_call_done'; readonly data: ToolCallDone }
  | { readonly event: 'tool_result'; readonly data: ToolResult }
  | { readonly event: 'usage'; readonly data: { readonly input_tokens: number; readonly output_tokens: null } }
  | {
      readonly event: 'run_end';
      readonly data: { readonly result: 'finished' | 'paused' | 'limit_reached' | 'rolled_back' };
    }
  | {
      readonly event: 'error';
      readonly data: { readonly code: ErrorCode; readonly message: string; readonly request_id?: string };
    };

export type ErrorCode =
  | 'already_running'
  | 'not_running'
  | 'not_paused'
  | 'provider_error'
  | 'invalid_request'
  | 'internal';

interface ToolCallDone {
  readonly id: string;
  readonly name: string;
  /** JSON text. */
  readonly arguments: string;
  /** Ours; an extra field. */
  readonly details: ToolDetails;
}

interface ToolResult {
  readonly id: string;
  readonly summary: string;
  readonly output?: string;
  readonly is_error: boolean;
  /** Ours; an extra field. */
  readonly details: ToolDetails;
}

/** What a run began with (formats §4). */
export type RunTrigger = 'user_send' | 'notify' | 'pod_event' | 'wakeup';

/** In the order in which they must go out. */
export type Emission =
  | { readonly kind: 'event'; readonly event: PlainEvent }
  /** Log lane: no order against the events. */
  | { readonly kind: 'invoke-start'; readonly trigger: RunTrigger }
  | { readonly kind: 'entry'; readonly entry: LogEntry }
  /** Takes back the entries since the run began: nothing came of it. */
  | { readonly kind: 'rollback' }
  | { readonly kind: 'status'; readonly status: 'idle' | 'running' | 'paused'; readonly reason: string }
  | { readonly kind: 'alert'; readonly level: 'warn' | 'error'; readonly message: string }
  | { readonly kind: 'commands'; readonly commands: AgentCommands['commands'] }
  /** The agent's name for the conversation. */
  | { readonly kind: 'title'; readonly title: string | null }
  | { readonly kind: 'plan'; readonly plan: AgentPlan }
  /** What a running tool has put out so far. */
  | { readonly kind: 'output'; readonly output: AgentOutput }
  | { readonly kind: 'amended'; readonly result: AmendedResult }
  | { readonly kind: 'nested'; readonly nested: AgentNested }
  /** A word to the user that belongs into the log. */
  | { readonly kind: 'note'; readonly message: string }
  | { readonly kind: 'usage'; readonly usage: AgentUsage };

export function event(event: PlainEvent): Emission {
  return { kind: 'event', event };
}

export function entry(entry: LogEntry): Emission {
  return { kind: 'entry', entry };
}

/** What a user has said; `requestId`: of the client that has sent it. */
export function userWords(
  segments: readonly unknown[],
  requestId: string | null,
  now: number,
  { isInterjected = false } = {},
): Emission[] {
  const message = {
    ...(requestId !== null && { request_id: requestId }),
    ...(isInterjected && { interjected: true as const }),
  };
  return [
    // Before the entry that it speaks of: a reader knows then what that is.
    ...(isInterjected ? [entry(ownEntry('podwatch.interjected', {}, now))] : []),
    entry({ kind: 'user_input', ts: now, segments }),
    event({ event: 'user_message', data: { segments, ...message } }),
  ];
}
