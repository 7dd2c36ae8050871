// The last prompts of sessions in a database: some page reads each, so of the newest sessions first, and as far as there is time.
import type { Look } from './look';
import type { SessionFact } from './sessionFacts';

/** Messages from a session's end among which a prompt is looked for. */
const MAX_MESSAGES = 30;
/** Not more are remembered. */
const MAX_REMEMBERED = 20_000;

interface Last {
  readonly prompt: string | null;
  /** It has no message. */
  readonly isEmpty: boolean;
}

/** As far as they were read since its time; as long as who reads databases lives. */
const remembered = new Map<string, Last & { readonly updatedAt: number | null }>();

/**
 * Newest first. `promptsOf`: of each message of a session, the last first, what the person said in it, one line; null where it is
 * of somebody else. A session without any message is none to go on with, and left out.
 */
export function withLastPrompts(
  { tool, patienceMs }: Look,
  facts: readonly SessionFact[],
  promptsOf: (sessionId: string) => Iterable<string | null>,
): readonly SessionFact[] {
  const until = performance.now() + patienceMs;
  if (remembered.size > MAX_REMEMBERED) remembered.clear();
  const newestFirst = [...facts].sort((a, b) => (b.updatedAt ?? 0) - (a.updatedAt ?? 0));
  return newestFirst.flatMap((fact) => {
    const key = `${tool}:${fact.sessionId}`;
    const { updatedAt } = fact;
    const known = remembered.get(key);
    const isKnown = known !== undefined && known.updatedAt === updatedAt;
    if (!isKnown && performance.now() > until) return [fact];
    const last = isKnown ? known : { ...lastOf(promptsOf(fact.sessionId)), updatedAt };
    remembered.set(key, last);
    return last.isEmpty ? [] : [{ ...fact, lastPrompt: last.prompt }];
  });
}

function lastOf(prompts: Iterable<string | null>): Last {
  let looked = 0;
  for (const prompt of prompts) {
    looked += 1;
    if (prompt !== null || looked > MAX_MESSAGES) return { prompt, isEmpty: false };
  }
  return { prompt: null, isEmpty: looked === 0 };
}
