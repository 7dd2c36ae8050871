// The Pods of another host as a place: each deed is done there, by the same code, and a connection to a Pod is a channel.
import {
  combineLatest,
  concat,
  defer,
  distinctUntilChanged,
  EMPTY,
  filter,
  map,
  type Observable,
  of,
  takeUntil,
  tap,
  timer,
} from 'rxjs';
import { type ActionFailure, failure, type Outcome } from '../../actions/actionFailure';
import type { WatchSilence } from '../../actions/cutLine';
import { displayName, displayText } from '../../cells/displayText';
import { type Dial, DialError } from '../../client/dial';
import { type HostFacts, hostFacts, socketOnHost, stalledFacts, unreachedFacts } from '../../hosts/hostFacts';
import { clockOf, type HostLink, unreachedWords } from '../../hosts/hostLink';
import type { HostFact } from '../../podList/podFacts';
import type { PodId } from '../../podList/podId';
import type { PodEntry } from '../../podList/podList';
import { homeOf, nameOnHost } from '../../podList/podPlace';
import type { HostArgs, HostDeed, HostResult } from '../../protocol/hostDeeds';
import { LOADING_PLACE, type PlaceSnapshot } from '../../streams/placeFacts';
import { readScrollback } from '../../streams/readScrollback';
import { watchConversation } from '../../streams/watchConversation';
import { watchScreen } from '../../streams/watchScreen';
import type { Place } from '../place';
import { refusingPlace } from '../refusingPlace';
import { askHost } from './askHost';
import { findLogOnHost } from './findLogOnHost';
import { MirroredLogs } from './mirroredLogs';

/** A deed answers within, ms; a Pod that starts may have to fetch its agent first. */
const ANSWER_MS = 30_000;
const START_MS = 90_000;
/** Who looks once waits so long for a host, ms. */
export const LOOK_ONCE_MS = 3000;

export interface HostPlace extends Place {
  close(): void;
}

