// Launches the process of a Pod, in a session of its own, and hears the one word that says whether it lives.
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, constants } from 'node:fs';
import path from 'node:path';
import { Duplex, Readable, type Writable } from 'node:stream';
import { childEnd, endGroup } from '../processes/childGroup';
import { type HomePaths, podRuntimeDir } from '../protocol/homePaths';
import { type PodOrder, parseReadyWord } from '../protocol/podOrder';
import { isMissing } from '../store/fileErrors';
import { makeDirectory } from '../store/makeDirectory';
import { openOwnAnew } from '../store/regularFile';

/** A ready word is one short line. */
const MAX_READY_BYTES = 64 * 1024;
/** The process of a Pod lives long and does little: threads that wait cost memory, and handing them work costs more than doing it. */
const NODE_OPTIONS = ['--single-threaded-gc', '--v8-pool-size=1'];
/**
 * The same for the C library and for libuv, whose threads the process of a terminal has next to nothing for. What a start has
 * needed of the C library's memory goes back to the system (bytes): left to itself it keeps ever more of it. Below the 64 KB that
 * Node reads into, each read would be mapped anew: a sixth more of the time of a Pod that prints.
 */
const LITTLE_MEMORY = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: '131072',
  MALLOC_TRIM_THRESHOLD_: '131072',
  MALLOC_TOP_PAD_: '16384',
  UV_THREADPOOL_SIZE: '1',
};

export interface PodLaunch {
  readonly home: HomePaths;
  /** Absolute path of the built Pod program. */
  readonly podProgram: string;
  /** With an `owned` one a line is kept open: see `LaunchedPod.line`. */
  readonly order: PodOrder;
  /** Of the Pod's own process; what its program gets is in the order. */
  readonly env: NodeJS.ProcessEnv;
  /** Bound of the wait for its word, ms. */
  readonly timeoutMs: number;
}

export type LaunchWord =
  | { readonly kind: 'ready'; readonly socketPath: string }
  | { readonly kind: 'refused'; readonly message: string; readonly taken: boolean }
  | { readonly kind: 'died'; readonly how: string }
  | { readonly kind: 'timeout'; readonly ms: number };

export interface LaunchedPod {
  /** `ready`: it listens, and goes on without us. Else nothing of it is left running. */
  readonly word: LaunchWord;
  readonly pid: number | undefined;
  /** To a Pod that is owned; whose end ends the Pod. */
  readonly line: Duplex | null;
}

/** What a Pod's process says on stderr, which is begun anew with each. */
export function podStderrFile(home: HomePaths, podName: string): string {
  return path.join(podRuntimeDir(home, podName), 'stderr.log');
}

/** @throws what the system says where there can be no process, or no file for its stderr. */
export async function launchPod(launch: PodLaunch): Promise<LaunchedPod> {
  const { home, order, timeoutMs } = launch;
  const stderrFile = podStderrFile(home, order.name);
  const child = spawnPod(launch, openStderr(stderrFile));
  const word = await readyWord(child, timeoutMs);
  release(child);
  return { word, pid: child.pid, line: ownerLine(child) };
}

/** So long, ms: two that go on in step with each other meet hundreds of times in a few of them. */
const OPENING_MS = 1000;

/** A Pod of that name that is just going takes its empty directory with it, also between the two steps here. @throws file errors. */
function openStderr(file: string): number {
  const until = performance.now() + OPENING_MS;
  for (;;) {
    try {
      makeDirectory(path.dirname(file));
      return openOwnAnew(file, constants.O_TRUNC);
    } catch (error) {
      if (!isMissing(error) || performance.now() > until) throw error;
    }
  }
}

function spawnPod({ podProgram, order, env }: PodLaunch, stderr: number): ChildProcess {
  try {
    // Its own session: it survives this terminal. In `/`, so that it keeps no directory busy.
    const child = spawn(process.execPath, [...NODE_OPTIONS, podProgram], {
      cwd: '/',
      detached: true,
      // Its program gets the environment in the order, where there is one.
      env: order.kind === 'terminal' && order.starter !== undefined ? { ...env, ...LITTLE_MEMORY } : env,
      stdio: ['pipe', 'ignore', stderr, 'pipe', ...(order.owned === true ? ['pipe' as const] : [])],
    });
    // A process that dies before it has read its order is told by the ready pipe, not by EPIPE.
    child.stdin?.on('error', () => {});
    child.stdin?.end(JSON.stringify(order));
    return child;
  } finally {
    closeSync(stderr);
  }
}

async function readyWord(child: ChildProcess, timeoutMs: number): Promise<LaunchWord> {
  const ended = childEnd(child);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, timeoutMs, 'late');
  });
  try {
    const text = await Promise.race([readWord(pipeOf(child, READY_PIPE)), late]);
    const word = text === 'late' ? null : parseReadyWord(text);
    if (word?.ok) return word.value;
    // Without a word the pipe ends as the process does; one that closed it and goes on is as good as hung.
    const how = text === 'late' ? 'late' : await Promise.race([ended, late]);
    if (how !== 'late') return { kind: 'died', how };
    // The whole group: until it is ready nobody else knows of it.
    await endGroup(child.pid, ended);
    return { kind: 'timeout', ms: timeoutMs };
  } finally {
    clearTimeout(timer);
  }
}

const READY_PIPE = 3;
const OWNER_PIPE = 4;

type Pipe = Readable | Writable | null | undefined;

/** A child that the system had no more files for has no pipes at all, whatever its type says; its error comes later. */
function pipeOf({ stdio }: { readonly stdio?: readonly Pipe[] }, at: number): Pipe {
  return stdio?.[at];
}

function ownerLine(child: ChildProcess): Duplex | null {
  const line = pipeOf(child, OWNER_PIPE);
  return line instanceof Duplex ? line : null;
}

/** The first line; whatever there is at the end of the pipe. */
async function readWord(pipe: Pipe): Promise<string> {
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

/** From here on neither side keeps the other alive, but by the owner's line. */
function release(child: ChildProcess): void {
  child.unref();
  child.stdin?.destroy();
  pipeOf(child, READY_PIPE)?.destroy();
}
