// Turns what an ACP agent says into the events and log entries of a Pod (formats §4–5). Pure: effects are returned as data.
import type { SessionUpdate, ToolCallUpdate } from '@agentclientprotocol/sdk';
import type { AgentUsage, InFlight } from '../../protocol/agentExtension';
import { ownEntry } from '../../protocol/logEntry';
import { contentText } from './contentText';
import { type Emission, type ErrorCode, entry, event, type RunTrigger } from './emission';
import type { ToolCallState } from './toolCallState';
import { ToolCalls, toldInFull, toolResult } from './toolCalls';

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

interface Block {
  readonly kind: 'text' | 'thinking';
  readonly messageId: string | null;
  text: string;
}

export class TurnMapper {
  private isRunning = false;
  private block: Block | null = null;
  private isTurnOpen = false;
  /** Has anything of an answer come? If not, a cancelled run is undone as if it had never been. */
  private hasProduced = false;
  private canRollBack = false;
  private calls = new ToolCalls();
  private usage: AgentUsage | null = null;
  private isUsageNew = false;
  private planText = '';
  private llmCall = 0;

  /** `turns`: LLM turns counted so far, where an earlier segment goes on. */
  constructor(
    private readonly now: () => number,
    private turns = 0,
  ) {}

  /** What has begun and is not yet an entry of the log. */
  get inFlight(): InFlight {
    const block = this.block && { kind: this.block.kind, text: this.block.text };
    return { block, tool_calls: this.calls.inFlight };
  }

  begin({ trigger, segments, requestId }: RunStart): Emission[] {
    this.isRunning = true;
    this.hasProduced = false;
    this.canRollBack = trigger !== null;
    this.calls = new ToolCalls();
    this.isUsageNew = false;
    this.planText = '';
    const message = requestId === null ? {} : { request_id: requestId };
    return [
      ...(trigger === null ? [] : [entry({ kind: 'invoke', ts: this.now(), trigger })]),
      ...(segments === null
        ? []
        : [
            entry({ kind: 'user_input', ts: this.now(), segments }),
            event({ event: 'user_message', data: { segments, ...message } }),
          ]),
      { kind: 'status', status: 'running', reason: 'turn started' },
      ...(trigger === null ? [] : [{ kind: 'invoke-start', trigger } as const]),
      ...this.openTurn(),
    ];
  }

  /** Between runs an agent may still replay or chatter: only facts about the session are taken then. */
  update(update: SessionUpdate): Emission[] {
    switch (update.sessionUpdate) {
      case 'session_info_update':
        return update.title === undefined ? [] : [{ kind: 'title', title: update.title }];
      case 'available_commands_update':
        return [
          {
            kind: 'commands',
            commands: update.availableCommands.map(({ name, description }) => ({ name, description })),
          },
        ];
      case 'usage_update':
        return this.takeUsage({ used: update.used, size: update.size, cost: update.cost ?? null });
      default:
        return this.isRunning ? this.answer(update) : [];
    }
  }

  /** Upserts the call of a permission request: some agents tell of it nowhere else. */
  permissionCall(update: ToolCallUpdate): { readonly call: ToolCallState; readonly emissions: Emission[] } {
    const emissions = this.toolCall(update);
    const { call } = this.calls.upsert({ toolCallId: update.toolCallId });
    return { call, emissions: [...emissions, ...toldInFull(call, this.now())] };
  }

  end(ending: RunEnding): Emission[] {
    if (!this.isRunning) return [];
    this.isRunning = false;
    if ((ending.kind === 'cancelled' || ending.kind === 'paused') && !this.hasProduced && this.canRollBack) {
      return [...this.closeTurn(), { kind: 'rollback' }, runEnd('rolled_back'), idle('turn undone')];
    }
    return [...this.closeBlock(), ...this.closeTurn(), ...this.endCalls(ending), ...this.ended(ending)];
  }

  private answer(update: SessionUpdate): Emission[] {
    switch (update.sessionUpdate) {
      case 'agent_message_chunk':
        return this.chunk('text', contentText(update.content), update.messageId ?? null);
      case 'agent_thought_chunk':
        return this.chunk('thinking', contentText(update.content), update.messageId ?? null);
      case 'tool_call':
      case 'tool_call_update':
        return this.toolCall(update);
      case 'plan':
        return this.plan(update.entries);
      default:
        // Echoes of the user, modes: no viewer of the plain protocol can be told of them.
        return [];
    }
  }

  private chunk(kind: Block['kind'], text: string, messageId: string | null): Emission[] {
    if (text === '') return [];
    const before = this.block;
    const isSameBlock =
      before?.kind === kind && (messageId === null || before.messageId === null || messageId === before.messageId);
    const out = isSameBlock ? [] : [...this.closeBlock(), ...this.openTurn(), ...this.openBlock(kind, messageId)];
    if (this.block) this.block.text += text;
    const name = kind === 'text' ? 'text_delta' : 'thinking_delta';
    return [...out, event({ event: name, data: { text } })];
  }

