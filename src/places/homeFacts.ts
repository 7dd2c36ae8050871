// The facts of the homes on this machine, for who only looks: no deed is loaded with them.
import { defer, map } from 'rxjs';
import type { Home } from '../protocol/homePaths';
import { distinctHomes } from '../store/distinctHomes';
import type { FactSource } from '../streams/placeFacts';
import { watchHome } from '../streams/watchHome';
import { strangersIn } from './strangersIn';

/** Our own first, then those of others; the same facts as the places have that `openPlaces` gives. */
export function homeFacts(homes: readonly [Home, ...Home[]]): readonly FactSource[] {
  const [own, ...others] = distinctHomes(homes);
  return [ownFacts(own), ...others.map(otherFacts)];
}

function ownFacts(home: Home): FactSource {
  const { data, name } = home;
  return { id: data, ...(name !== undefined && { homeName: name }), watch: (around) => watchHome(home, around) };
}

function otherFacts(home: Home): FactSource {
  const source = ownFacts(home);
  return { ...source, watch: (around) => defer(() => source.watch(around).pipe(map(strangersIn(home).seen))) };
}
