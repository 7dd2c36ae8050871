// All places that podwatch knows, and which one serves a Pod.
import { realpathSync } from 'node:fs';
import { type ActionFailure, failure } from '../actions/actionFailure';
import { displayName } from '../cells/displayText';
import type { PodId } from '../podList/types';
import type { HomePaths } from '../protocol/homePaths';
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
  readonly homes: readonly [HomePaths, ...HomePaths[]];
}

/** One line a kind of place. */
export function openPlaces({ homes: [own, ...others], podProgram, env }: PlacesRequest): Places {
  const starter = { podProgram, env };
  return placesOf(ownHome(own, starter), [...distinct(own, others).map((home) => otherHome(home, starter))]);
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

/** The same home by its path and by a link is one. */
function distinct(own: HomePaths, others: readonly HomePaths[]): readonly HomePaths[] {
  const known = new Set([realPath(own.data)]);
  return others.filter(({ data }) => {
    const real = realPath(data);
    if (known.has(real)) return false;
    known.add(real);
    return true;
  });
}

function realPath(directory: string): string {
  try {
    return realpathSync(directory);
  } catch {
    return directory;
  }
}
