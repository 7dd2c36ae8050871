// The one Pod that a name means, among all places, and whether what is asked of it can be done.
import { lastValueFrom } from 'rxjs';
import { type ActionFailure, failure } from '../actions/actionFailure';
import { displayName, displayText } from '../cells/displayText';
import { openPlaces, type PlacesRequest } from '../places/openPlaces';
import type { Place } from '../places/place';
import { eligibility } from '../podList/eligibility';
import type { PodAction, PodEntry, PodList } from '../podList/types';
import { watchPods } from '../streams/watchPods';

export interface FoundPod {
  readonly kind: 'found';
  readonly entry: PodEntry;
  /** Where it is: whatever is done with it is done there. */
  readonly place: Place;
}

const DEEDS: Readonly<Record<PodAction, string>> = {
  open: 'open',
  attach: 'attach to',
  restore: 'restore',
  send: 'send to',
  stop: 'stop',
  remove: 'remove',
};

/** Every Pod there is now. */
export function readPodList(context: PlacesRequest): Promise<PodList> {
  return lastValueFrom(watchPods(openPlaces(context).all, { watch: false }));
}

/** `action`: what it must be eligible for; null: nothing. `list`: where it is known already. */
export async function findPod(
  context: PlacesRequest,
  name: string,
  action: PodAction | null,
  list?: PodList,
): Promise<FoundPod | ActionFailure> {
  const { entries } = list ?? (await readPodList(context));
  const found = entries.filter((entry) => entry.id.name === name);
  const shown = displayName(name);
  const [entry, other] = found;
  if (entry === undefined) {
    return failure('not-found', `There is no Pod "${shown}". See them all with: podwatch ls --all`);
  }
  if (other !== undefined) {
    const homes = found.map(({ id }) => displayName(id.place)).join(' and ');
    return failure('usage', `There is a Pod "${shown}" in ${homes}. Say which one with PODWATCH_HOME=DIR.`);
  }
  const allowed = action === null ? null : eligibility(entry, action);
  if (action !== null && allowed !== null && !allowed.allowed) {
    return failure('not-eligible', `Cannot ${DEEDS[action]} "${shown}": ${displayText(allowed.reason)}`);
  }
  const place = openPlaces(context).of(entry.id);
  return 'kind' in place ? place : { kind: 'found', entry, place };
}
