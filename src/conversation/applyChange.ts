// The fold: each change gives a new conversation, in which whatever did not change keeps its identity.
import type { Block, Conversation, FoldState, PlanEntry, Usage } from './conversation';
import type { ConversationChange } from './conversationChange';
import {
  appendLogged,
  failOpenCalls,
  foldAnswered,
  foldAsked,
  foldCall,
  foldCallDetails,
  foldResult,
  withFold,
} from './foldTools';
import { inFlightLast } from './inFlightLast';

type Growing = 'text' | 'thinking';

/** Costs the same however long the conversation is. The same object where the change changes nothing. */
export function applyChange(conversation: Conversation, change: ConversationChange): Conversation {
  const changed = changedBy(conversation, change);
  if (changed === conversation) return changed;
  const ordered = change.kind === 'grow' ? changed : inFlightLast(changed);
  const heard = heardIn(conversation, change);
  return heard === 0 ? ordered : { ...ordered, heard: conversation.heard + heard };
}

/** How much output the change brings; a block that came in pieces was counted with them. */
function heardIn({ fold }: Conversation, change: ConversationChange): number {
  switch (change.kind) {
    case 'grow':
      return change.text.length;
    case 'said':
      return fold[change.block] === null ? change.text.length : 0;
    case 'call':
      return change.arguments?.length ?? 0;
    case 'result':
      return change.output?.length ?? 0;
    default:
      return 0;
  }
}

function changedBy(conversation: Conversation, change: ConversationChange): Conversation {
  switch (change.kind) {
    case 'begin':
      return begin(conversation);
    case 'user':
      return userSaid(conversation, change.text);
    case 'grow':
      return grow(conversation, change.block, change.text);
    case 'said':
      return said(conversation, change.block, change.text);
    case 'ended':
      return ended(conversation, (id) => ({ kind: 'turn', id, result: change.result }), change.result === 'paused');
    case 'failed':
      return ended(conversation, (id) => ({ kind: 'error', id, text: change.message }), false);
    case 'undone':
      return undo(conversation);
    case 'quiet':
      return quiet(conversation);
    default:
      return applyAside(conversation, change);
  }
}

function applyAside(
  conversation: Conversation,
  change: Exclude<
    ConversationChange,
    { readonly kind: 'begin' | 'user' | 'grow' | 'said' | 'ended' | 'failed' | 'undone' | 'quiet' }
  >,
): Conversation {
  switch (change.kind) {
    case 'call':
      return foldCall(conversation, change);
    case 'callDetails':
      return foldCallDetails(conversation, change);
    case 'result':
      return foldResult(conversation, change);
    case 'asked':
      return foldAsked(conversation, change);
    case 'answered':
      return foldAnswered(conversation, change);
    case 'plan':
      return planned(conversation, change.entries);
    case 'commands':
      return { ...conversation, commands: change.commands };
    case 'usage':
      return used(conversation, change.usage);
    case 'system':
      return appendLogged(conversation, (id) => ({ kind: 'system', id, title: change.title, text: change.text }));
    case 'notice':
      return notice(conversation, change.level, change.text);
  }
}

function begin(conversation: Conversation): Conversation {
  const settled = failOpenCalls(settle(conversation));
  const run = { at: settled.blocks.length, logged: settled.fold.logged, plan: settled.plan };
  return { ...withFold(settled, { run, plan: null }), undone: null };
}

function userSaid(conversation: Conversation, text: string): Conversation {
  const { run, logged } = conversation.fold;
  const begun = run !== null && run.logged === logged ? conversation : begin(conversation);
  return text.trim() === '' ? begun : appendLogged(begun, (id) => ({ kind: 'user', id, text }));
}

function grow(conversation: Conversation, growing: Growing, text: string): Conversation {
  if (text === '') return conversation;
  const at = conversation.fold[growing];
  const block = at === null ? undefined : conversation.blocks.at(at);
  if (at !== null && (block?.kind === 'assistant' || block?.kind === 'thinking')) {
    return { ...conversation, blocks: conversation.blocks.with(at, { ...block, text: block.text + text }) };
  }
  const appended = appendLogged(conversation, (id) => wordsBlock(growing, id, text, true));
  return withFold(appended, marked(growing, conversation.blocks.length));
}

