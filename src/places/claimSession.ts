// A Pod that goes on with the session of an agent CLI is its one writer: nobody else has that session open, nor gets it meanwhile.
import { failure, type Outcome } from '../actions/actionFailure';
import { displayName } from '../cells/displayText';
import type { HomePaths } from '../protocol/homePaths';
import { leftProgram, podHeld } from '../store/podLock';
import { continuedSession, continuesSame } from './continuedSession';
import type { ForeignTool } from './foreign/foreignTool';
import { FOREIGN_TOOLS } from './foreign/foreignTools';
import { processFacts, startTime, withAncestors } from './foreign/processFacts';
import { runningSessions } from './foreign/runningSessions';
import type { ForeignSession } from './foreign/sessionFacts';
import { lockSession } from './lockSession';
import { mayHoldId } from './mayHoldSession';
import { namesSession, sessionIds } from './sessionIds';
import { podOfProcess, podWriting, type StartedIn, wherePodText, whereText } from './sessionWriter';

export interface SessionClaim {
  readonly home: HomePaths;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly podName: string;
  readonly pod: StartedIn;
  /** Its log; null: it is a new Pod. Then only a command counts that goes on with a session, not one that names it. */
  readonly segment: { readonly sessionId: string; readonly segmentId: string } | null;
  /** Who asks keeps others away already. */
  readonly isLocked: boolean;
}

/**
 * Done: the Pod may be started; nobody else restores the session until `release` is called. Not eligible: it runs elsewhere. A tool
 * that does not tell what runs is believed to run nothing, but for what Pods of ours run.
 */
export async function claimSession(claim: SessionClaim): Promise<Outcome<{ readonly release: () => void }>> {
  const { home, pod, podName, segment } = claim;
  const named = sessionIds(pod, segment === null ? null : { home, ...segment });
  const newest = named.length > 0 ? null : await continuedSession(pod, claim.env);
  const ids = newest === null ? named : [newest.sessionId];
  if (segment === null && ids.length === 0) return { kind: 'done', release: () => {} };
  const key = ids[0] ?? pod.argv.find(mayHoldId);
  const release = key === undefined || claim.isLocked ? () => {} : await lockSession(home, key);
  try {
    const why = (await runsElsewhere(claim, ids)) ?? (await runsInPod(claim, ids, newest));
    if (why === null) return { kind: 'done', release };
    release();
    return failure(
      'not-eligible',
      `The Pod "${displayName(podName)}" cannot be ${segment === null ? 'started' : 'restored'} now. ${why}`,
    );
  } catch (error) {
    release();
    throw error;
  }
}

async function runsElsewhere(
  { home, env, podName, pod, segment }: SessionClaim,
  ids: readonly string[],
): Promise<string | null> {
  const tools = FOREIGN_TOOLS.filter(({ canJoin }) => canJoin !== true);
  const isWanted = (tool: ForeignTool, id: string) =>
    ids.includes(id) || (segment !== null && namesSession(pod.argv, tool, id));
  for (const { process } of runningSessions(env, tools, isWanted)) {
    const { pid } = process;
    const around = await podOfProcess(pid, home);
    if (around !== null && around.pod_name !== podName) return wherePodText(around.pod_name, pid);
    const isOwn = around === null ? isLeft(pid, home, podName) : podHeld(home, podName) !== null;
    if (!isOwn) return whereText(pid, env);
  }
  return null;
}

function startedAfter(pid: number, time: number): boolean {
  const facts = processFacts(pid);
  const started = facts === null ? null : startTime(facts.startTicks);
  return started !== null && started >= time;
}

/** Of the Pod's own killed process: it is ended before the new program starts. */
function isLeft(pid: number, home: HomePaths, podName: string): boolean {
  const left = leftProgram(home, podName);
  if (left === null) return false;
  return withAncestors(pid).some((facts) => facts.pid === left.pid && facts.startTicks === left.startTime);
}

async function runsInPod(
  { home, podName, pod }: SessionClaim,
  ids: readonly string[],
  newest: ForeignSession | null,
): Promise<string | null> {
  // One that was started so just before has not told its tool's list yet, and so nothing newer stands there.
  const isTwin = (launch: StartedIn, pid: number) =>
    newest !== null && continuesSame(launch, pod) && startedAfter(pid, newest.updatedAt);
  const writing = await podWriting(ids, home, { except: podName, isTwin });
  return writing === null ? null : wherePodText(writing.allocation.pod_name, null);
}
