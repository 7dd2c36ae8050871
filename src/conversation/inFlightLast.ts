// Keeps what is not logged yet behind everything that is: the order in which the log will have it.
import type { BlockList } from './blockList';
import type { Block, Conversation } from './conversation';
import { withFold } from './foldTools';

/**
 * A block that grows or a call whose arguments are coming is logged when it is whole; what is logged before that stands
 * before it, for who joins later as for who was there. Costs as much as there is in flight.
 */
export function inFlightLast(conversation: Conversation): Conversation {
  const { text, thinking, calls } = conversation.fold;
  if (text === null && thinking === null && calls.length === 0) return conversation;
  const inFlight = inFlightIndexes(conversation);
  const { blocks } = conversation;
  if (inFlight.length === 0) return conversation;
  const first = Math.min(...inFlight);
  if (blocks.length - first === inFlight.length) return conversation;
  const tail = Array.from({ length: blocks.length - first }, (_, offset) => first + offset);
  const isInFlight = new Set(inFlight);
  return reordered(conversation, first, [
    ...tail.filter((at) => !isInFlight.has(at)),
    ...tail.filter((at) => isInFlight.has(at)),
  ]);
}

function inFlightIndexes({ blocks, fold }: Conversation): number[] {
  const starting = fold.calls.map(({ at }) => at).filter((at) => isStarting(blocks.at(at)));
  // What goes on with a text that was whole already stands where that does.
  const growing = [fold.text, fold.thinking].flatMap((words) => (words !== null && words.from === 0 ? [words.at] : []));
  return [...growing, ...starting];
}

function isStarting(block: Block | undefined): boolean {
  return block?.kind === 'tool' && block.arguments === null;
}

/** The blocks from `first` on in another order, with the ids of their new places. */
function reordered(conversation: Conversation, first: number, order: readonly number[]): Conversation {
  const { fold } = conversation;
  const tail = order.map((at) => conversation.blocks.at(at)).filter((block) => block !== undefined);
  let logged = fold.logged - tail.filter(({ kind }) => kind !== 'notice').length;
  const blocks = tail.reduce((all, block) => {
    if (block.kind === 'notice') return all.append(block);
    const id = String(logged++);
    return all.append(block.id === id ? block : { ...block, id });
  }, conversation.blocks.cut(first));
  const places = new Map(order.map((at, offset) => [at, first + offset]));
  const moved = (at: number): number => places.get(at) ?? at;
  return {
    ...withFold(conversation, {
      text: fold.text && { ...fold.text, at: moved(fold.text.at) },
      thinking: fold.thinking && { ...fold.thinking, at: moved(fold.thinking.at) },
      messages: movedBehind(fold.messages, first, moved),
      plan: fold.plan === null ? null : moved(fold.plan),
      calls: fold.calls.map((call) => ({ ...call, at: moved(call.at) })),
    }),
    blocks,
  };
}

/** Only those behind `first` move, and they are the last: a run may have more texts than could be gone through each time. */
function movedBehind(messages: BlockList<number>, first: number, moved: (at: number) => number): BlockList<number> {
  let all = messages;
  for (let index = messages.length - 1; index >= 0; index -= 1) {
    const at = messages.at(index) ?? 0;
    if (at < first) break;
    all = all.with(index, moved(at));
  }
  return all;
}
