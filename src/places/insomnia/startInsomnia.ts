// Starts a Pod of insomnia by insomnia's own program, and waits until it says that the Pod is ready (formats §7).
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, constants, existsSync, fstatSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ActionFailure, failure, type Outcome } from '../../actions/actionFailure';
import { displayName } from '../../cells/displayText';
import { answers } from '../../client/answers';
import { childEnd, endGroup } from '../../processes/childGroup';
import { type HomePaths, podRuntimeDir, podSocketPath } from '../../protocol/homePaths';
import { insomniaEnvironment } from '../../protocol/insomniaHome';
import { errorText } from '../../store/fileErrors';
import { makeDirectory } from '../../store/makeDirectory';
import { isProcessAlive } from '../../store/processIdentity';
import { readAllocations } from '../../store/readRegistry';
import { openOwn, readRange } from '../../store/regularFile';
import { isOnPath } from '../multiplexers/runProgram';
import { isStartedElsewhere, startErrorText } from './startError';

/** From its start to its first accepted connection, ms. */
const READY_TIMEOUT_MS = 20_000;
/** Whoever was faster with the same Pod answers within, ms; longer where the registry names a process that lives. */
const WINNER_TIMEOUT_MS = 3000;
/** No event tells reliably that a file of another process grew, or that a socket is bound, ms. */
const LOOK_EVERY_MS = 50;
/** More of what it says before it is ready is not looked at. */
const MAX_SAID_BYTES = 4 * 1024 * 1024;

