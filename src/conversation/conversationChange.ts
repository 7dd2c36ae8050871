// What can happen to a conversation: the same words for a log entry and for the event that stands for it.
import type {
  AgentCommand,
  AgentSetting,
  Answered,
  Conversation,
  FileChange,
  PermissionAsk,
  PlanEntry,
  RunResult,
  Usage,
} from './conversation';

export type ConversationChange =
  /** A run begins, whether or not a user said something. */
  | { readonly kind: 'begin' }
  | { readonly kind: 'user'; readonly text: string }
  /** A piece of a block that grows. `message`: which text of the run it belongs to, from 0; null: the one at hand. */
  | {
      readonly kind: 'grow';
      readonly block: 'text' | 'thinking';
      readonly text: string;
      readonly message?: number | null | undefined;
    }
  /** All of a block that has come until now, in place of its pieces; more may come. */
  | {
      readonly kind: 'grown';
      readonly block: 'text' | 'thinking';
      readonly text: string;
      readonly message?: number | null | undefined;
    }
  /** A whole block; it takes the place of its pieces. */
  | { readonly kind: 'said'; readonly block: 'text' | 'thinking'; readonly text: string }
  /** The text that comes next goes on with that one of the run. */
  | { readonly kind: 'more'; readonly message: number }
  /** `arguments`: JSON text, null while they are still coming. */
  | { readonly kind: 'call'; readonly callId: string; readonly name: string; readonly arguments: string | null }
  | {
      readonly kind: 'callDetails';
      readonly callId: string;
      readonly title: string;
      readonly toolKind: string;
      readonly locations: readonly string[];
      readonly changes: readonly FileChange[];
    }
  | {
      readonly kind: 'result';
      readonly callId: string;
      readonly summary: string;
      readonly output: string | null;
      readonly isError: boolean;
    }
  /** What a running tool has put out so far. */
  | { readonly kind: 'output'; readonly callId: string; readonly text: string; readonly isCut: boolean }
  /** More words of a helper that the call has started. */
  | { readonly kind: 'nested'; readonly callId: string; readonly session: string; readonly text: string }
  /** The user's words that follow were said into the run at hand. */
  | { readonly kind: 'interjects' }
  | { readonly kind: 'settings'; readonly settings: readonly AgentSetting[] }
  | { readonly kind: 'queue'; readonly queue: Conversation['queue'] }
  | { readonly kind: 'system'; readonly title: string; readonly text: string }
  | { readonly kind: 'notice'; readonly level: 'info' | 'warn' | 'error'; readonly text: string }
  | { readonly kind: 'plan'; readonly entries: readonly PlanEntry[] }
  | { readonly kind: 'commands'; readonly commands: readonly AgentCommand[] }
  /** Fields that are missing stay as they were. */
  | { readonly kind: 'usage'; readonly usage: Partial<Usage> }
  | { readonly kind: 'asked'; readonly ask: PermissionAsk }
  | { readonly kind: 'answered'; readonly id: string; readonly callId: string; readonly answered: Answered }
  | { readonly kind: 'ended'; readonly result: RunResult }
  | { readonly kind: 'failed'; readonly message: string }
  /** The run came to nothing and is taken back, with the user's words. */
  | { readonly kind: 'undone' }
  /** The agent's process is gone: what it was at work on will get no result. */
  | { readonly kind: 'gone' }
  /** No run is in progress: blocks that were still growing are cut off. */
  | { readonly kind: 'quiet' };
