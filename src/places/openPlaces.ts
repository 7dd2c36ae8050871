// All places that podwatch knows, and which one serves a Pod.
import { type ActionFailure, failure } from '../actions/actionFailure';
import { displayName } from '../cells/displayText';
import type { PodId } from '../podList/podId';
import type { Home } from '../protocol/homePaths';
import { distinctHomes } from '../store/distinctHomes';
import { otherHome } from './otherHome';
import { ownHome } from './ownHome';
import type { Place, PodStarter } from './place';

export interface Places {
  readonly all: readonly Place[];
  /** Where new Pods go. */
  readonly own: Place;
  /** The place that a Pod is in; one that is not known is refused, never replaced by another. */
  of(id: PodId): Place | ActionFailure;
}

export interface PlacesRequest extends PodStarter {
  /** Our own first, then those of others. */
  readonly homes: readonly [Home, ...Home[]];
}

/** One line a kind of place. */
export function openPlaces({ homes, podProgram, env, fetching }: PlacesRequest): Places {
  const starter = { podProgram, env, fetching };
  const [own, ...others] = distinctHomes(homes);
  return placesOf(
    ownHome(own, starter),
    others.map((home) => otherHome(home, starter)),
  );
}

export function placesOf(own: Place, others: readonly Place[]): Places {
  const all = [own, ...others];
  const byId = new Map(all.map((place) => [place.id, place]));
  return {
    all,
    own,
    of: ({ place, name }) =>
      byId.get(place) ??
      failure('not-found', `The Pod "${displayName(name)}" is in ${displayName(place)}, which podwatch does not know.`),
  };
}