export interface InsomniaStart {
  readonly home: HomePaths;
  readonly podName: string;
  /** Absolute. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly timeoutMs?: number;
}

/** Done: it accepts connections, and goes on without us. Otherwise nothing of this start is left, neither process nor file. */
export async function startInsomnia(start: InsomniaStart): Promise<Outcome<{ readonly socketPath: string }>> {
  const { home, podName, env } = start;
  const program = env.INSOMNIA_POD_COMMAND || 'insomnia-pod';
  const isThere = program.includes('/') ? existsSync(path.resolve(start.cwd, program)) : isOnPath(program, env);
  if (!isThere) return failure('failed', missingText(podName, program));
  const stderr = new StderrFile(home, podName);
  try {
    stderr.open();
    const child = spawn(program, ['--pod', podName, '--require-pod-state'], {
      cwd: start.cwd,
      // A process group of its own: what ends ours does not end it.
      detached: true,
      env: insomniaEnvironment(home, env),
      stdio: ['ignore', 'ignore', stderr.descriptor],
    });
    const started = await ready(child, start, stderr);
    child.unref();
    if (started.kind === 'done') stderr.keep();
    return started;
  } catch (error) {
    return failure('failed', `The Pod "${displayName(podName)}" cannot be started: ${errorText(error)}`);
  } finally {
    stderr.close();
  }
}

function missingText(podName: string, program: string): string {
  const word = displayName(program);
  const advice = 'Install insomnia, or name its program with INSOMNIA_POD_COMMAND.';
  return `Cannot restore "${displayName(podName)}": insomnia starts its Pods itself, by ${word}, which is not there. ${advice}`;
}

async function ready(
  child: ChildProcess,
  { home, podName, timeoutMs = READY_TIMEOUT_MS }: InsomniaStart,
  stderr: StderrFile,
): Promise<Outcome<{ readonly socketPath: string }>> {
  const deadline = Date.now() + timeoutMs;
  const ended = childEnd(child);
  let how: string | null = null;
  void ended.then((word) => {
    how = word;
  });
  for (;;) {
    // Whether it has ended is asked before its last words are read.
    const wasEnded = how;
    const socketPath = readySocket(stderr.lines(), podName);
    if (socketPath !== null && (await answers(socketPath))) return { kind: 'done', socketPath };
    if (wasEnded !== null) return afterEnd(home, podName, stderr.lines(), wasEnded);
    if (Date.now() > deadline) break;
    await Promise.race([sleep(LOOK_EVERY_MS), ended]);
  }
  await endGroup(child.pid, ended);
  const seconds = timeoutMs / 1000;
  return failure(
    'timeout',
    `The Pod "${displayName(podName)}" was not ready after ${seconds} s and has been ended. Try again; insomnia keeps its session.`,
  );
}

/** The socket that the whole line `INSOMNIA-READY<TAB>NAME<TAB>SOCKET` names; null: it has not been said. A name may hold a tab. */
function readySocket(lines: readonly string[], podName: string): string | null {
  const beginning = `INSOMNIA-READY\t${podName}\t`;
  return lines.find((line) => line.startsWith(beginning))?.slice(beginning.length) ?? null;
}

async function afterEnd(
  home: HomePaths,
  podName: string,
  lines: readonly string[],
  how: string,
): Promise<Outcome<{ readonly socketPath: string }>> {
  const socketPath = isStartedElsewhere(lines) ? await winnersSocket(home, podName) : null;
  return socketPath === null ? failedStart(podName, lines, how) : { kind: 'done', socketPath };
}

/** A name is registered before its socket is bound: whoever has it is given as long as a start of our own. */
async function winnersSocket(home: HomePaths, podName: string): Promise<string | null> {
  const socketPath = podSocketPath(home, podName);
  const begun = Date.now();
  for (;;) {
    if (await answers(socketPath)) return socketPath;
    const waited = Date.now() - begun;
    if (waited > READY_TIMEOUT_MS) return null;
    if (waited > WINNER_TIMEOUT_MS && !(await isComingUp(home, podName))) return null;
    await sleep(LOOK_EVERY_MS);
  }
}

async function isComingUp(home: HomePaths, podName: string): Promise<boolean> {
  const entry = (await readAllocations(home)).find(({ pod_name }) => pod_name === podName);
  return entry !== undefined && isProcessAlive(entry.pid);
}

function failedStart(podName: string, lines: readonly string[], how: string): ActionFailure {
  const text = startErrorText(podName, lines, how);
  return failure('failed', `The Pod "${displayName(podName)}" was not restored: ${text}`);
}

/**
 * Of this start alone: of two starts at a time the loser would overwrite what the winner says in a file that both have.
 * It takes the place that insomnia has for it once the Pod is ready.
 */
class StderrFile {
  descriptor = -1;
  private readonly directory: string;
  private readonly file: string;
  /** Made by us, the innermost first. */
  private readonly made: string[] = [];
  private isKept = false;

  constructor(home: HomePaths, podName: string) {
    this.directory = podRuntimeDir(home, podName);
    this.file = path.join(this.directory, `podwatch-${process.pid}-${randomBytes(4).toString('hex')}.log`);
    for (let directory = this.directory; !existsSync(directory); directory = path.dirname(directory)) {
      this.made.push(directory);
    }
  }

  /** @throws file errors. */
  open(): void {
    makeDirectory(this.directory);
    this.descriptor = openOwn(this.file, constants.O_APPEND | constants.O_EXCL);
  }

  /** The whole lines in it. */
  lines(): readonly string[] {
    const { size } = fstatSync(this.descriptor);
    const text = readRange(this.descriptor, 0, Math.min(size, MAX_SAID_BYTES)).toString('utf8');
    return text.split('\n').slice(0, -1);
  }

  keep(): void {
    this.isKept = true;
    try {
      renameSync(this.file, path.join(this.directory, 'stderr.log'));
    } catch {
      // The directory has gone with the Pod already.
    }
  }

  close(): void {
    if (this.descriptor >= 0) closeSync(this.descriptor);
    if (this.isKept) return;
    rmSync(this.file, { force: true });
    try {
      for (const directory of this.made.length > 0 ? this.made : [this.directory]) rmdirSync(directory);
    } catch {
      // Not empty: another start is under way there, or has won.
    }
  }
}
