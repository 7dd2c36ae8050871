// How tool calls and permission requests change a conversation: matched by the call's id, shown once.
import type { Block, Conversation, FoldState, PermissionAsk, ToolBlock } from './conversation';
import type { ConversationChange } from './conversationChange';

type ChangeOf<K extends ConversationChange['kind']> = Extract<ConversationChange, { readonly kind: K }>;

/** How many blocks back to look for the call of a late fact: its result has come, or its run was paused. */
const LATE_BLOCKS = 256;

/** Appends a block of the log: `make` is given its id. */
export function appendLogged(conversation: Conversation, make: (id: string) => Block): Conversation {
  const { blocks, fold } = conversation;
  return {
    ...conversation,
    blocks: blocks.append(make(String(fold.logged))),
    fold: { ...fold, logged: fold.logged + 1 },
  };
}

/** A call whose arguments come later is reported twice: first without them. */
export function foldCall(conversation: Conversation, change: ChangeOf<'call'>): Conversation {
  const { callId, name } = change;
  const open = change.callId === '' ? null : openCall(conversation, callId);
  if (open !== null) {
    return change.arguments === null
      ? conversation
      : withTool(conversation, open, (tool) => started({ ...tool, name, arguments: change.arguments }));
  }
  return appendCall(conversation, callId, (tool) => started({ ...tool, name, arguments: change.arguments }));
}

export function foldCallDetails(conversation: Conversation, change: ChangeOf<'callDetails'>): Conversation {
  const at = knownCall(conversation, change.callId);
  if (at === null) return conversation;
  const { title, toolKind, locations } = change;
  // A later message may leave out what an earlier one said.
  const changesOf = (tool: ToolBlock) => (change.changes.length > 0 ? change.changes : tool.changes);
  return withTool(conversation, at, (tool) =>
    // With its result a call is reported as it was first logged; its changes often come only then.
    tool.summary === null
      ? { ...tool, title, toolKind, locations, changes: changesOf(tool) }
      : { ...tool, changes: changesOf(tool) },
  );
}

export function foldResult(conversation: Conversation, change: ChangeOf<'result'>): Conversation {
  const { callId, summary, output, isError } = change;
  const at = openCall(conversation, callId) ?? (callId === '' ? null : knownCall(conversation, callId));
  const known = at === null ? appendCall(conversation, callId, (tool) => ({ ...tool, title: summary })) : conversation;
  const index = at ?? known.blocks.length - 1;
  const done = withTool(known, index, (tool) => ({
    ...tool,
    status: isError ? 'failed' : 'completed',
    summary,
    output,
    asked: false,
  }));
  return withFold(done, { calls: done.fold.calls.filter((call) => call.at !== index) });
}

export function foldAsked(conversation: Conversation, { ask }: ChangeOf<'asked'>): Conversation {
  if (conversation.asks.some(({ id }) => id === ask.id)) return conversation;
  const at = knownCall(conversation, ask.callId);
  // Some agents mention a call nowhere else.
  const known = at === null ? appendCall(conversation, ask.callId, (tool) => askedTool(tool, ask)) : conversation;
  const asked = withTool(known, at ?? known.blocks.length - 1, (tool) =>
    tool.summary === null ? started({ ...tool, asked: true }) : tool,
  );
  return { ...asked, asks: [...conversation.asks, ask] };
}

export function foldAnswered(conversation: Conversation, change: ChangeOf<'answered'>): Conversation {
  const left = conversation.asks.filter(({ id }) => id !== change.id);
  const asks = left.length === conversation.asks.length ? conversation.asks : left;
  const at = knownCall(conversation, change.callId);
  if (at === null) return asks === conversation.asks ? conversation : { ...conversation, asks };
  const isAsked = asks.some(({ callId }) => callId === change.callId);
  const answered = withTool(conversation, at, (tool) =>
    started({ ...tool, permission: change.answered, asked: tool.asked && isAsked }),
  );
  return { ...answered, asks };
}

