// Joins the dashboard to the world: streams bring the facts in, actions carry the intents out.
import os from 'node:os';
import path from 'node:path';
import { combineLatest, map, type Observable, of, tap } from 'rxjs';
import type { ActionFailure, Outcome } from '../actions/actionFailure';
import { copyText } from '../actions/copyText';
import { createNotifier, type NotifyOptions } from '../actions/createNotifier';
import { editText } from '../actions/editText';
import type { answerPermission } from '../actions/permissionRequests';
import { readClipboardPicture } from '../actions/readClipboardPicture';
import { showText } from '../actions/showText';
import { leftText } from '../actions/stopPod';
import { displayName } from '../cells/displayText';
import { knownAgent } from '../config/agentPresets';
import type { Config } from '../config/readConfig';
import type { ActionOutcome, DashboardPorts } from '../dashboard/loop/ports';
import type { TerminalScreen } from '../dashboard/loop/terminalScreen';
import type { OpenHosts } from '../places/hosts/openHosts';
import { openPlaces, type Places, type PlacesRequest } from '../places/openPlaces';
import type { Place } from '../places/place';
import { repositoryWatches } from '../places/repositoryWatches';
import { sessionsOnDemand } from '../places/sessionsOnDemand';
import { EMPTY_POD_LIST } from '../podList/buildPodList';
import { describeAttention } from '../podList/describeAttention';
import { eligibility, isProbing } from '../podList/eligibility';
import { noteHolders } from '../podList/heldSessions';
import { type PodId, podKey } from '../podList/podId';
import type { PodEntry, PodList } from '../podList/podList';
import { hostOf } from '../podList/podPlace';
import { shortDirectory } from '../podList/shortDirectory';
import { createLastScreens } from '../recording/createLastScreens';
import { readRegistry } from '../store/readRegistry';
import { PodUsageSampler } from '../streams/podUsageSampler';
import { watchPods } from '../streams/watchPods';
import type { TtyOutput } from '../terminal/takeTerminal';
import { type AttachSettings, attachFromDashboard } from './attachFromDashboard';
import { databaseProgram } from './databaseProgram';
import { fetchesNow } from './fetchesNow';
import { loadLateParts } from './loadLateParts';
import { checkAway, runAway } from './newPodAway';
import { newPodPorts } from './newPodPorts';
import { podHistory } from './podHistory';
import { searchOutput } from './searchPods';
import { watchInstalled } from './watchInstalled';
import { watchTile } from './watchTile';

export interface PortsRequest extends PlacesRequest, Omit<AttachSettings, 'homes'> {
  /** See `RunRequest`. */
  readonly recordBytes?: number;
  readonly notify: NotifyOptions;
  /** See `SessionPlacesRequest`. */
  readonly resumeCommands: Config['resumeCommands'];
  /** See `Config`. */
  readonly sessionsAs: Config['sessionsAs'];
  /** See `Config`. */
  readonly multiplexers: boolean;
  /** Coding agents by name. */
  readonly agents: Config['agents'];
  readonly mcpServers: Config['mcpServers'];
  /** See `Config`. */
  readonly clientTools: boolean;
  /** Other machines; missing: there are none. */
  readonly hosts?: OpenHosts;
  /** The dashboard has been left: what was begun for it alone ends. */
  readonly left: AbortSignal;
}

/** Pods that nobody has attached to start with the size of the terminal at hand; at least usable where that is tiny. */
function startSize(output: TtyOutput): { cols: number; rows: number } {
  return { cols: Math.max(output.columns || 80, 40), rows: Math.max(output.rows || 24, 10) };
}

function settled(outcome: Outcome): ActionOutcome {
  if (outcome.kind === 'done') return { kind: 'done', message: null };
  return { kind: 'failed', message: outcome.message };
}

function answered(outcome: Awaited<ReturnType<typeof answerPermission>>, podName: string): ActionOutcome {
  if (outcome.kind !== 'done') return { kind: 'failed', message: outcome.message };
  return { kind: 'done', message: `${displayName(podName)}: ${outcome.said}` };
}

