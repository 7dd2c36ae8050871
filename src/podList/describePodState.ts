// The one vocabulary for a Pod's state: a mark whose shape is enough without colour, a word, and the picker's label.
import { isProbing } from './eligibility';
import type { LastExit } from './podFacts';
import type { PodEntry } from './podList';

/** What a view may choose a colour or an order by; one for each state that it can tell apart. */
export type PodStateKind =
  | 'running'
  | 'idle'
  | 'paused'
  | 'unknown'
  | 'restorable'
  | 'stopped'
  | 'corrupt'
  | 'unreachable'
  | 'probing';

export interface PodStateWords {
  readonly kind: PodStateKind;
  /** One cell wide. */
  readonly mark: string;
  /** For a tile's title or a sentence. */
  readonly word: string;
  /** For a list, in brackets (formats §6). */
  readonly label: string;
}

const words = (kind: PodStateKind, mark: string, word: string, label: string): PodStateWords => ({
  kind,
  mark,
  word,
  label: `[${label}]`,
});

const WORDS: Readonly<Record<PodStateKind, PodStateWords>> = {
  running: words('running', '●', 'running', 'live running'),
  idle: words('idle', '○', 'idle', 'live idle'),
  paused: words('paused', '◐', 'paused', 'live paused'),
  unknown: words('unknown', '?', 'status unknown', 'live'),
  restorable: words('restorable', '■', 'stopped, restorable', 'stopped/restorable'),
  stopped: words('stopped', '□', 'stopped', 'stopped'),
  corrupt: words('corrupt', '✗', 'corrupt', 'corrupt'),
  unreachable: words('unreachable', '!', 'unreachable', 'unreachable'),
  probing: words('probing', '~', 'checking', 'probing'),
};

/** A session that another process has open: live, but not for us. */
const ELSEWHERE = words('unknown', '◇', 'runs elsewhere', 'live elsewhere');

/** The same where a Pod of ours has it: opening it leads there. */
const IN_POD = words('unknown', '◇', 'runs in a Pod', 'live in a Pod');

/** Mark, word and label of what the Pod is now. */
export function describePodState(entry: PodEntry): PodStateWords {
  const elsewhere = entry.foreign?.liveElsewhere ?? null;
  if (entry.heldBy?.isLive === true) return IN_POD;
  if (elsewhere !== null) return elsewhere.pod === undefined ? ELSEWHERE : IN_POD;
  return WORDS[stateKind(entry)];
}

/** The signals that stop a Pod: whoever asked for that knows of it. */
const STOP_SIGNAL = 'SIGHUP';

/** How its last process ended, where nobody has asked for that; null for a clean end and for a Pod that was stopped. */
export function describeFailure(exit: LastExit | null): string | null {
  return exit?.signal === STOP_SIGNAL ? null : describeExit(exit);
}

/** How its last process ended, where that is worth a word: a failure or a signal; null for a clean end. */
export function describeExit(exit: LastExit | null): string | null {
  if (exit === null) return null;
  if (exit.signal !== null) return `${exit.signal === STOP_SIGNAL ? 'stopped' : 'killed'} by ${exit.signal}`;
  return exit.code === null || exit.code === 0 ? null : `exit ${exit.code}`;
}

function stateKind(entry: PodEntry): PodStateKind {
  if (entry.state === 'live') return entry.status ?? 'unknown';
  if (isProbing(entry)) return 'probing';
  if (entry.state === 'stopped') return entry.canRestore ? 'restorable' : 'stopped';
  return entry.state;
}