/** @param lookOnceMs how long who looks once waits for the host. */
export function hostPlace(link: HostLink, lookOnceMs: () => number): HostPlace {
  const host = link.name;
  const logs = new MirroredLogs();
  const call = async <D extends HostDeed>(
    deed: D,
    id: PodId | null,
    args: HostArgs<D>,
    timeoutMs: number | null = ANSWER_MS,
    onWord?: (text: string) => void,
  ): Promise<Outcome<HostResult<D>>> => {
    const pod = id === null ? null : { home: homeOf(id), name: id.name };
    return askHost(link, { deed, pod, args, timeoutMs, ...(onWord && { onWord }) });
  };
  const dial = ({ id }: PodEntry, purpose: 'focus' | 'tile'): Dial => {
    const pod = { home: homeOf(id), name: id.name };
    return async (signal) => {
      const session = await link.session();
      if ('kind' in session) throw new DialError(session.message);
      return session.dial({ kind: 'pod', ...pod, purpose }, purpose)(signal);
    };
  };
  const silence: WatchSilence = (told) => {
    const watching = link.fact$
      .pipe(
        map(({ state, since }) => (state === 'stalled' ? `${host} is silent since ${clockOf(since)}` : null)),
        distinctUntilChanged(),
      )
      .subscribe(told);
    return () => watching.unsubscribe();
  };
  const notLive = ({ id }: PodEntry): ActionFailure =>
    failure('not-eligible', `The Pod "${displayName(nameOnHost(host, id.name))}" is not live.`);
  return {
    ...refusingPlace(() => failure('not-eligible', `That cannot be done on ${host}.`)),
    id: host,
    close: () => logs.remove(),
    watch: ({ isOnce }) => (isOnce === true ? lookOnce(link, lookOnceMs()) : watchHost(link)),
    run: async ({ name, argv, cwd, variables = {}, cols, rows, recordBytes, agent, preset = '' }) => {
      const { mcpServers: _, ...wishes } = agent ?? { policy: 'ask' as const };
      const order = { name, argv: [...argv], cwd, variables: { ...variables }, cols, rows };
      const more = {
        ...(recordBytes !== undefined && { recordBytes }),
        ...(agent !== undefined && { agent: { preset, ...wishes } }),
      };
      const started = await call('run', null, { ...order, ...more }, START_MS);
      return started.kind === 'done' ? { ...started, socketPath: socketOnHost(host, started.socketPath) } : started;
    },
    restore: async (id, { argv, cwd, cols, rows, ofAgent }) => {
      const wishes = {
        ...(ofAgent?.anew !== undefined && { anew: ofAgent.anew }),
        ...(ofAgent?.auth !== undefined && { auth: ofAgent.auth }),
      };
      const restored = await call('restore', id, { argv: [...argv], cwd, cols, rows, ...wishes }, START_MS);
      return restored.kind === 'done' ? { ...restored, socketPath: socketOnHost(host, restored.socketPath) } : restored;
    },
    remove: (id) => call('remove', id, {}),
    archive: (id, isArchived) => call('archive', id, { isArchived }),
    rename: ({ id }, newName) => call('rename', id, { newName }),
    stop: ({ id }) => call('stop', id, {}),
    dial: (entry) =>
      entry.socketPath === null
        ? notLive(entry)
        : { kind: 'done', dial: dial(entry, 'focus'), socketPath: null, silence },
    send: ({ id }, text, { isNow } = { isNow: false }) => call('send', id, { text, isNow }),
    ask: ({ id }, text, onPermission) => call('ask', id, { text }, null, (title) => onPermission(displayText(title))),
    cancel: ({ id }) => call('cancel', id, {}),
    holdTurn: ({ id }, to) => call('holdTurn', id, { to }),
    markSeen: ({ id }) => call('markSeen', id, {}),
    readRequests: ({ id }) => call('readRequests', id, {}),
    answerRequest: ({ id }, requestId, given) => call('answerRequest', id, { id: requestId, given: wireAnswer(given) }),
    setOption: ({ id }, option, value) => call('setOption', id, { option, value }),
    editQueued: ({ id }, message, text) => call('editQueued', id, { id: message, text }),
    steerQueued: ({ id }, message) => call('steerQueued', id, { id: message }),
    findFiles: ({ id }, prefix) => call('findFiles', id, { prefix }),
    readScreen: ({ id }) => call('readScreen', id, {}),
    readLastScreen: async ({ id }, maxRows) => {
      const read = await call('readLastScreen', id, maxRows === undefined ? {} : { maxRows });
      return read.kind === 'done' ? read.rows : null;
    },
    findLog: (id, grows, segment) => findLogOnHost(link, logs, id, { grows, segment }),
    watchScreen: (entry) => (entry.socketPath === null ? of(NOT_LIVE) : watchScreen(dial(entry, 'tile'))),
    watchConversation: (entry, how) =>
      entry.socketPath === null
        ? of(NOT_LIVE)
        : watchConversation(dial(entry, how?.viewing === true ? 'focus' : 'tile'), how),
    readScrollback: (entry) => (entry.socketPath === null ? of(NOT_LIVE) : readScrollback(dial(entry, 'focus'))),
  };
}

const NOT_LIVE = { kind: 'lost', reason: 'it is not live' } as const;

function wireAnswer(given: Parameters<Place['answerRequest']>[2]): HostArgs<'answerRequest'>['given'] {
  return 'values' in given ? { values: { ...given.values } } : given;
}

function watchHost(link: HostLink): Observable<PlaceSnapshot> {
  return defer(() => {
    link.watch();
    return combineLatest([link.fact$, factsOf(link)]).pipe(map(([fact, facts]) => snapshotOf(link, fact, facts)));
  });
}

