// Takes back the run at hand: the conversation as it was before it began.
import { BlockList } from './blockList';
import type { Conversation } from './conversation';

/** Its blocks go, and what the user had said in it is kept for the composer; the notices among them stay. */
export function undoRun(conversation: Conversation): Conversation {
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
  const fold = {
    ...conversation.fold,
    run: null,
    text: null,
    thinking: null,
    messages: BlockList.empty<number>(),
    more: null,
    plan: null,
  };
  const calls = conversation.fold.calls.filter(({ at }) => at < run.at);
  return {
    ...conversation,
    blocks,
    plan: run.plan,
    asks: [],
    undone: words.length === 0 ? null : words.join('\n'),
    fold: { ...fold, calls, logged: run.logged },
  };
}
