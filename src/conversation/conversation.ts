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
  /** What is to be written behind it; null: nothing. */
  readonly hint: string | null;
}

/** What a user can answer to a question by its kind; `reject` always works. */
export type Answer = 'allow_once' | 'allow_always' | 'reject';

/** One answer in the agent's own words. `kind`: ACP's word, others may come. */
export interface AskOption {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
}

/** One value that the agent asks for; `options`: what can be chosen. */
export interface AskField {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly type: string;
  readonly options: readonly { readonly value: string; readonly name: string; readonly description: string }[];
  readonly required: boolean;
  readonly initial: string | null;
}

/** What was answered. `name`: of the option, in the agent's words; null: it has none. */
export interface Answered {
  readonly answer: Answer | 'other' | 'cancelled';
  readonly name: string | null;
}

/** How the agent is set in one respect; see the wire's AgentOption. */
export interface AgentSetting {
  readonly id: string;
  readonly name: string;
  readonly category: string | null;
  readonly value: string;
  readonly choices: readonly { readonly value: string; readonly name: string; readonly description: string | null }[];
}

/** A message that waits for the end of the turn. */
export interface QueuedMessage {
  readonly id: string;
  readonly text: string;
}

/** What a helper of the agent has said under its own session. */
export interface NestedText {
  readonly session: string;
  readonly text: string;
}

/** One open question of the agent. */
export interface PermissionAsk {
  readonly id: string;
  readonly callId: string;
  readonly title: string;
  readonly toolKind: string;
  /** JSON text. */
  readonly arguments: string;
  readonly changes: readonly FileChange[];
  /** Which answers can be given by their kind; `reject` always works. */
  readonly answers: readonly Answer[];
  /** All that can be answered, in the agent's words and order; empty: the Pod does not say. */
  readonly options: readonly AskOption[];
  /** Markdown: what is to be read before the answer. */
  readonly content: string;
  /** Where a command would run. */
  readonly directory: string | null;
  /** The helper that asks; null: the agent itself. */
  readonly whose: string | null;
  /** Values that are asked for; empty: none. */
  readonly fields: readonly AskField[];
}

/** `pending`: its arguments are still coming, or nobody has allowed it yet. */
export type ToolStatus = 'pending' | 'running' | 'completed' | 'failed';

/** `interrupted`: paused or cancelled, which its log does not tell apart. */
export type RunResult = 'finished' | 'limit' | 'paused' | 'cancelled' | 'interrupted';

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
  /** So far, while it runs. */
  readonly output: string | null;
  /** What helpers have said that it has started. */
  readonly nested: readonly NestedText[];
  readonly changes: readonly FileChange[];
  readonly locations: readonly string[];
  /** The agent waits for an answer. */
  readonly asked: boolean;
  /** The last answer. */
  readonly permission: Answered | null;
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
  readonly settings: readonly AgentSetting[];
  /** Oldest first; `held`: they are not sent by themselves. */
  readonly queue: { readonly items: readonly QueuedMessage[]; readonly held: boolean };
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
  /** The blocks that still grow. */
  readonly text: Growing | null;
  readonly thinking: Growing | null;
  /** Index of each text of the run, in the order in which they began. */
  readonly messages: BlockList<number>;
  /** The text that the next message goes on with; null: it is one of its own. */
  readonly more: number | null;
  /** The next words of the user begin no run. */
  readonly interjects: boolean;
  /** Index of the plan's block in this run. */
  readonly plan: number | null;
  /** Tool calls without a result. */
  readonly calls: readonly { readonly callId: string; readonly at: number }[];
  readonly logged: number;
  readonly notices: number;
}

/** `from`: where the piece at hand begins in the block's text, where an earlier one was whole already. */
export interface Growing {
  readonly at: number;
  readonly from: number;
}

export const EMPTY_CONVERSATION: Conversation = {
  blocks: BlockList.empty(),
  plan: [],
  usage: { used: null, size: null, output: null, cost: null },
  commands: [],
  asks: [],
  settings: [],
  queue: { items: [], held: false },
  undone: null,
  heard: 0,
  fold: {
    run: null,
    text: null,
    thinking: null,
    messages: BlockList.empty(),
    more: null,
    interjects: false,
    plan: null,
    calls: [],
    logged: 0,
    notices: 0,
  },
};