/** The whole block takes the place of its pieces; an empty one, of thinking that is not disclosed, takes nothing away. */
function said(conversation: Conversation, growing: Growing, whole: string): Conversation {
  const at = conversation.fold[growing];
  if (at === null) {
    return whole.trim() === ''
      ? conversation
      : appendLogged(conversation, (id) => wordsBlock(growing, id, whole, false));
  }
  const block = conversation.blocks.at(at);
  const settled = withFold(conversation, marked(growing, null));
  if (block?.kind !== 'assistant' && block?.kind !== 'thinking') return settled;
  const text = whole === '' ? block.text : whole;
  if (text.trim() === '' && at === conversation.blocks.length - 1) {
    return withFold({ ...settled, blocks: settled.blocks.cut(at) }, { logged: settled.fold.logged - 1 });
  }
  return { ...settled, blocks: settled.blocks.with(at, { ...block, text, growing: false }) };
}

function wordsBlock(growing: Growing, id: string, text: string, isGrowing: boolean): Block {
  return { kind: growing === 'text' ? 'assistant' : 'thinking', id, text, growing: isGrowing };
}

function marked(growing: Growing, at: number | null): Partial<FoldState> {
  return growing === 'text' ? { text: at } : { thinking: at };
}

/** What was cut off stays as far as it got. */
function settle(conversation: Conversation): Conversation {
  return said(said(conversation, 'thinking', ''), 'text', '');
}

function ended(conversation: Conversation, make: (id: string) => Block, isPaused: boolean): Conversation {
  const settled = settle(conversation);
  const { blocks, fold } = settled;
  const last = blocks.at(blocks.length - 1);
  // The end is known already: the log, the other lane, has told it.
  if (fold.run === null && last?.kind === 'turn') return settled;
  const closed = isPaused ? settled : failOpenCalls(settled);
  return { ...withFold(appendLogged(closed, make), { run: null }), asks: [] };
}

function undo(conversation: Conversation): Conversation {
  const { run } = conversation.fold;
  if (run === null) return conversation;
  const words: string[] = [];
  let blocks = conversation.blocks.cut(run.at);
  for (let at = run.at; at < conversation.blocks.length; at += 1) {
    const block = conversation.blocks.at(at);
    if (block?.kind === 'user') words.push(block.text);
    // Only the log is cut.
    if (block?.kind === 'notice') blocks = blocks.append(block);
  }
  const fold = { ...conversation.fold, run: null, text: null, thinking: null, plan: null, calls: [] };
  return {
    ...conversation,
    blocks,
    plan: run.plan,
    asks: [],
    undone: words.length === 0 ? null : words.join('\n'),
    fold: { ...fold, logged: run.logged },
  };
}

function quiet(conversation: Conversation): Conversation {
  const settled = failOpenCalls(settle(conversation));
  if (settled.fold.run === null && settled.asks.length === 0) return settled;
  return { ...withFold(settled, { run: null }), asks: [] };
}

/** One block for each run, updated in place. A plan is sent again to whoever asks: that is no news. */
function planned(conversation: Conversation, entries: readonly PlanEntry[]): Conversation {
  if (samePlan(entries, conversation.plan)) return conversation;
  const at = conversation.fold.plan;
  const block = at === null ? undefined : conversation.blocks.at(at);
  if (at !== null && block?.kind === 'plan') {
    return { ...conversation, blocks: conversation.blocks.with(at, { ...block, entries }), plan: entries };
  }
  const appended = appendLogged(conversation, (id) => ({ kind: 'plan', id, entries }));
  return { ...withFold(appended, { plan: conversation.blocks.length }), plan: entries };
}

function samePlan(a: readonly PlanEntry[], b: readonly PlanEntry[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ content, status }, index) => content === b[index]?.content && status === b[index]?.status)
  );
}

function used(conversation: Conversation, news: Partial<Usage>): Conversation {
  const usage: Usage = { ...conversation.usage, ...news };
  const { used, size, output, cost } = conversation.usage;
  const isSame =
    usage.used === used &&
    usage.size === size &&
    usage.output === output &&
    usage.cost?.amount === cost?.amount &&
    usage.cost?.currency === cost?.currency;
  return isSame ? conversation : { ...conversation, usage };
}

function notice(conversation: Conversation, level: 'info' | 'warn' | 'error', text: string): Conversation {
  if (text.trim() === '') return conversation;
  const { blocks, fold } = conversation;
  const id = `n${fold.notices}`;
  return {
    ...conversation,
    blocks: blocks.append({ kind: 'notice', id, level, text }),
    fold: { ...fold, notices: fold.notices + 1 },
  };
}
