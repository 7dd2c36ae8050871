// The dashboard's terminal given to a Pod, and from there to others that need the user, until one of them is left.

import os from 'node:os';
import { type Observable, switchMap, timer } from 'rxjs';
import type { ActionFailure } from '../actions/actionFailure';
import { attachAmong, type CallingPod } from '../actions/attachAmong';
import type { AttachEnd, AttachRequest } from '../actions/attachRequest';
import { attachEndText, attachTerminal, saidWith } from '../actions/attachTerminal';
import { runInTerminal } from '../actions/runInTerminal';
import type { ActionOutcome } from '../dashboard/loop/ports';
import type { Place } from '../places/place';
import { eligibility } from '../podList/eligibility';
import { rowWord } from '../podList/entryName';
import type { PodId } from '../podList/podId';
import type { PodEntry, PodList } from '../podList/podList';
import type { Home } from '../protocol/homePaths';
import type { DetachKey, DetachKeys } from '../terminal/detachKey';
import type { LentKeeper } from '../terminal/lentKeeper';
import type { TtyInput, TtyOutput } from '../terminal/takeTerminal';
import { attachedHistory } from './attachedHistory';

export interface AttachSettings {
  /** Of places on this machine: where registries are. */
  readonly homes: readonly Home[];
  /** The user's terminal, handed over for the time of an attach. */
  readonly input: TtyInput;
  readonly output: TtyOutput;
  /** See `takeTerminal`. */
  readonly lent?: LentKeeper;
  readonly env: NodeJS.ProcessEnv;
  readonly detachKeys: DetachKeys;
  /** See `Config`. */
  readonly historyKey: DetachKey | null;
  readonly nextKey: DetachKey | null;
  readonly attachMouse: boolean;
  /** See `CopyRequest`. */
  readonly copyCommand: readonly string[];
}

interface AroundAttach {
  readonly placeOf: (id: PodId) => Place | ActionFailure;
  readonly podList$: Observable<PodList>;
}

/** Others that need the user are counted once the Pod stands on the screen, ms. */
const COUNTED_AFTER_MS = 50;

/** A Pod that has ended while it was attached is an end like another: only what went wrong is said loudly. */
export async function attachFromDashboard(
  entry: PodEntry,
  request: AttachSettings,
  { placeOf, podList$ }: AroundAttach,
): Promise<ActionOutcome> {
  const other = entry.foreign?.attachCommand ?? null;
  if (other !== null) return inTerminal(entry, other, request.env);
  return attachAmong<PodEntry, ActionOutcome>({
    first: { key: entry.key, pod: entry },
    nextKey: request.nextKey,
    watch: (told) => {
      // Behind the first screen.
      const calling$ = timer(COUNTED_AFTER_MS).pipe(switchMap(() => podList$));
      const subscription = calling$.subscribe((list) => told(list.entries.flatMap(callingPod)));
      return () => subscription.unsubscribe();
    },
    attach: async (pod, others, ahead) => {
      // Its conversation is the dashboard's to show.
      if (pod.key !== entry.key && !pod.extensions.includes('terminal')) {
        const lost = ahead.lostWords();
        return { go: 'nowhere', end: { kind: 'done', message: lost === '' ? null : lost, opens: pod.key } };
      }
      const end = await attachPod(pod, request, placeOf, { others, ahead });
      if (end.kind === 'next') return { go: 'on', typed: end.typed };
      return { go: 'nowhere', end: outcomeOf(saidWith(end, ahead), pod, pod.key === entry.key) };
    },
  });
}

async function inTerminal(entry: PodEntry, argv: readonly string[], env: NodeJS.ProcessEnv): Promise<ActionOutcome> {
  const allowed = eligibility(entry, 'attach');
  if (!allowed.allowed) return { kind: 'failed', message: allowed.reason };
  const ran = await runInTerminal(argv, env);
  return ran.kind === 'done' ? { kind: 'done', message: null } : { kind: 'failed', message: ran.message };
}

function callingPod(entry: PodEntry): readonly CallingPod<PodEntry>[] {
  if (entry.attention === null || !entry.canAttach) return [];
  return [{ key: entry.key, since: entry.attention.since, pod: entry }];
}

async function attachPod(
  entry: PodEntry,
  request: AttachSettings,
  placeOf: AroundAttach['placeOf'],
  round: Pick<AttachRequest, 'others' | 'ahead'>,
): Promise<AttachEnd> {
  const { homes, input, output, env, detachKeys, historyKey: key, attachMouse: ownMouse, copyCommand, lent } = request;
  const allowed = eligibility(entry, 'attach');
  if (!allowed.allowed) return { kind: 'failed', message: allowed.reason };
  const place = placeOf(entry.id);
  const way = 'kind' in place ? place : place.dial(entry);
  if (way.kind !== 'done') return way;
  const { dial, opened, socketPath, silence } = way;
  const known = (id: PodId) => {
    const found = placeOf(id);
    return 'kind' in found ? null : found;
  };
  const read = () => attachedHistory(known, homes, { dial, socketPath, id: entry.id });
  const history = { read, key, ownMouse, copyCommand };
  const podName = rowWord(entry);
  return attachTerminal({
    dial,
    opened,
    socketPath,
    silence,
    podName,
    extensions: entry.extensions,
    input,
    output,
    ...(lent !== undefined && { lent }),
    detachKeys,
    history,
    ...round,
    readOnly: false,
    env,
  });
}

function outcomeOf(end: Exclude<AttachEnd, { kind: 'next' }>, entry: PodEntry, isFirst: boolean): ActionOutcome {
  // The dashboard is told to end as well; its terminal is given back already, and it has nothing left to close.
  if (end.kind === 'signal') process.exit(128 + os.constants.signals[end.signal]);
  const message = attachEndText(end, rowWord(entry));
  if (end.kind === 'exited') return { kind: 'done', message, ...(isFirst && { ended: true }) };
  return end.kind === 'detached' ? { kind: 'done', message } : { kind: 'failed', message };
}
