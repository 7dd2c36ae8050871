// Where the sessions run that are live already: in a Pod of ours, in something that shows them, or somewhere to be named.
import { displayName, displayText } from '../cells/displayText';
import type { PodId } from '../podList/podId';
import type { HomePaths } from '../protocol/homePaths';
import { readAllocations } from '../store/readRegistry';
import type { ForeignSession } from './foreign/sessionFacts';
import type { MultiplexerLook } from './multiplexers/multiplexer';
import { type ProcessPlace, whereRun } from './multiplexers/whereRun';

export interface Whereabouts {
  /** To stand behind the process: `on /dev/pts/3, in zellij work, since 14:02`. Safe. */
  readonly words: string;
  /** The Pod of our own home that it runs in; null: none. */
  readonly pod: PodId | null;
  /** What leads to it in the user's terminal; null: nothing does. */
  readonly show: readonly string[] | null;
  /** What that leads to, in words; safe. */
  readonly shownIn: string;
}

/** Of every session that runs. */
export async function sessionWhereabouts(
  sessions: readonly ForeignSession[],
  { env, home }: { readonly env: MultiplexerLook['env']; readonly home: HomePaths },
): Promise<ReadonlyMap<ForeignSession, Whereabouts>> {
  const live = sessions.flatMap((session) =>
    session.liveElsewhere === null ? [] : [{ session, ...session.liveElsewhere }],
  );
  if (live.length === 0) return new Map();
  const places = await whereRun(
    live.map(({ pid }) => pid),
    env,
  );
  const allocations = await readAllocations(home);
  const found = new Map<ForeignSession, Whereabouts>();
  for (const { session, pid } of live) {
    const place = places.get(pid);
    if (place === undefined) continue;
    const own = allocations.find((allocation) => place.pids.has(allocation.pid));
    const pod = own === undefined ? null : { place: home.data, name: own.pod_name };
    const words = pod === null ? whereWords(place) : `in the Pod "${displayName(pod.name)}"`;
    const shownIn = displayText(place.inside ?? '');
    found.set(session, { words, pod, show: pod === null ? place.show : null, shownIn });
  }
  return found;
}

/** Safe; empty where nothing is known. */
export function whereWords({ terminal, inside, startedAt }: ProcessPlace, now = Date.now()): string {
  return [
    ...(terminal === null ? [] : [`on ${terminal}`]),
    ...(inside === null ? [] : [`in ${displayText(inside)}`]),
    ...(startedAt === null ? [] : [`since ${sinceText(startedAt, now)}`]),
  ].join(', ');
}

/** Local time of the day, with the day where that is another one. */
function sinceText(at: number, now: number): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}`;
  if (date.toDateString() === new Date(now).toDateString()) return clock;
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${clock}`;
}