/** Until the first rows are whole, it is known why there are none, or the time is over. */
function lookOnce(link: HostLink, ms: number): Observable<PlaceSnapshot> {
  return defer(() => {
    // While another host is waited for, a lost one is tried again: why it was lost is still the word on it.
    let isSeen = false;
    const seen$ = watchHost(link).pipe(
      filter(() => isSettled(link)),
      tap(() => {
        isSeen = true;
      }),
      takeUntil(timer(ms)),
    );
    const late$ = defer(() => (isSeen ? EMPTY : of(lateSnapshot(link, ms))));
    return concat(of(LOADING_PLACE), seen$, late$);
  });
}

/** What it has told is whole, or there is a reason why it tells nothing. */
function isSettled({ fact$, rows$ }: HostLink): boolean {
  const { isFresh, rows } = rows$.value;
  const { state } = fact$.value;
  return state === 'reached' || state === 'stalled' ? isFresh && !rows.loading : state !== 'connecting';
}

/** What a host says at each moment; the same object while nothing has changed. */
export function hostSnapshots(link: HostLink): () => PlaceSnapshot {
  let [fact, known] = [link.fact$.value, link.rows$.value];
  let make = hostFacts(link.name, known.aheadMs);
  const made = (): PlaceSnapshot => snapshotOf(link, fact, { ...make(known.rows), isFresh: known.isFresh });
  let last = made();
  return () => {
    if (fact === link.fact$.value && known === link.rows$.value) return last;
    if (known.aheadMs !== link.rows$.value.aheadMs) make = hostFacts(link.name, link.rows$.value.aheadMs);
    [fact, known] = [link.fact$.value, link.rows$.value];
    last = made();
    return last;
  };
}

interface KnownFacts extends HostFacts {
  readonly isFresh: boolean;
}

function factsOf(link: HostLink): Observable<KnownFacts> {
  let aheadMs = 0;
  let make = hostFacts(link.name, aheadMs);
  return link.rows$.pipe(
    map((known) => {
      if (known.aheadMs !== aheadMs) {
        aheadMs = known.aheadMs;
        make = hostFacts(link.name, aheadMs);
      }
      return { ...make(known.rows), isFresh: known.isFresh };
    }),
  );
}

/** What is known of it so far, and that it has not answered. */
export function lateSnapshot(link: HostLink, ms: number): PlaceSnapshot {
  const { rows, aheadMs } = link.rows$.value;
  const facts = hostFacts(link.name, aheadMs)(rows);
  const problem = `no answer within ${ms / 1000} s`;
  const fact: HostFact = { ...link.fact$.value, state: 'lost', problem, advice: null };
  return asLost(link, fact, facts, `${link.name} is not reached (${problem})`);
}

function snapshotOf(link: HostLink, fact: HostFact, { isFresh, ...facts }: KnownFacts): PlaceSnapshot {
  const words = unreachedWords(fact);
  switch (fact.state) {
    case 'stalled':
      return { ...stalledFacts(facts, `${link.name} is silent`), hosts: [fact], lastSeenAt: fact.seenAt };
    case 'reached':
      if (isFresh) return { ...facts, hosts: [fact], lastSeenAt: null };
      return asWaiting(fact, facts, `${link.name} has not told its Pods yet`);
    case 'connecting':
      return asWaiting(fact, facts, words);
    default:
      return asLost(link, fact, facts, words);
  }
}

/** What was known of it before stands meanwhile. */
function asWaiting(fact: HostFact, facts: HostFacts, words: string): PlaceSnapshot {
  const known = unreachedFacts(facts, { words, seenAt: fact.seenAt ?? 0 });
  return { ...known, hosts: [fact], lastSeenAt: fact.seenAt };
}

function asLost({ name }: HostLink, fact: HostFact, facts: HostFacts, words: string): PlaceSnapshot {
  // Where its user has to do something, that comes first: a line may be short.
  const message = fact.state === 'needs-you' ? `${fact.problem}. ${fact.advice ?? ''}` : `${words}.`;
  const problem = { source: 'host', place: name, message: message.trim() };
  const known = unreachedFacts(facts, { words, seenAt: fact.seenAt ?? 0 });
  return { ...known, hosts: [fact], lastSeenAt: fact.seenAt, problems: [problem], loading: false };
}
