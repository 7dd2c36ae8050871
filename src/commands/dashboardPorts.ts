// Joins the dashboard to the world: streams bring the facts in, actions carry the intents out.
import { type Observable, of } from 'rxjs';
import type { ActionFailure } from '../actions/actionFailure';
import type { DashboardPorts } from '../dashboard/loop/ports';
import type { TerminalScreen } from '../dashboard/loop/terminalScreen';
import type { OpenHosts } from '../places/hosts/openHosts';
import { openPlaces, type Places } from '../places/openPlaces';
import type { Place } from '../places/place';
import { repositoryWatches } from '../places/repositoryWatches';
import type { SessionPlaces } from '../places/sessionPlaces';
import { sessionsOnDemand } from '../places/sessionsOnDemand';
import type { PodId } from '../podList/podId';
import { createLastScreens } from '../recording/createLastScreens';
import { attachFromDashboard } from './attachFromDashboard';
import { dashboardList } from './dashboardList';
import { databaseProgram } from './databaseProgram';
import { fetchesNow } from './fetchesNow';
import { newPodPorts } from './newPodPorts';
import { podDeedPorts } from './podDeedPorts';
import { podHistory } from './podHistory';
import type { PortsRequest } from './portsRequest';
import { searchOutput } from './searchPods';
import { usageSampling } from './usageSampling';
import { userPorts } from './userPorts';
import { watchTile } from './watchTile';

/** The ports of `runDashboard`. Every stream is cold; `podList$` is shared by all who read it. */
export function dashboardPorts(request: PortsRequest, screen: Pick<TerminalScreen, 'bell' | 'copy'>): DashboardPorts {
  const { env, hosts, podProgram } = request;
  const fetching = fetchesNow(request.left);
  const places = withHosts(openPlaces({ ...request, fetching: fetching.watch }), hosts);
  const sessions = sessionsOnDemand(() => loadSessions(request, places.own));
  const placeOf = (id: PodId): Place | ActionFailure => sessions.of(id) ?? places.of(id);
  const knownPlace = (id: PodId): Place | null => {
    const place = placeOf(id);
    return 'kind' in place ? null : place;
  };
  const { podList$, latest } = dashboardList([...places.all, ...(hosts?.sources() ?? []), sessions], podProgram);
  const { directoryOf, ...newPod } = newPodPorts(request, places.own);
  return {
    podList$,
    fetches$: fetching.fetches$,
    ...podDeedPorts(request, { placeOf, latest, directoryOf }),
    ...newPod,
    ...userPorts(request, screen),
    watchTile: (entry, viewing) => watchTile({ of: placeOf }, entry, viewing, env),
    readScrollback: (entry, from) => {
      const place = placeOf(entry.id);
      return 'kind' in place ? lost(place.message) : podHistory(place, entry, from);
    },
    searchOutput: (entries, query) =>
      searchOutput(entries, query, { podProgram, placeOf: ({ id }) => knownPlace(id) }, hosts ?? null),
    readLastScreen: createLastScreens(async (entry) => {
      const place = places.of(entry.id);
      return 'kind' in place ? null : place.readLastScreen(entry);
    }),
    attach: (entry) => attachFromDashboard(entry, request, { placeOf, podList$ }),
    wantSessions: () => sessions.want(),
    placeDirectories: async (around, directories) => {
      const placeOf = (await import('../places/sameDirectory')).directoryPlaces(around);
      return new Map(directories.map((directory) => [directory, placeOf(directory)]));
    },
    loadColours: async () => (await import('../conversation/colourCode')).colourCode,
    watchRepository: repositoryWatches(),
    sampleUsage: usageSampling(request.homes),
    wakeHost: (host) => hosts?.wake(host),
    openHost: (host) => hosts?.openHost(host),
    now: Date.now,
  };
}

/** Those of hosts beside those of this machine. */
function withHosts(here: Places, hosts: OpenHosts | undefined): Places {
  if (hosts === undefined) return here;
  return {
    all: here.all,
    own: here.own,
    of: (id) => hosts.placeOf(id) ?? here.of(id),
  };
}

/** The sessions of other programs; their code is loaded with them. */
async function loadSessions(request: PortsRequest, own: Place): Promise<SessionPlaces> {
  const { sessionPlaces } = await import('../places/sessionPlaces');
  const { withMultiplexers } = await import('../places/withMultiplexers');
  const { homes, env, podProgram, resumeCommands, sessionsAs, agents, multiplexers } = request;
  const sessions = sessionPlaces({
    own,
    home: homes[0],
    env,
    directory: process.cwd(),
    ...{ resumeCommands, sessionsAs, agents },
    databaseProgram: databaseProgram(podProgram),
  });
  return multiplexers ? withMultiplexers(sessions, env) : sessions;
}

function lost(reason: string): Observable<{ readonly kind: 'lost'; readonly reason: string }> {
  return of({ kind: 'lost', reason });
}
