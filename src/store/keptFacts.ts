// What a catalogue keeps of a Pod, and whether what it holds has that shape: checked by hand, for there may be a hundred thousand of them.
import type { LogFact, StoredPod } from '../podList/podFacts';
import { isPathId } from '../protocol/parsed';

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
  if (!isObject(value) || value.kind !== 'ok') return false;
  return isActive(value.active) && isLaunch(value.launch);
}

export function isKeptLog(value: unknown): value is NonNullable<KeptPod['log']> {
  return isObject(value) && typeof value.signature === 'string' && isReadLog(value.fact);
}

function isReadLog(fact: unknown): fact is ReadLog {
  if (!isObject(fact) || fact.kind !== 'readable' || typeof fact.hasEntries !== 'boolean') return false;
  const isTime = typeof fact.updatedAt === 'number' && Number.isFinite(fact.updatedAt) && fact.updatedAt >= 0;
  return isTime && isText(fact.preview) && isText(fact.title) && isExit(fact.lastExit) && isOptionalText(fact.fault);
}

function isActive(active: unknown): boolean {
  if (active === null) return true;
  return isObject(active) && isPathId(active.sessionId) && (active.segmentId === null || isPathId(active.segmentId));
}

function isLaunch(launch: unknown): boolean {
  if (launch === null) return true;
  if (!isObject(launch) || (launch.kind !== 'terminal' && launch.kind !== 'agent')) return false;
  const { argv, cwd, parent, earlierNames = [] } = launch;
  const isCommand = Array.isArray(argv) && argv.length > 0 && argv.every((word) => typeof word === 'string');
  const areNames = Array.isArray(earlierNames) && earlierNames.every((name) => typeof name === 'string');
  return isCommand && typeof cwd === 'string' && isOptionalText(parent) && areNames;
}

function isExit(exit: unknown): boolean {
  if (exit === null) return true;
  return isObject(exit) && (exit.code === null || typeof exit.code === 'number') && isText(exit.signal);
}

function isText(value: unknown): boolean {
  return value === null || typeof value === 'string';
}

function isOptionalText(value: unknown): boolean {
  return value === undefined || typeof value === 'string';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