export function foldOutput(conversation: Conversation, change: ChangeOf<'output'>): Conversation {
  const at = openCall(conversation, change.callId);
  if (at === null) return conversation;
  const text = change.isCut ? `…\n${change.text}` : change.text;
  const output = text === '' ? null : text;
  return withTool(conversation, at, (tool) => ({ ...tool, output }));
}

export function foldNested(conversation: Conversation, change: ChangeOf<'nested'>): Conversation {
  const at = knownCall(conversation, change.callId);
  if (at === null) return conversation;
  const { session, text } = change;
  return withTool(conversation, at, (tool) => {
    const known = tool.nested.some((words) => words.session === session);
    const nested = known
      ? tool.nested.map((words) => (words.session === session ? { session, text: words.text + text } : words))
      : [...tool.nested, { session, text }];
    return { ...tool, nested };
  });
}

/** What was cut off with its run, or with the agent, will get no result. `from`: the first block that counts. */
export function failOpenCalls(conversation: Conversation, from = 0): Conversation {
  const calls = conversation.fold.calls.filter(({ at }) => at >= from);
  if (calls.length === 0) return conversation;
  const failed = calls.reduce(
    (all, { at }) =>
      withTool(all, at, (tool) => ({
        ...tool,
        status: 'failed',
        asked: false,
      })),
    conversation,
  );
  return withFold(failed, { calls: conversation.fold.calls.filter(({ at }) => at < from) });
}

/** The same conversation with other bookkeeping. */
export function withFold(conversation: Conversation, fold: Partial<FoldState>): Conversation {
  return { ...conversation, fold: { ...conversation.fold, ...fold } };
}

function askedTool(tool: ToolBlock, ask: PermissionAsk): ToolBlock {
  const { title, toolKind, changes } = ask;
  return { ...tool, name: title, title, toolKind, changes, arguments: ask.arguments };
}

function isAsked({ asks }: Conversation, callId: string): boolean {
  return asks.some((ask) => ask.callId === callId);
}

/** A call that has ended stays as it is. */
function started(tool: ToolBlock): ToolBlock {
  if (tool.status === 'completed' || tool.status === 'failed') return tool;
  return { ...tool, status: tool.arguments === null || tool.asked ? 'pending' : 'running' };
}

function appendCall(conversation: Conversation, callId: string, make: (tool: ToolBlock) => ToolBlock): Conversation {
  const at = conversation.blocks.length;
  const appended = appendLogged(conversation, (id) =>
    make({
      kind: 'tool',
      id,
      callId,
      name: callId,
      title: null,
      toolKind: null,
      status: 'pending',
      arguments: null,
      summary: null,
      output: null,
      nested: [],
      changes: [],
      locations: [],
      // A question that stands at this id stands at its newest call.
      asked: isAsked(conversation, callId),
      permission: null,
    }),
  );
  return withFold(appended, { calls: [...appended.fold.calls, { callId, at }] });
}

function withTool(conversation: Conversation, at: number, change: (tool: ToolBlock) => ToolBlock): Conversation {
  const block = conversation.blocks.at(at);
  return block?.kind === 'tool'
    ? { ...conversation, blocks: conversation.blocks.with(at, change(block)) }
    : conversation;
}

/** The newest call of that id that has no result yet. */
function openCall({ fold }: Conversation, callId: string): number | null {
  return fold.calls.findLast((call) => call.callId === callId)?.at ?? null;
}

function knownCall(conversation: Conversation, callId: string): number | null {
  const open = openCall(conversation, callId);
  if (open !== null) return open;
  const { blocks } = conversation;
  for (let at = blocks.length - 1; at >= Math.max(0, blocks.length - LATE_BLOCKS); at -= 1) {
    const block = blocks.at(at);
    if (block?.kind === 'tool' && block.callId === callId) return at;
  }
  return null;
}