  private openBlock(kind: Block['kind'], messageId: string | null): Emission[] {
    const told = this.calls.callStarted(this.now());
    this.block = { kind, messageId, text: '' };
    this.hasProduced = true;
    return kind === 'thinking' ? [...told, event({ event: 'thinking_start' })] : told;
  }

  private closeBlock(): Emission[] {
    const block = this.block;
    if (!block) return [];
    this.block = null;
    const { kind, text } = block;
    const item =
      kind === 'text'
        ? { kind: 'message', role: 'assistant', content: [{ kind: 'text', text }] }
        : { kind: 'reasoning', text };
    return [
      event({ event: kind === 'text' ? 'text_done' : 'thinking_done', data: { text } }),
      entry({ kind: 'assistant_item', ts: this.now(), item }),
    ];
  }

  private toolCall(update: ToolCallUpdate): Emission[] {
    const { call, isNew } = this.calls.upsert(update);
    if (call.phase === 'finished') return [];
    this.hasProduced = true;
    const isTold = call.phase === 'started' && call.hasArguments;
    // News of a call that the viewers cannot be told must not cut the text that streams meanwhile.
    if (!isNew && !isTold && !call.isEnded) return [];
    const out = this.closeBlock();
    if (isNew) {
      out.push(...this.openTurn());
      out.push(event({ event: 'tool_call_start', data: { id: call.id, name: call.name } }));
    }
    if (isTold) out.push(...toldInFull(call, this.now()));
    if (call.isEnded) out.push(...this.closeTurn(), ...toolResult(call, this.now()));
    return out;
  }

  private plan(entries: readonly { content: string; status: string; priority: string }[]): Emission[] {
    const plan = { entries: entries.map(({ content, status, priority }) => ({ content, status, priority })) };
    const text = JSON.stringify(plan);
    if (text === this.planText) return [];
    this.planText = text;
    return [{ kind: 'plan', plan }, entry(ownEntry('podwatch.plan', plan, this.now()))];
  }

  private takeUsage(usage: AgentUsage): Emission[] {
    this.usage = usage;
    this.isUsageNew = true;
    return [{ kind: 'usage', usage }];
  }

  /** Results come after the turn that asked for them (formats §5), so what the agent says next is a turn of its own. */
  private openTurn(): Emission[] {
    if (this.isTurnOpen) return [];
    this.isTurnOpen = true;
    this.llmCall++;
    return [
      event({ event: 'turn_start', data: { turn: this.turns } }),
      event({ event: 'llm_call_start', data: { llm_call: this.llmCall } }),
    ];
  }

  private closeTurn(): Emission[] {
    if (!this.isTurnOpen) return [];
    const told = this.calls.callStarted(this.now());
    this.isTurnOpen = false;
    const turn = this.turns++;
    const usage = this.usage
      ? [event({ event: 'usage', data: { input_tokens: this.usage.used, output_tokens: null } })]
      : [];
    return [
      ...told,
      ...usage,
      event({ event: 'llm_call_end', data: { llm_call: this.llmCall } }),
      event({ event: 'turn_end', data: { turn, result: 'finished' } }),
    ];
  }

  private endCalls(ending: RunEnding): Emission[] {
    const how = ending.kind === 'failed' ? 'failed' : ending.kind === 'finished' ? 'finished' : 'cancelled';
    return this.calls.endOpen(this.now(), ending.kind === 'limit-reached' ? 'failed' : how);
  }

  private ended(ending: RunEnding): Emission[] {
    switch (ending.kind) {
      case 'finished':
      case 'limit-reached': {
        const result = ending.kind === 'finished' ? 'finished' : 'limit_reached';
        return [...this.completed(result), runEnd(result), idle('turn finished')];
      }
      case 'paused':
        return [
          this.errored('Paused', true),
          runEnd('paused'),
          { kind: 'status', status: 'paused', reason: 'paused by a client' },
        ];
      case 'cancelled':
        return [this.errored('Cancelled', true), failure('internal', 'Cancelled'), idle('turn cancelled')];
      case 'failed':
        return [this.errored(ending.message, false), failure(ending.code, ending.message), idle('turn failed')];
    }
  }

  private completed(result: 'finished' | 'limit_reached'): Emission[] {
    const ts = this.now();
    const usage = {
      history_len: 0,
      input_total_tokens: this.usage?.used ?? 0,
      cache_read_tokens: 0,
      cache_write_tokens: 0,
      output_tokens: 0,
    };
    return [
      entry({ kind: 'turn_end', ts, turn_count: this.turns }),
      ...(this.isUsageNew ? [entry({ kind: 'llm_usage', ts, ...usage })] : []),
      entry({ kind: 'run_completed', ts, interrupted: false, result }),
    ];
  }

  private errored(message: string, interrupted: boolean): Emission {
    return entry({ kind: 'run_errored', ts: this.now(), interrupted, message });
  }
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
