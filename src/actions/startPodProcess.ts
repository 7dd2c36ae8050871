// Starts the process of a Pod, detached for good, and waits for the one word that says whether it lives.
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, constants } from 'node:fs';
import path from 'node:path';
import { Readable, type Writable } from 'node:stream';
import { displayName, displayText } from '../cells/displayText';
import { type HomePaths, MAX_SOCKET_PATH_BYTES, podRuntimeDir, podSocketPath } from '../protocol/homePaths';
import { AGENT_START_TIMEOUT_MS, type PodOrder, parseReadyWord, READY_TIMEOUT_MS } from '../protocol/podOrder';
import { errorText } from '../store/fileErrors';
import { makeDirectory } from '../store/makeDirectory';
import { openOwnAnew, readEnd } from '../store/regularFile';
import { type ActionFailure, failure, type Outcome } from './actionFailure';
import { encodingFault, podProcessEnvironment, readStarter } from './readStarter';

/** Lines of a dead Pod's stderr that its error shows; they lie within this many bytes. */
const STDERR_LINES = 8;
const STDERR_BYTES = 64 * 1024;
/** A ready word is one short line. */
const MAX_READY_BYTES = 64 * 1024;
/** After a polite end, ms, a Pod process that never said its word is killed. */
const KILL_GRACE_MS = 500;

export interface PodStart {
  readonly home: HomePaths;
  /** Absolute path of the built Pod program. */
  readonly podProgram: string;
  readonly order: Omit<PodOrder, 'home'>;
  /** That of its program; its own process gets what does not steer Node. */
  readonly env: NodeJS.ProcessEnv;
  /** Bound of the wait for its word. */
  readonly timeoutMs?: number;
}

/** Done: the Pod listens on `socketPath` and goes on without us. Otherwise nothing of it is left running. */
export async function startPodProcess(start: PodStart): Promise<Outcome<{ readonly socketPath: string }>> {
  const { home, order } = start;
  const tooLong = socketPathFault(home, order.name);
  if (tooLong !== null) return tooLong;
  const changed = encodingFault(order.argv, order.cwd, start.env);
  if (changed !== null) return failure('failed', `The Pod "${displayName(order.name)}" cannot be started: ${changed}`);
  const stderrFile = path.join(podRuntimeDir(home, order.name), 'stderr.log');
  try {
    makeDirectory(path.dirname(stderrFile));
    const child = spawnPod(start, stderrFile);
    // A Pod gives up on its agent by itself, and says why.
    const agentMs = order.kind === 'agent' ? AGENT_START_TIMEOUT_MS : 0;
    const word = await readyWord(child, start.timeoutMs ?? agentMs + READY_TIMEOUT_MS);
    release(child);
    if (word.kind === 'ready') return { kind: 'done', socketPath: word.socketPath };
    if (word.kind === 'refused') return failure(word.taken ? 'not-eligible' : 'failed', word.message);
    return notReady(word, order.name, stderrFile);
  } catch (error) {
    return failure('failed', `The Pod "${displayName(order.name)}" cannot be started: ${errorText(error)}`);
  }
}

/** Why no socket can be bound for that name (formats §1), null if it can. */
export function socketPathFault(home: HomePaths, podName: string): ActionFailure | null {
  const socketPath = podSocketPath(home, podName);
  const bytes = Buffer.byteLength(socketPath);
  if (bytes <= MAX_SOCKET_PATH_BYTES) return null;
  return failure(
    'failed',
    `The socket path ${displayName(socketPath)} has ${bytes} bytes, and the system allows ${MAX_SOCKET_PATH_BYTES}. ` +
      'Choose a shorter name, or a shorter runtime directory with PODWATCH_RUNTIME_DIR (or PODWATCH_HOME).',
  );
}

function spawnPod({ home, podProgram, order, env }: PodStart, stderrFile: string): ChildProcess {
  const stderr = openOwnAnew(stderrFile, constants.O_TRUNC);
  try {
    // Its own session: it survives this terminal. In `/`, so that it keeps no directory busy.
    const child = spawn(process.execPath, [podProgram], {
      cwd: '/',
      detached: true,
      env: podProcessEnvironment(env),
      stdio: ['pipe', 'ignore', stderr, 'pipe'],
    });
    const starter = readStarter(env);
    const text: PodOrder = { ...order, starter, home: { data: home.data, runtime: home.runtime } };
    // A process that dies before it has read its order is told by the ready pipe, not by EPIPE.
    child.stdin?.on('error', () => {});
    child.stdin?.end(JSON.stringify(text));
    return child;
  } finally {
    closeSync(stderr);
  }
}

type Word =
  | { readonly kind: 'ready'; readonly socketPath: string }
  | { readonly kind: 'refused'; readonly message: string; readonly taken: boolean }
  | { readonly kind: 'died'; readonly how: string }
  | { readonly kind: 'timeout'; readonly ms: number };

async function readyWord(child: ChildProcess, timeoutMs: number): Promise<Word> {
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal === null ? `exit code ${code}` : signal));
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, timeoutMs, 'late');
  });
  try {
    const text = await Promise.race([readWord(readyPipe(child)), late]);
    const word = text === 'late' ? null : parseReadyWord(text);
    if (word?.ok) return word.value;
    // Without a word the pipe ends as the process does; one that closed it and goes on is as good as hung.
    const how = text === 'late' ? 'late' : await Promise.race([ended, late]);
    if (how !== 'late') return { kind: 'died', how };
    await kill(child, ended);
    return { kind: 'timeout', ms: timeoutMs };
  } finally {
    clearTimeout(timer);
  }
}

/** A child that the system had no more files for has no pipes at all, whatever its type says; its error comes later. */
function readyPipe({ stdio }: { readonly stdio?: ChildProcess['stdio'] }): ChildProcess['stdio'][3] {
  return stdio?.[3];
}

/** The first line; whatever there is at the end of the pipe. */
async function readWord(pipe: Readable | Writable | null | undefined): Promise<string> {
  if (!(pipe instanceof Readable)) return '';
  let text = '';
  try {
    for await (const chunk of pipe.setEncoding('utf8')) {
      text += chunk;
      if (text.includes('\n') || text.length > MAX_READY_BYTES) break;
    }
  } catch {
    // Broken off: what has come tells.
  }
  return text;
}

/** The whole group: until it is ready nobody else knows of it. */
async function kill(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  signalGroup(pid, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(pid, 'SIGKILL'), KILL_GRACE_MS);
  await ended;
  clearTimeout(timer);
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}

/** From here on neither side keeps the other alive. */
function release(child: ChildProcess): void {
  child.unref();
  child.stdin?.destroy();
  readyPipe(child)?.destroy();
}

function notReady(word: Exclude<Word, { kind: 'ready' | 'refused' }>, podName: string, file: string): ActionFailure {
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
