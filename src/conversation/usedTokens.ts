// How much of the model's memory a conversation takes, as far as it has been said.
import type { Conversation, Usage } from './conversation';

/** Fields that are missing stay as they were. */
export function usedTokens(conversation: Conversation, news: Partial<Usage>): Conversation {
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
