// Why an agent Pod needs its user: what it asks, else an end that nobody has seen.
import type { WireAttention } from '../../protocol/agentExtension';
import type { PermissionRequest } from '../../protocol/agentQuestion';

/** An end of a turn that nobody has seen; `since` in Unix ms. */
export type UnseenEnd = Pick<WireAttention, 'kind' | 'message' | 'since'>;

/** A question comes before an end: the agent waits for it. */
export function agentAttention(requests: readonly PermissionRequest[], unseen: UnseenEnd | null): WireAttention | null {
  const [first] = requests;
  if (first) return { kind: 'permission', message: first.title, permissions: requests.length, since: first.since };
  return unseen && { ...unseen, permissions: 0 };
}
