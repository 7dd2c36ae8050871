// Stops a live Pod: asks it over its socket, and ends its process only where that is provably the one.
import { accessSync, constants } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { displayName, displayText } from '../cells/displayText';
import { answers } from '../client/answers';
import { dialSocket } from '../client/dialSocket';
import { openTalk } from '../client/talk';
import type { HomePaths } from '../protocol/homePaths';
import type { LeftProcess } from '../protocol/wireEvent';
import { errorText } from '../store/fileErrors';
import { readAllocations } from '../store/readRegistry';
import { isStale } from '../store/registerPod';
import { thisSystem } from '../system/thisSystem';
import { failure, type Outcome } from './actionFailure';
import { isStopped } from './isStopped';

/** Bounds, ms: from asking to gone; from SIGTERM to gone. */
const ASKED_TIMEOUT_MS = 10_000;
const SIGNALLED_TIMEOUT_MS = 10_000;
/** No event tells that a registry entry of another process has gone: looked at this often while we wait, ms. */
const LOOK_EVERY_MS = 25;

export interface StopRequest {
  readonly home: HomePaths;
  readonly podName: string;
  readonly socketPath: string;
  /** Bound of the polite way, ms. */
  readonly timeoutMs?: number;
}

export interface StoppedPod {
  /** What has left the Pod's terminal session on purpose, and runs on; missing: nothing. */
  readonly left?: { readonly count: number; readonly named: readonly LeftProcess[] };
  /** The registry, where its entry had to stay, as nobody can write there; missing: it is gone. */
  readonly entryIn?: string;
}

/** What is left of it, and where; null: nothing. */
export function leftText(stopped: StoppedPod): string | null {
  const { entryIn } = stopped;
  const entry = entryIn === undefined ? null : `Its entry stays in ${displayName(entryIn)}, which cannot be written.`;
  const said = [runningText(stopped), entry].filter((text) => text !== null);
  return said.length === 0 ? null : said.join(' ');
}

/** What goes on, as it has left the Pod's terminal on purpose: one sentence; null: nothing. */
function runningText({ left }: StoppedPod): string | null {
  if (left === undefined || left.count === 0) return null;
  const named = left.named.map(({ pid, name }) => `${displayName(name)} (pid ${pid})`).join(', ');
  const more = left.count > left.named.length ? ` and ${left.count - left.named.length} more` : '';
  const what =
    left.count === 1
      ? '1 process has left its terminal and runs on'
      : `${left.count} processes have left its terminal and run on`;
  return `${what}: ${named}${more}.`;
}

/** Done: nothing of it runs, its socket is closed and its registry entry gone (or it had gone before). */
export async function stopPod(request: StopRequest): Promise<Outcome<StoppedPod>> {
  const name = displayName(request.podName);
  const asked = performance.now() + (request.timeoutMs ?? ASKED_TIMEOUT_MS);
  const sleeper = await ownerPid(request);
  // A stopped process accepts connections, and hears nothing.
  const isAsleep = sleeper !== null && isStopped(sleeper);
  const said = isAsleep ? 'its process is stopped' : await askToShutDown(request.socketPath, asked);
  const fault = typeof said === 'string' ? said : null;
  const stopped = typeof said === 'string' ? {} : said;
  const done = async () => ({ kind: 'done', ...stopped, ...(await entryLeft(request)) }) as const;
  if (fault === null && (await goneBy(request, asked))) return done();
  const pid = await ownerPid(request);
  if (pid === null) {
    if (!(await answers(request.socketPath))) return done();
    return failure(
      'timeout',
      `The Pod "${name}" was asked to stop, but still answers${fault === null ? '' : `: ${fault}`}.`,
    );
  }
  try {
    process.kill(pid, 'SIGTERM');
    process.kill(pid, 'SIGCONT');
  } catch (error) {
    return failure('failed', `The Pod "${name}" (pid ${pid}) does not stop and cannot be ended: ${errorText(error)}`);
  }
  if (await goneBy(request, performance.now() + SIGNALLED_TIMEOUT_MS)) return done();
  const advice = `To end it without its leave: kill -KILL ${pid}`;
  return failure('timeout', `The Pod "${name}" (pid ${pid}) does not stop, not even on SIGTERM. ${advice}`);
}

/** It hung up, as it was asked to; a text says why it did not. */
async function askToShutDown(socketPath: string, deadline: number): Promise<StoppedPod | string> {
  const opened = await openTalk(dialSocket(socketPath));
  if (!opened.ok) return opened.hungUp ? {} : displayText(opened.error);
  const talk = opened.value;
  try {
    talk.send({ method: 'shutdown' });
    return await talk.answer<StoppedPod | string>(
      (event) => (event.event === 'shutdown' && event.data ? event.data : null),
      (lost) => (lost.kind === 'closed' ? {} : 'it did not hang up in time'),
      { quietMs: deadline - performance.now(), totalMs: deadline - performance.now() },
    );
  } finally {
    talk.close();
  }
}

async function goneBy({ home, podName, socketPath }: StopRequest, deadline: number): Promise<boolean> {
  for (;;) {
    const allocations = await readAllocations(home);
    // One that had to be killed leaves its entry, and nobody but the next that registers takes it out.
    const isRegistered = allocations.some(
      (entry) => entry.pod_name === podName && entry.socket === socketPath && !isStale(entry),
    );
    // An entry that nobody can take out says nothing.
    if ((!isRegistered || !canBeChanged(home.registry)) && !(await answers(socketPath))) return true;
    if (performance.now() >= deadline) return false;
    await sleep(LOOK_EVERY_MS);
  }
}

async function entryLeft({ home, podName, socketPath }: StopRequest): Promise<Pick<StoppedPod, 'entryIn'>> {
  if (canBeChanged(home.registry)) return {};
  const allocations = await readAllocations(home);
  const stays = allocations.some((entry) => entry.pod_name === podName && entry.socket === socketPath);
  return stays ? { entryIn: home.registry } : {};
}

function canBeChanged(file: string): boolean {
  try {
    accessSync(file, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** The pid that the registry names, if that process is the one that listens on the socket; null otherwise. */
async function ownerPid({ home, podName, socketPath }: StopRequest): Promise<number | null> {
  const allocations = await readAllocations(home);
  const own = allocations.find((entry) => entry.pod_name === podName && entry.socket === socketPath);
  return own !== undefined && thisSystem.listensOn(own.pid, socketPath) ? own.pid : null;
}
