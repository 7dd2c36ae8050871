// What an agent may be allowed besides looking.
import { UsageError } from '../line/usageError';

export const ALLOWED_DEEDS = ['run', 'send', 'stop'] as const;
export type AllowedDeed = (typeof ALLOWED_DEEDS)[number];

/** @throws UsageError */
export function allowedDeed(word: string): AllowedDeed {
  const known = ALLOWED_DEEDS.find((each) => each === word.trim());
  if (known !== undefined) return known;
  throw new UsageError(`--allow takes ${ALLOWED_DEEDS.join(', ')}, by commas: ${JSON.stringify(word)}`);
}
