// The fold: each change gives a new conversation, in which whatever did not change keeps its identity.
import { BlockList } from './blockList';
import type { Block, Conversation, FoldState, Growing, PlanEntry } from './conversation';
import type { ConversationChange } from './conversationChange';
import {
  appendLogged,
  failOpenCalls,
  foldAnswered,
  foldAsked,
  foldCall,
  foldCallDetails,
  foldNested,
  foldOutput,
  foldResult,
  withFold,
} from './foldTools';
import { inFlightLast } from './inFlightLast';
import { undoRun } from './undoRun';
import { usedTokens } from './usedTokens';

type Words = 'text' | 'thinking';

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
      return grow(conversation, change.block, change.text, change.message ?? null);
    case 'grown':
      return grown(conversation, change.block, change.text, change.message ?? null);
    case 'said':
      return said(conversation, change.block, change.text);
    case 'ended':
      return ended(conversation, (id) => ({ kind: 'turn', id, result: change.result }), ENDINGS[change.result]);
    case 'failed':
      return ended(conversation, (id) => ({ kind: 'error', id, text: change.message }), 'cut');
    case 'undone':
      return undoRun(conversation);
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
    { readonly kind: 'begin' | 'user' | 'grow' | 'grown' | 'said' | 'ended' | 'failed' | 'undone' | 'quiet' }
  >,
): Conversation {
  switch (change.kind) {
    case 'call':
      return foldCall(conversation, change);
    case 'callDetails':
      return foldCallDetails(conversation, change);
    case 'result':
      return foldResult(conversation, change);
    case 'output':
      return foldOutput(conversation, change);
    case 'nested':
      return foldNested(conversation, change);
    case 'gone':
      return failOpenCalls(conversation);
    case 'more':
      return withFold(conversation, { more: change.message });
    case 'interjects':
      return withFold(conversation, { interjects: true });
    case 'settings':
      return { ...conversation, settings: change.settings };
    case 'queue':
      return { ...conversation, queue: change.queue };
    case 'asked':
      return foldAsked(conversation, change);
    case 'answered':
      return foldAnswered(conversation, change);
    case 'plan':
      return planned(conversation, change.entries);
    case 'commands':
      return { ...conversation, commands: change.commands };
    case 'usage':
      return usedTokens(conversation, change.usage);
    case 'system':
      return appendLogged(conversation, (id) => ({ kind: 'system', id, title: change.title, text: change.text }));
    case 'notice':
      return notice(conversation, change.level, change.text);
  }
}

const ENDINGS = { finished: 'well', limit: 'cut', paused: 'paused', cancelled: 'cut', interrupted: 'paused' } as const;

function begin(conversation: Conversation): Conversation {
  const settled = cutOff(settle(conversation));
  const run = { at: settled.blocks.length, logged: settled.fold.logged, plan: settled.plan };
  return { ...withFold(settled, { run, plan: null, messages: BlockList.empty(), more: null }), undone: null };
}

/** A run without an end was cut off, with what it was at work on; behind the end of a run that goes on. */
function cutOff(conversation: Conversation): Conversation {
  const { run } = conversation.fold;
  return run === null ? conversation : failOpenCalls(conversation, run.at);
}

function userSaid(conversation: Conversation, text: string): Conversation {
  const { run, logged, interjects } = conversation.fold;
  if (interjects) {
    return appendLogged(withFold(settle(conversation), { interjects: false }), (id) => ({ kind: 'user', id, text }));
  }
  const begun = run !== null && run.logged === logged ? conversation : begin(conversation);
  return text.trim() === '' ? begun : appendLogged(begun, (id) => ({ kind: 'user', id, text }));
}

function grow(conversation: Conversation, words: Words, text: string, message: number | null): Conversation {
  if (text === '') return conversation;
  const growing = conversation.fold[words];
  if (growing !== null) return appended(conversation, growing.at, text);
  const more = words === 'text' ? earlierText(conversation, message) : null;
  if (more !== null) {
    const from = textAt(conversation, more).length;
    const marked = withFold(conversation, { text: { at: more, from }, more: null });
    return appended(marked, more, text);
  }
  const at = conversation.blocks.length;
  const begun = appendLogged(conversation, (id) => wordsBlock(words, id, text, true));
  return withFold(begun, { ...counted(conversation, words, at), ...marked(words, { at, from: 0 }) });
}

