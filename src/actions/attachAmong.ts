// One attach after the other, on one terminal: a key leads to the next Pod that needs the user, and back.
import type { DetachKey } from '../terminal/detachKey';
import type { AttachedOthers } from './attachedScreen';
import { TypedAhead } from './typedAhead';

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
  /** `ahead`: what was typed for it already. */
  readonly attach: (pod: T, others: AttachedOthers, ahead: TypedAhead) => Promise<Attached<End>>;
}

/** `on`: the user wants to go on, and has typed that for the next one. `back`: there is nothing more to be seen of that Pod. */
type Attached<End> =
  | { readonly go: 'nowhere' | 'back'; readonly end: End }
  | { readonly go: 'on'; readonly typed: TypedAhead };

/** Who has waited longest comes first; with nobody left it goes back to where it began. @returns how the last one has ended. */
export async function attachAmong<T, End>({ first, nextKey, watch, attach }: AttachRound<T, End>): Promise<End> {
  let calling: readonly CallingPod<T>[] = [];
  let at = first;
  let origin: typeof first | null = null;
  /** Where the key leads to: who has been answered for elsewhere since is shown all the same. */
  let wanted: typeof first | null = null;
  let ahead = new TypedAhead();
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
      const round: AttachedOthers = {
        key: nextKey,
        canGo: () => {
          wanted = next();
          return wanted !== null;
        },
        watch: (told) => {
          tell = told;
          if (!isWatching) unwatch = begin();
          isWatching = true;
          told(others().length);
          return () => {
            tell = () => {};
          };
        },
      };
      const attached = await attach(at.pod, round, ahead);
      ahead = attached.go === 'on' ? attached.typed : new TypedAhead();
      if (attached.go === 'nowhere' || (attached.go === 'back' && origin === null)) return attached.end;
      const target: typeof first = (attached.go === 'on' ? wanted : origin) ?? at;
      origin = target === origin ? null : (origin ?? at);
      at = target;
    }
  } finally {
    unwatch();
  }
}
