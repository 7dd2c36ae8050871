// Does what a step asked for and reports how it ended; the only place that calls the ports' actions.
import {
  catchError,
  defer,
  EMPTY,
  ignoreElements,
  map,
  type Observable,
  of,
  type SchedulerLike,
  switchMap,
  timer,
} from 'rxjs';
import type { Effect } from './effect';
import type { ActionOutcome, DashboardPorts, EditOutcome, ScrollbackOutcome } from './ports';
import type { Report } from './report';

/** What has just come up takes no key for so long, in ms: it may have been meant for what stood there before. */
const LOOK_WAIT = 500;

/** An action that throws is a bug of its own; the user gets its words instead of a dead screen. */
function settled(action: () => Promise<ActionOutcome>): Observable<ActionOutcome> {
  return defer(async () => action()).pipe(
    catchError((error: unknown) => of<ActionOutcome>({ kind: 'failed', message: wordsOf(error) })),
  );
}

function edited(action: () => Promise<EditOutcome>): Observable<EditOutcome> {
  return defer(async () => action()).pipe(
    catchError((error: unknown) => of<EditOutcome>({ kind: 'failed', message: wordsOf(error) })),
  );
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * Starts when subscribed; the one report, where there is one, comes when the effect has ended. `end` is the run loop's own, and so is giving
 * the terminal away and taking it back.
 */
export function runEffect(
  effect: Exclude<Effect, { readonly kind: 'end' | 'toShell' }>,
  ports: DashboardPorts,
  scheduler: SchedulerLike,
): Observable<Report> {
  switch (effect.kind) {
    case 'attach': {
      const { entry } = effect;
      return settled(() => ports.attach(entry)).pipe(
        map((outcome) => ({ kind: 'attachEnded', key: entry.key, outcome })),
      );
    }
    case 'restore':
      return settled(() => ports.restore(effect.id, effect.directory ?? null)).pipe(
        map((outcome) => ({ kind: 'restoreEnded', key: effect.key, outcome })),
      );
    case 'wakeHost':
      return defer(() => {
        ports.wakeHost(effect.host);
        return EMPTY;
      });
    case 'openHost':
      return defer(() => {
        ports.openHost(effect.host);
        return EMPTY;
      });
    case 'waitForLook':
      return timer(LOOK_WAIT, scheduler).pipe(map(() => ({ kind: 'lookEnded', id: effect.id })));
    case 'sampleUsage':
      return timer(effect.after, scheduler).pipe(
        switchMap(() => ports.sampleUsage(effect.entries)),
        catchError(() => of({ pods: new Map(), totalMemory: 0 })),
        map((usage) => ({ kind: 'usageSampled', id: effect.id, at: ports.now(), usage })),
      );
    case 'offerNewPod':
      return defer(() => ports.offerNewPod()).pipe(
        map((offers): Report => ({ kind: 'newPodOffered', offers })),
        // Without them it is typed.
        catchError(() => EMPTY),
      );
    case 'checkNewPod': {
      const { asked } = effect;
      return defer(() => ports.checkNewPod(asked)).pipe(
        map((found): Report => ({ kind: 'newPodChecked', asked, found })),
        // Then the start says it.
        catchError(() => EMPTY),
      );
    }
    case 'waitForRow':
      return timer(LOOK_WAIT, scheduler).pipe(map(() => ({ kind: 'rowSettled', id: effect.id })));
    case 'stop':
      return settled(() => ports.stop(effect.id)).pipe(
        map((outcome) => ({ kind: 'stopEnded', key: effect.key, outcome })),
      );
    case 'remove':
      return settled(() => ports.remove(effect.id)).pipe(
        map((outcome) => ({ kind: 'removeEnded', key: effect.key, outcome })),
      );
    // Whether the Pod has heard it shows in what it says next.
    case 'seen':
      return settled(() => ports.seen(effect.entry)).pipe(ignoreElements());
    case 'notify':
      return settled(() => ports.notify(effect.entry, effect.attention)).pipe(
        map((outcome) => ({ kind: 'notifyEnded', outcome })),
      );
    case 'send': {
      const { delivery, entry, text } = effect;
      return settled(() => ports.send(entry, text)).pipe(
        map((outcome) => ({ kind: 'sendEnded', delivery, key: entry.key, outcome })),
      );
    }
    case 'cancel':
      return settled(() => ports.cancel(effect.entry)).pipe(map((outcome) => ({ kind: 'cancelEnded', outcome })));
    case 'holdTurn':
      return settled(() => ports.holdTurn(effect.entry, effect.to)).pipe(
        map((outcome) => ({ kind: 'steered', outcome })),
      );
    case 'permit': {
      const { entry, requestId, given } = effect;
      return settled(() => ports.permit(entry, requestId, given)).pipe(
        map((outcome) => ({ kind: 'permitEnded', key: entry.key, requestId, outcome })),
      );
    }
    case 'setOption': {
      const { entry, option, value } = effect;
      return settled(() => ports.setOption(entry, option, value)).pipe(
        map((outcome) => ({ kind: 'steered', outcome })),
      );
    }
    case 'editQueued': {
      const { entry, id, text } = effect;
      return settled(() => ports.editQueued(entry, id, text)).pipe(map((outcome) => ({ kind: 'steered', outcome })));
    }
    case 'steerQueued': {
      const { entry, id } = effect;
      return settled(() => ports.steerQueued(entry, id)).pipe(map((outcome) => ({ kind: 'steered', outcome })));
    }
    case 'editText': {
      const { draftKey, text } = effect;
      return edited(() => ports.editText(text)).pipe(map((outcome) => ({ kind: 'textEdited', draftKey, outcome })));
    }
    case 'pastePicture': {
      const { draftKey } = effect;
      return edited(() => ports.pastePicture()).pipe(map((outcome) => ({ kind: 'picturePasted', draftKey, outcome })));
    }
    case 'loadColours':
      return defer(() => ports.loadColours()).pipe(
        catchError(() => of(null)),
        map((colourCode) => ({ kind: 'coloursLoaded', colourCode })),
      );
    case 'findFiles': {
      const { entry, prefix } = effect;
      return defer(() => ports.findFiles(entry, prefix)).pipe(
        catchError(() => of([])),
        map((files) => ({ kind: 'filesFound', key: entry.key, prefix, files })),
      );
    }
    case 'placeDirectories':
      return defer(() => ports.placeDirectories(effect.around, effect.directories)).pipe(
        // Then their paths have to tell.
        catchError(() => of(new Map())),
        map((places) => ({ kind: 'placed', places })),
      );
    case 'wantSessions':
      return defer(() => {
        ports.wantSessions();
        return EMPTY;
      }).pipe(catchError(() => EMPTY));
    case 'copy':
      return settled(() => ports.copy(effect.text)).pipe(map((outcome) => ({ kind: 'copyEnded', outcome })));
    case 'readScrollback': {
      const { entry, from = null } = effect;
      return defer(() => ports.readScrollback(entry, from)).pipe(
        catchError((error: unknown) => of<ScrollbackOutcome>({ kind: 'lost', reason: wordsOf(error) })),
        map((outcome) => ({ kind: 'scrollbackRead', key: entry.key, from, outcome })),
      );
    }
    case 'showText':
      return settled(() => ports.showText(effect.text)).pipe(map((outcome) => ({ kind: 'textShown', outcome })));
    case 'readLastScreen': {
      const { entry } = effect;
      return defer(() => ports.readLastScreen(entry)).pipe(
        // A preview that cannot be drawn is one that is not there.
        catchError(() => of(null)),
        map((rows) => ({ kind: 'lastScreenRead', key: entry.key, rows })),
      );
    }
    case 'run':
      return settled(() => ports.run(effect.request)).pipe(map((outcome) => ({ kind: 'runEnded', outcome })));
  }
}
