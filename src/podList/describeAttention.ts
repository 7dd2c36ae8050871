// The words for why a Pod needs its user, and the one mark for it, whose shape is enough without colour.
import { describeFailure } from './describePodState';
import type { Attention, AttentionKind } from './podFacts';
import type { PodEntry } from './podList';

/** One cell wide, and unlike every mark of a state. */
export const ATTENTION_MARK = '▲';

const WORDS: Readonly<Record<AttentionKind, string>> = {
  bell: 'bell',
  notification: 'notification',
  permission: 'asks for permission',
  failed: 'failed',
  finished: 'finished',
};

/** `asks: Edit a.txt`. What the Pod says is untrusted. */
export function describeAttention({ kind, message, permissions }: Attention): string {
  const word = permissions > 1 ? `asks for ${permissions} permissions` : WORDS[kind];
  const said = message.trim();
  if (said === '') return word;
  if (kind === 'permission' && permissions <= 1) return `asks: ${said}`;
  // `make failed with exit code 2` says it already.
  return said.toLowerCase().includes(word) ? said : `${word}: ${said}`;
}

/** What there is to see of a Pod whose process has ended badly; null where it ended well, was stopped, or goes on. */
export function failureOf(entry: PodEntry): Attention | null {
  const message = entry.state === 'live' ? null : describeFailure(entry.lastExit);
  return message === null ? null : { kind: 'failed', message, permissions: 0, since: entry.updatedAt };
}
