// Finds the agent's option for an answer: by its kind, never by its position (agents put any option first).
import type { PermissionOption, PermissionOptionKind } from '@agentclientprotocol/sdk';
import type { PermissionAnswer, PermissionPolicy } from '../../protocol/agentExtension';

/** Which kinds stand for an answer, the best first. More is never allowed than was said: "once" does not become "always". */
const KINDS: Readonly<Record<PermissionAnswer, readonly PermissionOptionKind[]>> = {
  allow_once: ['allow_once'],
  allow_always: ['allow_always', 'allow_once'],
  reject: ['reject_once', 'reject_always'],
};

/** Tools that look and change nothing. Not `fetch`: what it asks for leaves this machine. */
const READING_KINDS: ReadonlySet<string> = new Set(['read', 'search']);

/** The `optionId` to answer with; null: the agent offers none for it. */
export function choosePermissionOption(options: readonly PermissionOption[], answer: PermissionAnswer): string | null {
  for (const kind of KINDS[answer]) {
    const option = options.find((candidate) => candidate.kind === kind);
    if (option) return option.optionId;
  }
  return null;
}

/** The answers a user can give. Rejecting always works: without an option for it the question is cancelled. */
export function offeredAnswers(options: readonly PermissionOption[]): PermissionAnswer[] {
  const kinds = new Set(options.map(({ kind }) => kind));
  const offered: PermissionAnswer[] = [];
  if (kinds.has('allow_once')) offered.push('allow_once');
  if (kinds.has('allow_always')) offered.push('allow_always');
  return [...offered, 'reject'];
}

/** What the Pod's policy answers by itself; null: the user is asked. `toolKind`: ACP's word. */
export function policyAnswer(
  policy: PermissionPolicy,
  toolKind: string,
  options: readonly PermissionOption[],
): PermissionAnswer | null {
  if (policy === 'deny') return 'reject';
  const mayRead = policy === 'allow-reads' && READING_KINDS.has(toolKind);
  return mayRead && choosePermissionOption(options, 'allow_once') !== null ? 'allow_once' : null;
}