/** The pieces that have come before are replaced: who joins is told both, in the log and beside it. */
function grown(conversation: Conversation, words: Words, text: string, message: number | null): Conversation {
  const growing = conversation.fold[words];
  if (growing === null) return grow(conversation, words, text, message);
  const block = conversation.blocks.at(growing.at);
  if (block?.kind !== 'assistant' && block?.kind !== 'thinking') return conversation;
  const whole = block.text.slice(0, growing.from) + text;
  return { ...conversation, blocks: conversation.blocks.with(growing.at, { ...block, text: whole }) };
}

/** The whole block takes the place of its pieces; an empty one, of thinking that is not disclosed, takes nothing away. */
function said(conversation: Conversation, words: Words, whole: string): Conversation {
  const growing = conversation.fold[words];
  if (growing === null) return saidAtOnce(conversation, words, whole);
  const block = conversation.blocks.at(growing.at);
  const settled = withFold(conversation, { ...marked(words, null), ...(words === 'text' && { more: null }) });
  if (block?.kind !== 'assistant' && block?.kind !== 'thinking') return settled;
  const text = whole === '' ? block.text : block.text.slice(0, growing.from) + whole;
  if (text.trim() === '' && growing.at === conversation.blocks.length - 1) {
    const { messages, logged } = settled.fold;
    // A text that grows is the one that began last.
    const isCounted = messages.at(messages.length - 1) === growing.at;
    const left = isCounted ? messages.cut(messages.length - 1) : messages;
    return withFold({ ...settled, blocks: settled.blocks.cut(growing.at) }, { logged: logged - 1, messages: left });
  }
  return { ...settled, blocks: settled.blocks.with(growing.at, { ...block, text, growing: false }) };
}

function saidAtOnce(conversation: Conversation, words: Words, whole: string): Conversation {
  const more = words === 'text' ? earlierText(conversation, conversation.fold.more) : null;
  if (more !== null) return withFold(appended(conversation, more, whole), { more: null });
  if (whole.trim() === '') return conversation;
  const at = conversation.blocks.length;
  const told = appendLogged(conversation, (id) => wordsBlock(words, id, whole, false));
  if (words === 'thinking') return told;
  return withFold(told, { ...counted(conversation, words, at), more: null });
}

/** The block of a text of this run that was closed; null: there is none. */
function earlierText({ fold }: Conversation, message: number | null): number | null {
  const at = message === null ? undefined : fold.messages.at(message);
  return at ?? null;
}

function counted({ fold }: Conversation, words: Words, at: number): Partial<FoldState> {
  return words === 'text' ? { messages: fold.messages.append(at) } : {};
}

function textAt({ blocks }: Conversation, at: number): string {
  const block = blocks.at(at);
  return block?.kind === 'assistant' ? block.text : '';
}

function appended(conversation: Conversation, at: number, text: string): Conversation {
  const block = conversation.blocks.at(at);
  if (block?.kind !== 'assistant' && block?.kind !== 'thinking') return conversation;
  return { ...conversation, blocks: conversation.blocks.with(at, { ...block, text: block.text + text }) };
}

function wordsBlock(words: Words, id: string, text: string, isGrowing: boolean): Block {
  return { kind: words === 'text' ? 'assistant' : 'thinking', id, text, growing: isGrowing };
}

function marked(words: Words, growing: Growing | null): Partial<FoldState> {
  return words === 'text' ? { text: growing } : { thinking: growing };
}

/** What was cut off stays as far as it got. */
function settle(conversation: Conversation): Conversation {
  return said(said(conversation, 'thinking', ''), 'text', '');
}

function ended(conversation: Conversation, make: (id: string) => Block, how: 'well' | 'paused' | 'cut'): Conversation {
  const settled = settle(conversation);
  const { blocks, fold } = settled;
  const last = blocks.at(blocks.length - 1);
  // The end is known already: the log, the other lane, has told it.
  if (fold.run === null && last?.kind === 'turn') return settled;
  const closed = how === 'cut' ? failOpenCalls(settled, fold.run?.at ?? 0) : settled;
  return { ...withFold(appendLogged(closed, make), { run: null }), asks: [] };
}

function quiet(conversation: Conversation): Conversation {
  const settled = cutOff(settle(conversation));
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
