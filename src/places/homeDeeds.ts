// What can be done with the Pods of a home on this machine: its files, and the sockets of its Pods.
import { type ActionFailure, failure, type Outcome } from '../actions/actionFailure';
import { archivePod } from '../actions/archivePod';
import { askPod } from '../actions/askPod';
import { cancelTurn } from '../actions/cancelTurn';
import { findLog } from '../actions/findLog';
import { holdTurn } from '../actions/holdTurn';
import { listOutput } from '../actions/listOutput';
import { markSeen } from '../actions/markSeen';
import { answerPermission, readPermissionRequests } from '../actions/permissionRequests';
import { readLastScreen } from '../actions/readLastScreen';
import { readScreen } from '../actions/readScreen';
import { removePod } from '../actions/removePod';
import { renameLive, renameStopped } from '../actions/renamePod';
import { type RestoreRequest, restorePod } from '../actions/restorePod';
import { runPod } from '../actions/runPod';
import { sendToPod } from '../actions/sendToPod';
import { editQueued, findFiles, setAgentOption, steerQueued } from '../actions/steerAgent';
import { stopPod } from '../actions/stopPod';
import type { PodTarget } from '../actions/withPod';
import { displayName } from '../cells/displayText';
import { dialSocket } from '../client/dialSocket';
import type { OpenConnections } from '../client/openConnections';
import type { PodEntry } from '../podList/podList';
import type { HomePaths } from '../protocol/homePaths';
import { claimNewPod } from './claimNewPod';
import { mayHoldSession } from './mayHoldSession';
import type { PlaceDeeds, PodStarter } from './place';

/** `open`: what is asked goes over these connections where it can. */
export function homeDeeds(
  home: HomePaths,
  { podProgram, env, fetching }: PodStarter,
  open?: OpenConnections,
): PlaceDeeds {
  // Whoever starts Pods may be much more than that: only this goes along.
  const starter = { podProgram, env, fetching };
  const live = <T>(entry: PodEntry, use: (target: PodTarget) => Promise<Outcome<T>>): Promise<Outcome<T>> => {
    const { socketPath } = entry;
    if (socketPath === null) return Promise.resolve(notLive(entry));
    const talkOver = () => open?.talk(socketPath) ?? null;
    return use({ podName: entry.id.name, dial: dialSocket(socketPath), talkOver });
  };
  return {
    run: async ({ variables, preset: _, isSessionLocked = false, ...order }) => {
      const own = { ...env, ...variables };
      const pod = { home, env: own, name: order.name, argv: order.argv, cwd: order.cwd };
      const claimed = await claimNewPod({ ...pod, isLocked: isSessionLocked || order.agent !== undefined });
      if (claimed.kind !== 'done') return claimed;
      return runPod({ ...order, ...starter, env: own, home }).finally(() => claimed.release());
    },
    restore: ({ name }, { isSessionLocked = false, ...order }) =>
      restorePod({
        ...order,
        ...starter,
        home,
        name,
        claim: claimIn(home, env, isSessionLocked, order.argv.length > 0),
      }),
    remove: ({ name }) => removePod(home, name),
    archive: ({ name }, isArchived) => archivePod(home, name, isArchived),
    // Over a connection of its own: with the name the one that is open ends, before it has heard the answer.
    rename: async (entry, newName) =>
      entry.socketPath === null
        ? renameStopped(home, entry.id.name, newName)
        : live(entry, ({ podName, dial }) => renameLive({ podName, dial, newName })),
    stop: async (entry) => {
      const { socketPath, id } = entry;
      return socketPath === null ? notLive(entry) : stopPod({ home, podName: id.name, socketPath });
    },
    dial: (entry) => {
      const { socketPath } = entry;
      return socketPath === null ? notLive(entry) : { kind: 'done', dial: dialSocket(socketPath), socketPath };
    },
    send: (entry, text, how) => live(entry, (target) => sendToPod({ ...target, text, ...how })),
    // The whole answer may take hours: no connection of others is kept from being closed for so long.
    ask: (entry, text, onPermission) =>
      live(entry, ({ podName, dial }) => askPod({ podName, dial, text, onPermission })),
    cancel: (entry) => live(entry, cancelTurn),
    holdTurn: (entry, to) => live(entry, (target) => holdTurn({ ...target, to })),
    markSeen: (entry) => live(entry, markSeen),
    readRequests: (entry) => live(entry, readPermissionRequests),
    answerRequest: (entry, id, given) => live(entry, (target) => answerPermission({ ...target, id, given })),
    setOption: (entry, option, value) => live(entry, (target) => setAgentOption({ ...target, option, value })),
    editQueued: (entry, id, text) => live(entry, (target) => editQueued({ ...target, id, text })),
    steerQueued: (entry, id) => live(entry, (target) => steerQueued({ ...target, id })),
    findFiles: (entry, prefix) => live(entry, (target) => findFiles({ ...target, prefix })),
    // Over a connection of its own, which ends with it: a watched screen goes on until it is told not to.
    readScreen: (entry) => live(entry, ({ podName, dial }) => readScreen({ podName, dial })),
    readLastScreen: async ({ sessionId, segmentId }, maxRows) =>
      sessionId === null || segmentId === null ? null : readLastScreen(home, sessionId, segmentId, maxRows),
    findLog: ({ name }) => findLog(home, name),
    listOutput: ({ sessionId }) => listOutput(home, sessionId),
  };
}

/** Whether a Pod may go on with its session. `isOther`: another command than its own is started in it, with what that names. */
function claimIn(
  home: HomePaths,
  env: NodeJS.ProcessEnv,
  isLocked: boolean,
  isOther: boolean,
): NonNullable<RestoreRequest['claim']> {
  return async ({ name, kind, argv, cwd, session, restore }) => {
    const pod = { kind, argv, cwd, session: isOther && kind === 'terminal' ? undefined : session };
    if (restore === null || !mayHoldSession(pod)) return { kind: 'done', release: () => {} };
    const { claimSession } = await import('./claimSession');
    return claimSession({ home, env, podName: name, pod, segment: restore, isLocked });
  };
}

function notLive({ id }: PodEntry): ActionFailure {
  return failure('not-eligible', `The Pod "${displayName(id.name)}" is not live.`);
}
