// What can be done with a Pod, and if not, why: the one answer that keys, footers, confirmations and CLI errors read.

import type { PodAction } from './podFacts';
import type { PodEntry } from './podList';
import { STILL_PROBING } from './restorability';

/** `reason` is a clause to stand after "cannot … NAME: "; it does not name the Pod. */
export type Eligibility = { readonly allowed: true } | { readonly allowed: false; readonly reason: string };

/** What `ls --json` says of a row's actions (formats §6). */
export interface EntryActions {
  readonly canOpen: boolean;
  readonly canAttach: boolean;
  readonly canRestore: boolean;
  readonly canSendNow: boolean;
  readonly canQueueSend: boolean;
  /** Only where the Pod cannot be opened. */
  readonly disabledReason: string | null;
}

const ALLOWED: Eligibility = { allowed: true };
const refuse = (reason: string): Eligibility => ({ allowed: false, reason });

const NO_ANSWER = 'its socket does not answer';

const RULES: Readonly<Record<PodAction, (entry: PodEntry) => Eligibility>> = {
  // Opening means attaching or restoring.
  open: (entry) => (entry.canRestore ? eligibility(entry, 'restore') : whenLive(entry)),
  attach: whenLive,
  restore: (entry) => {
    if (entry.canRestore) return ALLOWED;
    return refuse(entry.notRestorableReason ?? 'it is live: attach to it instead');
  },
  send,
  stop,
  remove: (entry) => {
    if (entry.state === 'live') return refuse('it is live: stop it first');
    return isProbing(entry) ? refuse(STILL_PROBING) : ALLOWED;
  },
  archive: (entry) => {
    if (entry.foreign !== undefined) return refuse(NOT_OURS);
    if (entry.state === 'live') return refuse('it is live: stop it first');
    return isProbing(entry) ? refuse(STILL_PROBING) : withRecord(entry);
  },
  rename: (entry) => {
    if (entry.foreign !== undefined) return refuse(NOT_OURS);
    if (isProbing(entry)) return refuse(STILL_PROBING);
    if (entry.state === 'corrupt') return refuse(entry.notRestorableReason ?? 'its metadata is corrupt');
    if (entry.state !== 'live') return withRecord(entry);
    if (entry.extensions.includes('rename')) return ALLOWED;
    return refuse('it is live, and its process cannot take another name: stop it first');
  },
};

const NOT_OURS = 'another program keeps it';

function withRecord(entry: PodEntry): Eligibility {
  return entry.state === 'unreachable' ? refuse(`${NO_ANSWER}, and nothing of it is stored`) : ALLOWED;
}

/** Whether `action` can be done with the Pod as it is now, and where it is. */
export function eligibility(entry: PodEntry, action: PodAction): Eligibility {
  const refusal = entry.refusals?.[action];
  // Of what is not seen nothing else is known.
  if (entry.lastSeenAt !== undefined && refusal !== undefined) return refuse(refusal);
  const rule = RULES[action](entry);
  return rule.allowed && refusal !== undefined ? refuse(refusal) : rule;
}

/** The facts about a row that scripts read. Opening means attaching or restoring, nothing else. */
export function entryActions(entry: PodEntry): EntryActions {
  const open = eligibility(entry, 'open');
  return {
    canOpen: open.allowed,
    canAttach: entry.canAttach,
    canRestore: entry.canRestore,
    canSendNow: entry.state === 'live' && entry.status === 'idle',
    canQueueSend: entry.state === 'live' && entry.status === 'running',
    disabledReason: open.allowed ? null : open.reason,
  };
}

/** Its registry entry has neither answered nor refused yet. */
export function isProbing({ diagnostics }: PodEntry): boolean {
  // Asked of all Pods of a list, nearly none of which has any.
  return diagnostics.length > 0 && diagnostics.some(({ kind }) => kind === 'live-probing');
}

/** A session that another program has open, where nothing of the user's shows it: opening it can only say where that is. */
export function runsElsewhere({ foreign, canAttach, canRestore }: PodEntry): boolean {
  return foreign != null && foreign.liveElsewhere !== null && !canAttach && !canRestore;
}

function whenLive(entry: PodEntry): Eligibility {
  if (entry.canAttach) return ALLOWED;
  const elsewhere = entry.foreign?.liveElsewhere ?? null;
  if (elsewhere?.pod !== undefined) return refuse(`it runs in the Pod "${elsewhere.pod.name}": do it with that one`);
  if (elsewhere !== null) return refuse(entry.notRestorableReason ?? 'it runs already: restore it to join it');
  if (isProbing(entry)) return refuse(STILL_PROBING);
  if (entry.state === 'unreachable') return refuse(NO_ANSWER);
  if (entry.canRestore) return refuse('it is stopped: restore it first');
  if (entry.state === 'corrupt') return refuse(entry.notRestorableReason ?? 'its metadata is corrupt');
  return refuse(`it is stopped and cannot be restored: ${entry.notRestorableReason}`);
}

/** A registered process may still run behind a socket that refuses, so that only the socket is spoken of. */
function stop(entry: PodEntry): Eligibility {
  if (entry.canAttach) return ALLOWED;
  if (isProbing(entry)) return refuse(STILL_PROBING);
  const elsewhere = entry.foreign?.liveElsewhere ?? null;
  if (elsewhere?.pod !== undefined) return whenLive(entry);
  if (elsewhere !== null) return refuse(`it runs in process ${elsewhere.pid}: end it there`);
  const isRegistered = entry.diagnostics.some(({ kind }) => kind === 'live-unreachable');
  return refuse(isRegistered ? NO_ANSWER : 'it is not running');
}

/**
 * Formats §6. A terminal takes type-ahead at any time; a conversation takes its next turn only while idle. A status that is
 * not known is no refusal: a Pod on a loaded machine may only be slow to greet, and says itself what it does not take.
 */
function send(entry: PodEntry): Eligibility {
  return entry.state === 'live' ? sendWhileLive(entry) : whenLive(entry);
}

/** The same of a live Pod, by what it says of itself. */
export function sendWhileLive(entry: Pick<PodEntry, 'status' | 'extensions'>): Eligibility {
  if (entry.status === 'paused') return refuse('it is paused: open it to resume or to start a turn');
  // An agent Pod of ours keeps it until the turn is over.
  const takesAnyTime = entry.extensions.includes('terminal') || entry.extensions.includes('queue');
  if (entry.status !== 'running' || takesAnyTime) return ALLOWED;
  return refuse('it is running: wait until it is idle');
}
