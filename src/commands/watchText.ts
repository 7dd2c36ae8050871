// Tells whether a text comes: onto a Pod's screen, into its output, or into its conversation.
import {
  concat,
  defer,
  EMPTY,
  filter,
  finalize,
  from,
  map,
  merge,
  Observable,
  of,
  repeat,
  switchMap,
  take,
  takeUntil,
} from 'rxjs';
import { followFile } from '../actions/followFile';
import { displayText } from '../cells/displayText';
import { rowText } from '../cells/podScreen';
import type { Conversation } from '../conversation/conversation';
import { blockText } from '../conversation/conversationText';
import { CastReader } from '../store/castReader';
import type { FoundPod } from './foundPod';

/** What is looked through again with each piece of output, besides the text's own length, characters: a sequence may be cut. */
const OVERLAP = 1024;
/** A connection that was lost though the Pod lives is opened again, ms. */
const AGAIN_MS = 500;

/**
 * One word: true as soon as the text is there, false when `over$` has emitted and it did not come. What stands on the screen
 * already counts, and of a conversation what was said since the user's last words; of the output what comes from now on.
 */
export function watchText(found: FoundPod, text: string, over$: Observable<unknown>): Observable<boolean> {
  return found.entry.extensions.includes('agent') || !found.entry.extensions.includes('screen')
    ? concat(saidIn(found, text).pipe(takeUntil(over$)), of(false)).pipe(take(1))
    : concat(merge(shownOn(found, text).pipe(takeUntil(over$)), putOut(found, text, over$)), of(false)).pipe(take(1));
}

function shownOn({ place, entry }: FoundPod, text: string): Observable<true> {
  return place.watchScreen(entry).pipe(
    filter((feed) => feed.kind === 'screen' && isInRows(feed.screen.lines.map(rowText), text)),
    map(() => true as const),
    repeat({ delay: AGAIN_MS }),
  );
}

/** Also where a long line goes on in the next row. */
function isInRows(rows: readonly string[], text: string): boolean {
  const lines = rows.map((row) => row.trimEnd());
  return lines.some((line) => line.includes(text)) || rows.join('').includes(text);
}

/** By its recording, which holds what scrolls by too fast to be seen. A Pod without one has only its screen. */
function putOut({ place, entry }: FoundPod, text: string, over$: Observable<unknown>): Observable<true> {
  const grows = new AbortController();
  return defer(() => from(place.findLog(entry.id, grows.signal))).pipe(
    switchMap((located) => (located.kind === 'done' ? recorded(located.log.cast, text, over$) : EMPTY)),
    finalize(() => grows.abort()),
  );
}

/** The last look comes after `over$`: a Pod writes all that it has before it is gone. */
function recorded(file: string, text: string, over$: Observable<unknown>): Observable<true> {
  return new Observable((subscriber) => {
    const over = new AbortController();
    const reader = new CastReader(file);
    let isFirst = true;
    let before = '';
    const look = async () => {
      for await (const { kind, data } of reader.newEvents()) {
        if (isFirst || kind !== 'o') continue;
        before = (before + data).slice(-(data.length + text.length + OVERLAP));
        if (displayText(before).includes(text)) subscriber.next(true);
      }
      isFirst = false;
    };
    subscriber.add(over$.subscribe(() => over.abort()));
    subscriber.add(() => over.abort());
    followFile(file, look, over.signal)
      .then(() => (subscriber.closed ? undefined : look()))
      // A recording that cannot be read has nothing to say; the screen has.
      .catch(() => {})
      .finally(() => {
        void reader.close();
        subscriber.complete();
      });
  });
}

function saidIn({ place, entry }: FoundPod, text: string): Observable<true> {
  let first: number | null = null;
  return place.watchConversation(entry).pipe(
    filter((feed) => {
      if (feed.kind !== 'conversation') return false;
      first ??= lastTurn(feed.conversation);
      return isSaidFrom(feed.conversation, first, text);
    }),
    map(() => true as const),
    repeat({ delay: AGAIN_MS }),
  );
}

/** Where the user's last words stand. */
function lastTurn({ blocks }: Conversation): number {
  for (let at = blocks.length - 1; at >= 0; at--) if (blocks.at(at)?.kind === 'user') return at;
  return 0;
}

function isSaidFrom({ blocks }: Conversation, first: number, text: string): boolean {
  for (let at = first; at < blocks.length; at++) {
    const block = blocks.at(at);
    if (block !== undefined && block.kind !== 'user' && blockText(block).includes(text)) return true;
  }
  return false;
}
