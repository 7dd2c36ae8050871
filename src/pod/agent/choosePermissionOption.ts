// Finds the agent's option for an answer by kind: only where there is one of that kind, and never by its position.
import type { PermissionAnswer, PermissionPolicy, QuestionOption } from '../../protocol/agentQuestion';

/** Which kinds stand for an answer. More is never allowed than was said: "once" does not become "always". */
const KINDS: Readonly<Record<PermissionAnswer, readonly string[]>> = {
  allow_once: ['allow_once'],
  allow_always: ['allow_always', 'allow_once'],
  reject: ['reject_once', 'reject_always'],
};

/** Tools that look and change nothing. Not `fetch`: what it asks for leaves this machine. */
const READING_KINDS: ReadonlySet<string> = new Set(['read', 'search']);

/** The option to answer with; null: the agent offers none for it, or several, among which nobody but the user chooses. */
export function choosePermissionOption(
  options: readonly QuestionOption[],
  answer: PermissionAnswer,
): QuestionOption | null {
  for (const kind of KINDS[answer]) {
    const found = options.filter((option) => option.kind === kind);
    if (found.length > 1) return null;
    if (found[0]) return found[0];
  }
  return null;
}

/** The answers a user can give by kind. Rejecting always works: without one option for it the question is cancelled. */
export function offeredAnswers(options: readonly QuestionOption[]): PermissionAnswer[] {
  const offered = (['allow_once', 'allow_always'] as const).filter(
    (answer) => choosePermissionOption(options, answer)?.kind === answer,
  );
  return [...offered, 'reject'];
}

/** What an option means, as far as its kind says; `other`: it says nothing that we know. */
export function answerOf({ kind }: QuestionOption): PermissionAnswer | 'other' {
  if (kind === 'allow_once' || kind === 'allow_always') return kind;
  return kind === 'reject_once' || kind === 'reject_always' ? 'reject' : 'other';
}

/** What the Pod's policy answers by itself; null: the user is asked. `toolKind`: ACP's word. */
export function policyAnswer(
  policy: PermissionPolicy,
  toolKind: string,
  options: readonly QuestionOption[],
): PermissionAnswer | null {
  if (policy === 'deny') return 'reject';
  const mayRead = policy === 'allow-reads' && READING_KINDS.has(toolKind);
  return mayRead && choosePermissionOption(options, 'allow_once') !== null ? 'allow_once' : null;
}
