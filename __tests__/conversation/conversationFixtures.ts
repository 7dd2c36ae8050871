// Conversations made of changes, looks that can be told apart, and rows as text.
import type { ScreenRow } from '../../src/cells/podScreen';
import { applyChange } from '../../src/conversation/applyChange';
import { type Conversation, EMPTY_CONVERSATION, type PermissionAsk } from '../../src/conversation/conversation';
import type { ConversationChange } from '../../src/conversation/conversationChange';
import type { OpenBlocks, Shown } from '../../src/conversation/conversationLayout';
import type { ConversationLook, LookToken } from '../../src/conversation/conversationLook';

const TOKENS: readonly LookToken[] = [
  'text',
  'dim',
  'user',
  'heading',
  'code',
  'link',
  'mark',
  'added',
  'removed',
  'success',
  'running',
  'warn',
  'error',
];

/** Each token is a colour of its own, and no flags. */
export const LOOK = Object.fromEntries(
  TOKENS.map((token, index) => [token, { fg: index, bg: -1, flags: 0 }]),
) as unknown as ConversationLook;

export const tokenOf = (fg: number): LookToken => TOKENS[fg] ?? 'text';

export const CLOSED: OpenBlocks = { all: false, flipped: new Set() };
export const OPEN: OpenBlocks = { all: true, flipped: new Set() };

export function conversationOf(...changes: readonly ConversationChange[]): Conversation {
  return changes.reduce(applyChange, EMPTY_CONVERSATION);
}

export const shown = (conversation: Conversation, open: OpenBlocks = CLOSED): Shown => ({ conversation, open });

export const user = (text: string): ConversationChange => ({ kind: 'user', text });
/** A question of the agent, by default to change a line of a file. */
export const asked = (over: Partial<PermissionAsk> = {}): Extract<ConversationChange, { kind: 'asked' }> => ({
  kind: 'asked',
  ask: {
    id: 'p1',
    callId: 'b',
    title: 'Edit main.ts',
    toolKind: 'edit',
    arguments: '{}',
    changes: [{ path: 'main.ts', before: 'let a;\n', after: 'const a = 1;\n' }],
    answers: ['allow_once', 'reject'],
    options: [],
    content: '',
    directory: null,
    whose: null,
    fields: [],
    ...over,
  },
});
export const said = (text: string): ConversationChange => ({ kind: 'said', block: 'text', text });
export const grow = (text: string): ConversationChange => ({ kind: 'grow', block: 'text', text });
export const call = (callId: string, name: string, args = '{}'): ConversationChange => ({
  kind: 'call',
  callId,
  name,
  arguments: args,
});
export const result = (callId: string, summary: string, output: string | null = null): ConversationChange => ({
  kind: 'result',
  callId,
  summary,
  output,
  isError: false,
});

export const textOf = (rows: readonly ScreenRow[]): readonly string[] =>
  rows.map((row) => row.map(({ text }) => text).join(''));

/** The text of the runs in that style, in their order. */
export const styled = (rows: readonly ScreenRow[], token: LookToken): readonly string[] =>
  rows.flatMap((row) => row.filter(({ fg }) => tokenOf(fg) === token).map(({ text }) => text));
