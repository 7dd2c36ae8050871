// What a script of the scripted agent plays on: its words, its updates, its questions, and the word of a cancel.
import { setTimeout as wait } from 'node:timers/promises';
import type {
  PermissionOption,
  RequestPermissionResponse,
  SessionUpdate,
  StopReason,
  ToolCallUpdate,
} from '@agentclientprotocol/sdk';

export interface ScriptStage {
  /** Aborts when the client cancels the turn. */
  readonly signal: AbortSignal;
  /** Earlier prompts of the session, oldest first. */
  readonly heard: readonly string[];
  readonly update: (update: SessionUpdate) => Promise<void>;
  readonly say: (text: string) => Promise<void>;
  readonly ask: (call: ToolCallUpdate, options: readonly PermissionOption[]) => Promise<RequestPermissionResponse>;
}

/** `rest`: what follows the first word of the prompt. */
export type Act = (rest: string, stage: ScriptStage) => Promise<StopReason>;

/** In an order that teaches clients to choose by kind. */
const OPTIONS: readonly PermissionOption[] = [
  { optionId: 'o1', name: 'Always allow', kind: 'allow_always' },
  { optionId: 'o2', name: 'Reject', kind: 'reject_once' },
  { optionId: 'o3', name: 'Allow', kind: 'allow_once' },
];

/** Null: the turn is cancelled. This answer may come before the word of the cancel is handled. */
export async function isAllowedBy({ ask, signal }: ScriptStage, call: ToolCallUpdate): Promise<boolean | null> {
  const { outcome } = await ask(call, OPTIONS);
  if (signal.aborted || outcome.outcome === 'cancelled') return null;
  return outcome.outcome === 'selected' && outcome.optionId !== 'o2';
}

/** Shorter where the turn is cancelled: the caller looks at the signal. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await wait(ms, undefined, { signal });
  } catch {
    // Cancelled.
  }
}
