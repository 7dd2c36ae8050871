// One side's words in a conversation, or nothing where there are none.
import type { Said } from './sessionFacts';

/** `text` of any length; `time` Unix ms. */
export function saidBy(who: Said['who'], text: string | null | undefined, time: number | null): readonly Said[] {
  return text == null || text.trim() === '' ? [] : [{ who, text, time }];
}
