// Starts the process of a Pod, detached for good, and says in words where it does not come up.
import { existsSync } from 'node:fs';
import { displayName, displayText } from '../cells/displayText';
import { type LaunchWord, launchPod, podStderrFile } from '../launch/launchPod';
import { type HomePaths, podSocketPath } from '../protocol/homePaths';
import { AGENT_START_TIMEOUT_MS, READY_TIMEOUT_MS } from '../protocol/orderBounds';
import type { PodOrder } from '../protocol/podOrder';
import { isSocketPathLong } from '../protocol/socketPath';
import { errorText } from '../store/fileErrors';
import { readEnd } from '../store/regularFile';
import { thisSystem } from '../system/thisSystem';
import { type ActionFailure, failure, type Outcome } from './actionFailure';
import { encodingFault, podProcessEnvironment, readStarter } from './readStarter';

/** Lines of a dead Pod's stderr that its error shows; they lie within this many bytes. */
const STDERR_LINES = 8;
const STDERR_BYTES = 64 * 1024;

export interface PodStart {
  readonly home: HomePaths;
  /** Absolute path of the built Pod program. */
  readonly podProgram: string;
  readonly order: Omit<PodOrder, 'home'>;
  /** That of its program; its own process gets what does not steer Node. */
  readonly env: NodeJS.ProcessEnv;
  /** Bound of the wait for its word. */
  readonly timeoutMs?: number;
  /** What the starter has to do anyway: called when the process runs, before its word is waited for. Throws nothing. */
  readonly meanwhile?: (() => void) | undefined;
}

/** Done: the Pod listens on `socketPath` and goes on without us. Otherwise nothing of it is left running. */
export async function startPodProcess(start: PodStart): Promise<Outcome<{ readonly socketPath: string }>> {
  const { home, order } = start;
  const tooLong = socketPathFault(home, order.name);
  if (tooLong !== null) return tooLong;
  const changed = encodingFault(order.argv, order.cwd, start.env);
  if (changed !== null) return failure('failed', `The Pod "${displayName(order.name)}" cannot be started: ${changed}`);
  // A Pod gives up on its agent by itself, and says why.
  const agentMs = order.kind === 'agent' ? AGENT_START_TIMEOUT_MS : 0;
  const starter = readStarter(start.env);
  try {
    const launching = launchPod({
      home,
      podProgram: start.podProgram,
      order: { ...order, starter, home: { data: home.data, runtime: home.runtime } },
      env: podProcessEnvironment(start.env),
      timeoutMs: start.timeoutMs ?? agentMs + READY_TIMEOUT_MS,
    });
    start.meanwhile?.();
    const { word } = await launching;
    if (word.kind === 'ready') return { kind: 'done', socketPath: word.socketPath };
    if (!existsSync(start.podProgram)) return programGone(start.podProgram);
    if (word.kind === 'refused') return failure(word.taken ? 'not-eligible' : 'failed', word.message);
    return notReady(word, order.name, podStderrFile(home, order.name));
  } catch (error) {
    return failure('failed', `The Pod "${displayName(order.name)}" cannot be started: ${errorText(error)}`);
  }
}

/** Why no socket can be bound for that name (formats §1), null if it can. */
export function socketPathFault(home: HomePaths, podName: string): ActionFailure | null {
  const socketPath = podSocketPath(home, podName);
  if (!isSocketPathLong(socketPath)) return null;
  const bytes = Buffer.byteLength(socketPath);
  return failure(
    'failed',
    `The socket path ${displayName(socketPath)} has ${bytes} bytes, and the system allows ${thisSystem.maxSocketPath}. ` +
      'Choose a shorter name, or a shorter runtime directory with PODWATCH_RUNTIME_DIR (or PODWATCH_HOME).',
  );
}

/** An upgrade has replaced our files since we began. */
function programGone(podProgram: string): ActionFailure {
  const file = displayName(podProgram);
  return failure('failed', `podwatch was updated while it ran: its file ${file} is missing. Start it again.`);
}

function notReady(
  word: Exclude<LaunchWord, { kind: 'ready' | 'refused' }>,
  podName: string,
  file: string,
): ActionFailure {
  const name = displayName(podName);
  const what =
    word.kind === 'died'
      ? `The process of Pod "${name}" ended before it was ready (${word.how}).`
      : `The Pod "${name}" was not ready after ${word.ms / 1000} s and has been ended.`;
  const tail = stderrTail(file);
  const said = tail.length === 0 ? ' It said nothing.' : ` The end of ${file}:\n${tail.join('\n')}`;
  return failure(word.kind === 'died' ? 'failed' : 'timeout', what + said);
}

function stderrTail(file: string): string[] {
  try {
    const lines = readEnd(file, STDERR_BYTES).bytes.toString('utf8').split('\n');
    return lines
      .filter((line) => line.trim() !== '')
      .slice(-STDERR_LINES)
      .map((line) => `  ${displayText(line)}`);
  } catch {
    return [];
  }
}
