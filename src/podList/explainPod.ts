// Why a Pod is shown as it is: each fact with what it rests on, for the overlay and for `podwatch explain`.
import { commandText } from './commandText';
import { describeAttention } from './describeAttention';
import { describeExit, describePodState } from './describePodState';
import { isProbing } from './eligibility';
import { humanAge } from './humanAge';
import type { Attention, ForeignFacts, SourceProblem } from './podFacts';
import type { PodEntry } from './podList';

/** `text` is untrusted and of any length. Several lines may share a label. */
export interface ExplainedFact {
  readonly label: string;
  readonly text: string;
}

export interface ExplainInputs {
  readonly entry: PodEntry;
  /** As the view knows it, which may be more than what the Pod says. */
  readonly attention: Attention | null;
  /** Of every home; those of other homes are left out. */
  readonly problems: readonly SourceProblem[];
  /** Unix ms. */
  readonly now: number;
}

/** The facts in the order of their weight; what is not known is left out, unless that is the point. */
export function explainPod({ entry, attention, problems, now }: ExplainInputs): readonly ExplainedFact[] {
  const { launch } = entry;
  const facts: readonly (readonly [label: string, text: string | null])[] = [
    ['status', describePodState(entry).word],
    ['since', entry.statusSince === null ? null : ago(entry.statusSince, now)],
    ['because', because(entry)],
    ['attention', attention === null ? 'none' : attentionText(attention, now)],
    ['ended', describeExit(entry.lastExit)],
    ['last seen', lastSeen(entry, now)],
    ['restore', entry.canRestore ? restoreText(entry) : entry.notRestorableReason],
    ...entry.diagnostics.map(({ message }) => ['note', message] as const),
    ...problems.filter(({ place }) => place === entry.id.place).map(problemFact),
    ...foreignFacts(entry),
    ['title', entry.title],
    ['command', launch === null ? null : commandText(launch.argv)],
    ['directory', entry.cwd],
    ['socket', entry.socketPath],
    ['session', entry.sessionId],
    ['segment', entry.segmentId],
    ['speaks', entry.extensions.length === 0 ? null : entry.extensions.join(', ')],
    ['home', entry.id.place],
  ];
  return facts.flatMap(([label, text]) => (text === null || text === '' ? [] : [{ label, text }]));
}

function restoreText({ foreign }: PodEntry): string {
  const pod = foreign?.liveElsewhere?.pod;
  if (pod !== undefined) return `it leads to the Pod "${pod.name}", in which it runs`;
  return foreign === undefined ? 'its session log can be read' : 'its own program starts it again, in a new Pod';
}

/** What only a session of another program has. */
function foreignFacts({ foreign }: PodEntry): readonly (readonly [string, string | null])[] {
  if (foreign === undefined) return [];
  return [
    ...foreign.notes.map((note) => ['note', note] as const),
    ['branch', foreign.branch],
    ['file', foreign.file === '' ? null : foreign.file],
    ['size', foreign.size === null ? null : `${foreign.size} bytes`],
  ];
}

/** The fact that decided the status. */
function because(entry: PodEntry): string {
  if (entry.foreign !== undefined) return foreignBecause(entry.foreign);
  if (entry.state === 'live') {
    if (entry.status === null) return 'its socket answers, but it reports no status';
    return entry.statusReason === null
      ? 'it says so itself, without a reason'
      : `it says so itself: ${entry.statusReason}`;
  }
  if (isProbing(entry)) return 'its registry entry has neither answered nor refused yet';
  switch (entry.state) {
    case 'unreachable':
      return 'the registry claims that it runs, but its socket does not answer';
    case 'corrupt':
      return 'its metadata cannot be read';
    case 'stopped':
      return entry.diagnostics.some(({ kind }) => kind === 'live-unreachable')
        ? 'its record is there, but the socket that the registry names does not answer'
        : 'its record is there, and the registry names no process of it';
  }
}

function foreignBecause({ kind, tool, liveElsewhere }: ForeignFacts): string {
  if (kind === 'multiplexer') return `${tool} lists it among its sessions`;
  if (liveElsewhere === null) return `${tool} keeps it, and no process says that it has it open`;
  const { pid, status, where } = liveElsewhere;
  const words = `process ${pid} has it open${status === null ? '' : ` (${status})`}`;
  return where === undefined ? words : `${words}: ${where}`;
}

function attentionText(attention: Attention, now: number): string {
  const since = attention.since > 0 ? `, ${ago(attention.since, now)}` : '';
  return `${describeAttention(attention)}${since}`;
}

/** The newest entry of its log, and when. */
function lastSeen(entry: PodEntry, now: number): string {
  const at = Math.max(entry.updatedAt, entry.outputAt ?? 0);
  if (at === 0) return 'nothing of it has been logged yet';
  const when = ago(at, now);
  return entry.preview === null ? when : `${when}: ${entry.preview}`;
}

function problemFact({ source, message }: SourceProblem): readonly [string, string] {
  return ['problem', `${source}: ${message}`];
}

function ago(at: number, now: number): string {
  const age = humanAge(at, now);
  return age === 'now' || age === '-' ? age : `${age} ago`;
}
