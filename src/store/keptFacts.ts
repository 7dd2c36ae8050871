// What a catalogue keeps of a Pod, and whether what it holds has that shape: checked by hand, for there may be a hundred thousand of them.
import type { LogFact, StoredPod } from '../podList/podFacts';
import { isPathId } from '../protocol/parsed';
import { isFields, isTextOrNull } from '../protocol/plainFields';

type ReadMetadata = Extract<StoredPod['metadata'], { readonly kind: 'ok' }>;
type ReadLog = Extract<LogFact, { readonly kind: 'readable' }>;

export interface KeptPod {
  readonly name: string;
  /** Of its metadata file. */
  readonly signature: string;
  readonly metadata: ReadMetadata;
  /** Of the log of its active segment; null: that was not kept. */
  readonly log: { readonly signature: string; readonly fact: ReadLog } | null;
}

export function isKeptMetadata(value: unknown): value is ReadMetadata {
  if (!isFields(value) || value.kind !== 'ok') return false;
  return isActive(value.active) && isLaunch(value.launch);
}

export function isKeptLog(value: unknown): value is NonNullable<KeptPod['log']> {
  return isFields(value) && typeof value.signature === 'string' && isReadLog(value.fact);
}

function isReadLog(fact: unknown): fact is ReadLog {
  if (!isFields(fact) || fact.kind !== 'readable' || typeof fact.hasEntries !== 'boolean') return false;
  const isTime = typeof fact.updatedAt === 'number' && Number.isFinite(fact.updatedAt) && fact.updatedAt >= 0;
  return (
    isTime &&
    isTextOrNull(fact.preview) &&
    isTextOrNull(fact.title) &&
    isExit(fact.lastExit) &&
    isOptionalText(fact.fault)
  );
}

function isActive(active: unknown): boolean {
  if (active === null) return true;
  return isFields(active) && isPathId(active.sessionId) && (active.segmentId === null || isPathId(active.segmentId));
}

function isLaunch(launch: unknown): boolean {
  if (launch === null) return true;
  if (!isFields(launch) || (launch.kind !== 'terminal' && launch.kind !== 'agent')) return false;
  const { argv, cwd, parent, earlierNames = [] } = launch;
  const isCommand = Array.isArray(argv) && argv.length > 0 && argv.every((word) => typeof word === 'string');
  const areNames = Array.isArray(earlierNames) && earlierNames.every((name) => typeof name === 'string');
  return isCommand && typeof cwd === 'string' && isOptionalText(parent) && areNames;
}

function isExit(exit: unknown): boolean {
  if (exit === null) return true;
  return isFields(exit) && (exit.code === null || typeof exit.code === 'number') && isTextOrNull(exit.signal);
}

function isOptionalText(value: unknown): boolean {
  return value === undefined || typeof value === 'string';
}