/** The ports of `runDashboard`. Every stream is cold; `podList$` is shared by all who read it. */
export function dashboardPorts(request: PortsRequest, screen: Pick<TerminalScreen, 'bell' | 'copy'>): DashboardPorts {
  const { env, output } = request;
  const hosts = request.hosts ?? null;
  const fetching = fetchesNow(request.left);
  const places = withHosts(openPlaces({ ...request, fetching: fetching.watch }), hosts);
  const ofAgent = { mcpServers: request.mcpServers };
  const recorded = request.recordBytes === undefined ? {} : { recordBytes: request.recordBytes };
  const notifier = createNotifier({ options: request.notify, env, ring: () => screen.bell(), now: Date.now });
  // What an action needs of a row beyond its identity is read when the action runs, not when its key was pressed.
  let list = EMPTY_POD_LIST;
  const sessions = sessionsOnDemand(async () => {
    const { sessionPlaces } = await import('../places/sessionPlaces');
    const { withMultiplexers } = await import('../places/withMultiplexers');
    const { resumeCommands, sessionsAs, agents, multiplexers } = request;
    const sessions = sessionPlaces({
      own: places.own,
      home: request.homes[0],
      env,
      directory: process.cwd(),
      ...{ resumeCommands, sessionsAs, agents },
      databaseProgram: databaseProgram(request.podProgram),
    });
    return multiplexers ? withMultiplexers(sessions, env) : sessions;
  });
  const sampler = new PodUsageSampler();
  const newPod = newPodPorts(request);
  const placeOf = (id: PodId): Place | ActionFailure => sessions.of(id) ?? places.of(id);
  let isListed = false;
  const aheadProgram = path.resolve(path.dirname(request.podProgram), '..', 'store', 'aheadWorker.js');
  const pods$ = watchPods([...places.all, ...(hosts?.sources() ?? []), sessions], { aheadProgram }).pipe(
    tap((latest) => {
      list = latest;
      if (!isListed && !latest.loading) loadLateParts();
      isListed ||= !latest.loading;
    }),
  );
  const installed$ = watchInstalled(path.resolve(path.dirname(request.podProgram), '..', '..'));
  const podList$ = combineLatest([pods$, installed$]).pipe(
    map(([latest, note]) => withHolders(note === null ? latest : withNote(latest, note))),
  );
  const listed = (id: PodId): PodEntry | undefined => list.entries.find(({ key }) => key === podKey(id));
  /** Done where the Pod is; where that is not known, it is not done at all. */
  const inPlace = async <T>(id: PodId, act: (place: Place) => Promise<Outcome<T>>): Promise<Outcome<T>> => {
    const place = placeOf(id);
    return 'kind' in place ? place : act(place);
  };
  return {
    podList$,
    fetches$: fetching.fetches$,
    watchTile: (entry, viewing) => watchTile({ of: placeOf }, entry, viewing, env),
    readScrollback: (entry, from) => {
      const place = placeOf(entry.id);
      return 'kind' in place ? lost(place.message) : podHistory(place, entry, from);
    },
    searchOutput: (entries, query) =>
      searchOutput(
        entries,
        query,
        {
          podProgram: request.podProgram,
          placeOf: ({ id }) => {
            const place = placeOf(id);
            return 'kind' in place ? null : place;
          },
        },
        request.hosts ?? null,
      ),
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
    restore: async (id, directory) => {
      const cwd = directory === null ? null : newPod.directoryOf(directory);
      const order = { argv: [], cwd, fallbackCwd: process.cwd(), ...recorded, ...startSize(output), ofAgent };
      const restored = await inPlace(id, (place) => place.restore(id, order));
      if (restored.kind !== 'done') {
        const { message, lacksDirectory } = restored;
        // Directories of another machine cannot be looked through.
        const isHere = lacksDirectory !== undefined && hostOf(id) === null;
        return { kind: 'failed', message, ...(isHere && { lacksDirectory }) };
      }
      return { kind: 'done', message: null, socketPath: restored.socketPath };
    },
    stop: async (id) => {
      const entry = listed(id);
      if (!entry?.socketPath) return { kind: 'done', message: null };
      const stopped = await inPlace(id, (place) => place.stop(entry));
      const left = stopped.kind === 'done' ? leftText(stopped) : null;
      return left === null ? settled(stopped) : { kind: 'done', message: `${displayName(id.name)}: ${left}` };
    },
    seen: async (entry) =>
      entry.socketPath === null
        ? { kind: 'done', message: null }
        : settled(await inPlace(entry.id, (place) => place.markSeen(entry))),
    notify: async ({ key, id }, attention) =>
      settled(
        await notifier({
          podKey: key,
          podName: id.name,
          kind: attention.kind,
          reason: describeAttention(attention),
        }),
      ),
    send: async (entry, text) => {
      const latest = listed(entry.id);
      const now = latest === undefined || isProbing(latest) ? entry : latest;
      const allowed = eligibility(now, 'send');
      // From its conversation a paused one is sent to; nothing else gets that far.
      if (!allowed.allowed && now.status !== 'paused') return { kind: 'failed', message: allowed.reason };
      return settled(await inPlace(now.id, (place) => place.send(now, text)));
    },
    cancel: async (entry) => settled(await inPlace(entry.id, (place) => place.cancel(entry))),
    permit: async (entry, requestId, given) =>
      answered(await inPlace(entry.id, (place) => place.answerRequest(entry, requestId, given)), entry.id.name),
    holdTurn: async (entry, to) => settled(await inPlace(entry.id, (place) => place.holdTurn(entry, to))),
    setOption: async (entry, option, value) =>
      settled(await inPlace(entry.id, (place) => place.setOption(entry, option, value))),
    editQueued: async (entry, id, text) =>
      settled(await inPlace(entry.id, (place) => place.editQueued(entry, id, text))),
    steerQueued: async (entry, id) => settled(await inPlace(entry.id, (place) => place.steerQueued(entry, id))),
    editText: async (text) => {
      const edited = await editText(text, env);
      return edited.kind === 'done' ? edited : { kind: 'failed', message: edited.message };
    },
    pastePicture: async () => {
      const picture = await readClipboardPicture(env);
      return picture.kind === 'done'
        ? { kind: 'done', text: picture.file }
        : { kind: 'failed', message: picture.message };
    },
    showText: async (text) => settled(await showText(text, env)),
    loadColours: async () => (await import('../conversation/colourCode')).colourCode,
    findFiles: async (entry, prefix) => {
      const found = await inPlace(entry.id, (place) => place.findFiles(entry, prefix));
      return found.kind === 'done' ? found.files : [];
    },
    copy: async (text) => {
      const copied = await copyText({
        text,
        env,
        command: request.copyCommand,
        toTerminal: (plain) => screen.copy(plain),
      });
      return copied.kind === 'done' ? { kind: 'done', message: copied.said } : settled(copied);
    },
    watchRepository: repositoryWatches(),
    sampleUsage: async (entries) => {
      const pids = new Map(request.homes.flatMap((home) => podPids(home, entries)));
      return { pods: sampler.sample(pids), totalMemory: os.totalmem() };
    },
    wakeHost: (host) => request.hosts?.wake(host),
    openHost: (host) => request.hosts?.openHost(host),
    remove: async (id) => settled(await inPlace(id, (place) => place.remove(id))),
    offerNewPod: newPod.offerNewPod,
    checkNewPod: (asked) => checkAway(asked, request.hosts) ?? newPod.checkNewPod(asked),
    run: async ({ name, holds, argv, cwd }) => {
      const common = { name, cwd: newPod.directoryOf(cwd), ...recorded, ...startSize(output) };
      const started = (run: Outcome): ActionOutcome =>
        run.kind === 'done' ? { kind: 'done', message: null, started: { place: places.own.id, name } } : settled(run);
      const offeredCwd = [process.cwd(), shortDirectory(process.cwd(), env.HOME ?? null)];
      const away = await runAway({ name, holds, argv, cwd }, request.hosts, { ...startSize(output), offeredCwd });
      if (away !== null) return away;
      if (holds === 'terminal') return started(await places.own.run({ ...common, argv }));
      const [first = '', ...rest] = argv;
      const known = knownAgent(request.agents, first);
      const command = known === null ? argv : [...known, ...rest];
      const { mcpServers, clientTools } = request;
      return started(
        await places.own.run({ ...common, argv: command, agent: { policy: 'ask', mcpServers, clientTools } }),
      );
    },
    now: Date.now,
  };
}

