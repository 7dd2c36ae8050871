// What the dashboard does with a Pod that is in its list, done where that Pod is.
import type { ActionFailure, Outcome } from '../actions/actionFailure';
import type { answerPermission } from '../actions/permissionRequests';
import { leftText } from '../actions/stopPod';
import { displayName } from '../cells/displayText';
import type { ActionOutcome, DashboardPorts } from '../dashboard/loop/ports';
import type { Place } from '../places/place';
import { eligibility, isProbing } from '../podList/eligibility';
import type { PodId } from '../podList/podId';
import { hostOf, podWord } from '../podList/podPlace';
import type { DashboardList } from './dashboardList';
import type { PortsRequest } from './portsRequest';
import { settledPort } from './settledPort';
import { startSize } from './startSize';

type PodDeedPorts = Pick<
  DashboardPorts,
  | 'restore'
  | 'stop'
  | 'remove'
  | 'seen'
  | 'send'
  | 'cancel'
  | 'permit'
  | 'holdTurn'
  | 'setOption'
  | 'editQueued'
  | 'steerQueued'
  | 'findFiles'
>;

export interface PodDeedsAround {
  readonly placeOf: (id: PodId) => Place | ActionFailure;
  readonly latest: DashboardList['latest'];
  /** See `newPodPorts`. */
  readonly directoryOf: (typed: string) => string;
}

/** What a deed needs of a row beyond its identity is read when it runs, not when its key was pressed. */
export function podDeedPorts(
  { output, recordBytes, mcpServers }: Pick<PortsRequest, 'output' | 'recordBytes' | 'mcpServers'>,
  { placeOf, latest, directoryOf }: PodDeedsAround,
): PodDeedPorts {
  /** Done where the Pod is; where that is not known, it is not done at all. */
  const inPlace = async <T>(id: PodId, act: (place: Place) => Promise<Outcome<T>>): Promise<Outcome<T>> => {
    const place = placeOf(id);
    return 'kind' in place ? place : act(place);
  };
  return {
    restore: async (id, directory) => {
      const cwd = directory === null ? null : directoryOf(directory);
      const recorded = recordBytes === undefined ? {} : { recordBytes };
      const how = { ...recorded, ...startSize(output), ofAgent: { mcpServers } };
      const order = { argv: [], cwd, fallbackCwd: process.cwd(), ...how };
      const restored = await inPlace(id, (place) => place.restore(id, order));
      if (restored.kind === 'done') return { kind: 'done', message: null, socketPath: restored.socketPath };
      const { message, lacksDirectory } = restored;
      // Directories of another machine cannot be looked through.
      const isHere = lacksDirectory !== undefined && hostOf(id) === null;
      return { kind: 'failed', message, ...(isHere && { lacksDirectory }) };
    },
    stop: async (id) => {
      const entry = latest(id);
      if (!entry?.socketPath) return { kind: 'done', message: null };
      const stopped = await inPlace(id, (place) => place.stop(entry));
      const left = stopped.kind === 'done' ? leftText(stopped) : null;
      return left === null ? settledPort(stopped) : { kind: 'done', message: `${displayName(podWord(id))}: ${left}` };
    },
    remove: async (id) => settledPort(await inPlace(id, (place) => place.remove(id))),
    seen: async (entry) =>
      entry.socketPath === null
        ? { kind: 'done', message: null }
        : settledPort(await inPlace(entry.id, (place) => place.markSeen(entry))),
    send: async (entry, text) => {
      const told = latest(entry.id);
      const now = told === undefined || isProbing(told) ? entry : told;
      const allowed = eligibility(now, 'send');
      // From its conversation a paused one is sent to; nothing else gets that far.
      if (!allowed.allowed && now.status !== 'paused') return { kind: 'failed', message: allowed.reason };
      const sent = await inPlace(now.id, (place) => place.send(now, text));
      return sent.kind === 'done' ? { kind: 'done', message: null, isQueued: sent.isQueued } : settledPort(sent);
    },
    cancel: async (entry) => settledPort(await inPlace(entry.id, (place) => place.cancel(entry))),
    permit: async (entry, requestId, given) =>
      answered(await inPlace(entry.id, (place) => place.answerRequest(entry, requestId, given)), podWord(entry.id)),
    holdTurn: async (entry, to) => settledPort(await inPlace(entry.id, (place) => place.holdTurn(entry, to))),
    setOption: async (entry, option, value) =>
      settledPort(await inPlace(entry.id, (place) => place.setOption(entry, option, value))),
    editQueued: async (entry, id, text) =>
      settledPort(await inPlace(entry.id, (place) => place.editQueued(entry, id, text))),
    steerQueued: async (entry, id) => settledPort(await inPlace(entry.id, (place) => place.steerQueued(entry, id))),
    findFiles: async (entry, prefix) => {
      const found = await inPlace(entry.id, (place) => place.findFiles(entry, prefix));
      return found.kind === 'done' ? found.files : [];
    },
  };
}

function answered(outcome: Awaited<ReturnType<typeof answerPermission>>, podName: string): ActionOutcome {
  if (outcome.kind !== 'done') return { kind: 'failed', message: outcome.message };
  return { kind: 'done', message: `${displayName(podName)}: ${outcome.said}` };
}
