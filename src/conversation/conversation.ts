// What was said and done in a Pod, as a value: blocks in order, and the facts beside them.
import { BlockList } from './blockList';

/** A change of one file. `before` null: the file is new. */
export interface FileChange {
  readonly path: string;
  readonly before: string | null;
  readonly after: string;
}

export interface PlanEntry {
  readonly content: string;
  /** ACP's word: `pending`, `in_progress`, `completed`; others may come. */
  readonly status: string;
}

/** What the agent does when it is told `/name`. Untrusted. */
export interface AgentCommand {
  readonly name: string;
  readonly description: string;
}

/** What a user can answer to a permission request. */
export type Answer = 'allow_once' | 'allow_always' | 'reject';

/** One open question of the agent. */
export interface PermissionAsk {
  readonly id: string;
  readonly callId: string;
  readonly title: string;
  readonly toolKind: string;
  /** JSON text. */
  readonly arguments: string;
  readonly changes: readonly FileChange[];
  /** Which answers the agent offers; `reject` always works. */
  readonly answers: readonly Answer[];
}

/** `pending`: its arguments are still coming, or nobody has allowed it yet. */
export type ToolStatus = 'pending' | 'running' | 'completed' | 'failed';

export type RunResult = 'finished' | 'limit' | 'paused' | 'cancelled';

export interface ToolBlock {
  readonly kind: 'tool';
  readonly id: string;
  readonly callId: string;
  readonly name: string;
  /** What it does, in the agent's words; null where only its name is known. */
  readonly title: string | null;
  /** ACP's word, e.g. `read`, `edit`, `execute`; null where it is not known. */
  readonly toolKind: string | null;
  readonly status: ToolStatus;
  /** JSON text; null while it is still coming. */
  readonly arguments: string | null;
  readonly summary: string | null;
  readonly output: string | null;
  readonly changes: readonly FileChange[];
  readonly locations: readonly string[];
  /** The agent waits for an answer. */
  readonly asked: boolean;
  /** The last answer. */
  readonly permission: Answer | 'cancelled' | null;
}

/** All texts are untrusted, as they came, with line breaks. */
export type Block =
  | { readonly kind: 'user'; readonly id: string; readonly text: string }
  /** Markdown. `growing`: more of it may come. */
  | { readonly kind: 'assistant'; readonly id: string; readonly text: string; readonly growing: boolean }
  | { readonly kind: 'thinking'; readonly id: string; readonly text: string; readonly growing: boolean }
  | ToolBlock
  /** What the model was told besides the user's words; `title` says what it is. */
  | { readonly kind: 'system'; readonly id: string; readonly title: string; readonly text: string }
  | { readonly kind: 'plan'; readonly id: string; readonly entries: readonly PlanEntry[] }
  /** A run ended in a failure. */
  | { readonly kind: 'error'; readonly id: string; readonly text: string }
  /** A run ended otherwise. */
  | { readonly kind: 'turn'; readonly id: string; readonly result: RunResult }
  /** What is not part of the log: alerts, retries. */
  | { readonly kind: 'notice'; readonly id: string; readonly level: 'info' | 'warn' | 'error'; readonly text: string };

/** Tokens in the model's context, how many fit in it, and how many the last answer took; null = not said. */
export interface Usage {
  readonly used: number | null;
  readonly size: number | null;
  readonly output: number | null;
  readonly cost: { readonly amount: number; readonly currency: string } | null;
}

export interface Conversation {
  /**
   * In their order. A block keeps its identity as long as it says the same. Its `id` is the same for everybody who
   * watches, and after a reconnect: blocks of the log are counted, notices apart.
   */
  readonly blocks: BlockList<Block>;
  /** The newest plan; empty where there is none. */
  readonly plan: readonly PlanEntry[];
  readonly usage: Usage;
  /** What can be written after a slash. */
  readonly commands: readonly AgentCommand[];
  /** Oldest first. */
  readonly asks: readonly PermissionAsk[];
  /** The user's words of the last turn if it was undone: they stand nowhere else any more. */
  readonly undone: string | null;
  /** How much output of the Pod was heard, in UTF-16 code units; only ever grows. */
  readonly heard: number;
  /** Bookkeeping of the fold; nobody else reads it. */
  readonly fold: FoldState;
}

export interface FoldState {
  /** Where the run at hand began, how many logged blocks there were, and the plan then; null between runs. */
  readonly run: { readonly at: number; readonly logged: number; readonly plan: readonly PlanEntry[] } | null;
  /** Indexes of the blocks that still grow. */
  readonly text: number | null;
  readonly thinking: number | null;
  /** Index of the plan's block in this run. */
  readonly plan: number | null;
  /** Tool calls without a result. */
  readonly calls: readonly { readonly callId: string; readonly at: number }[];
  readonly logged: number;
  readonly notices: number;
}

export const EMPTY_CONVERSATION: Conversation = {
  blocks: BlockList.empty(),
  plan: [],
  usage: { used: null, size: null, output: null, cost: null },
  commands: [],
  asks: [],
  undone: null,
  heard: 0,
  fold: { run: null, text: null, thinking: null, plan: null, calls: [], logged: 0, notices: 0 },
};
