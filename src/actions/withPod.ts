// Talks to one live Pod within bounds: over a connection that is open anyway, else over one of its own.

import { displayName, displayText } from '../cells/displayText';
import type { Dial } from '../client/dial';
import { openTalk, type Talk } from '../client/talk';
import { failure, type Outcome } from './actionFailure';

/** Whom to talk to, and how to get there. */
export interface PodTarget {
  readonly podName: string;
  readonly dial: Dial;
  /** Over a connection that others listen on too; null: there is none. */
  readonly talkOver?: () => Talk | null;
}

/** `use` gets the Pod's name fit to be shown. `unreached`: what it means that there was no talk, as a sentence. */
export async function withPod<T>(
  { podName, dial, talkOver }: PodTarget,
  use: (talk: Talk, name: string) => Promise<Outcome<T>>,
  unreached = '',
): Promise<Outcome<T>> {
  const name = displayName(podName);
  let talk = talkOver?.() ?? null;
  if (talk === null) {
    const opened = await openTalk(dial);
    if (!opened.ok) {
      const message = `The Pod "${name}" cannot be reached: ${displayText(opened.error)}.`;
      return failure('failed', unreached === '' ? message : `${message} ${unreached}`);
    }
    talk = opened.value;
  }
  try {
    return await use(talk, name);
  } finally {
    talk.close();
  }
}