/** Those of hosts beside those of this machine. */
function withHosts(here: Places, hosts: OpenHosts | null): Places {
  if (hosts === null) return here;
  return {
    all: here.all,
    own: here.own,
    of: (id) => hosts.placeOf(id) ?? here.of(id),
  };
}

/** The processes that the registry of a home names for these Pods, by key. */
function podPids(home: PlacesRequest['homes'][number], entries: readonly PodEntry[]): readonly [string, number][] {
  const { value } = readRegistry(home.registry);
  const table = value.kind === 'read' ? (value.table ?? []) : [];
  const wanted = new Map(entries.filter(({ id }) => id.place === home.data).map(({ id, key }) => [id.name, key]));
  return table.flatMap(({ pod_name, pid }): [string, number][] => {
    const key = wanted.get(pod_name);
    return key === undefined ? [] : [[key, pid]];
  });
}

/** A session that a Pod holds says so. */
function withHolders(list: PodList): PodList {
  const entries = noteHolders(list.entries);
  return entries === list.entries ? list : { ...list, entries };
}

/** First of all that is to be said. */
function withNote(list: PodList, message: string): PodList {
  return { ...list, problems: [{ source: 'installed', place: '', message }, ...list.problems] };
}

function lost(reason: string): Observable<{ readonly kind: 'lost'; readonly reason: string }> {
  return of({ kind: 'lost', reason });
}
