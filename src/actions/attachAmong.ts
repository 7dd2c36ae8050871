// One attach after the other, on one terminal: a key leads to the next Pod that needs the user, and back.
import type { DetachKey } from '../terminal/detachKey';
import type { AttachedOthers } from './attachedScreen';

/** A Pod that needs the user. */
export interface CallingPod<T> {
  readonly key: string;
  /** Unix ms: since when. */
  readonly since: number;
  readonly pod: T;
}

export interface AttachRound<T, End> {
  readonly first: { readonly key: string; readonly pod: T };
  readonly nextKey: DetachKey | null;
  /** Tells who needs the user, all of them, now and whenever that changes, until what it returns is called. */
  readonly watch: (told: (calling: readonly CallingPod<T>[]) => void) => () => void;
  /** `on`: the user wants to go on. `back`: there is nothing more to be seen of that Pod. */
  readonly attach: (
    pod: T,
    others: AttachedOthers,
  ) => Promise<{ readonly go: 'nowhere' | 'on' | 'back'; readonly end: End }>;
}

/** Who has waited longest comes first; with nobody left it goes back to where it began. @returns how the last one has ended. */
export async function attachAmong<T, End>({ first, nextKey, watch, attach }: AttachRound<T, End>): Promise<End> {
  let calling: readonly CallingPod<T>[] = [];
  let at = first;
  let origin: typeof first | null = null;
  let tell: (count: number) => void = () => {};
  let unwatch = () => {};
  let isWatching = false;
  const others = () => calling.filter(({ key }) => key !== at.key);
  const begin = () =>
    watch((now) => {
      calling = now;
      tell(others().length);
    });
  const next = () => others().sort((a, b) => a.since - b.since)[0] ?? origin;
  try {
    for (;;) {
      const { go, end } = await attach(at.pod, {
        key: nextKey,
        canGo: () => next() !== null,
        watch: (told) => {
          tell = told;
          if (!isWatching) unwatch = begin();
          isWatching = true;
          told(others().length);
          return () => {
            tell = () => {};
          };
        },
      });
      const target: typeof first | null = go === 'on' ? next() : go === 'back' ? origin : null;
      if (target === null) return end;
      origin = target === origin ? null : (origin ?? at);
      at = target;
    }
  } finally {
    unwatch();
  }
}
