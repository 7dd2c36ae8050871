// A place where nothing can be done: what a kind of place begins with, and replaces by what it can.
import { of } from 'rxjs';
import type { PlaceDeeds, PlaceFeeds, Refusal } from './place';

/** Every deed is refused with `why`, and nothing can be watched. */
export function refusingPlace(why: Refusal): PlaceDeeds & PlaceFeeds {
  const refuse = (deed: keyof PlaceDeeds) => async () => why(deed);
  const lost = () => of({ kind: 'lost' as const, reason: why('dial').message });
  return {
    run: refuse('run'),
    restore: refuse('restore'),
    remove: refuse('remove'),
    archive: refuse('archive'),
    rename: refuse('rename'),
    stop: refuse('stop'),
    dial: () => why('dial'),
    send: refuse('send'),
    ask: refuse('ask'),
    cancel: refuse('cancel'),
    holdTurn: refuse('holdTurn'),
    markSeen: refuse('markSeen'),
    readRequests: refuse('readRequests'),
    answerRequest: refuse('answerRequest'),
    setOption: refuse('setOption'),
    editQueued: refuse('editQueued'),
    steerQueued: refuse('steerQueued'),
    findFiles: refuse('findFiles'),
    readScreen: refuse('readScreen'),
    readLastScreen: async () => null,
    findLog: refuse('findLog'),
    listOutput: () => [],
    watchScreen: lost,
    watchConversation: lost,
    readScrollback: lost,
  };
}
