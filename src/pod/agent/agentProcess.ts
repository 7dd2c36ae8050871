// The agent as a child process: its protocol on stdin and stdout, its chatter in a file, its end observed and enforced.
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, constants, fstatSync, ftruncateSync, writeSync } from 'node:fs';
import path from 'node:path';
import { Readable, Writable } from 'node:stream';
import { ndJsonStream, type Stream } from '@agentclientprotocol/sdk';
import { MAX_LINE_BYTES } from '../../protocol/lineDecoder';
import type { Parsed } from '../../protocol/parsed';
import type { Starter } from '../../protocol/podOrder';
import type { PodExit } from '../../protocol/terminalFrame';
import { errorText } from '../../store/fileErrors';
import { makeDirectory } from '../../store/makeDirectory';
import { openOwn, openOwnAnew, readEnd } from '../../store/regularFile';
import { endProcesses } from '../endProcesses';
import { likeStarter } from '../likeStarter';
import { processTable, processTree } from '../processTable';

export interface AgentCommand {
  /** Absolute path of the program. */
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Whose umask and limits it gets; missing: ours. */
  readonly starter?: Starter | undefined;
  /** Absolute; begun anew, 0600. Never a terminal: agents write whatever they like there. */
  readonly stderrFile: string;
}

/** After the end of its input an agent may still write its own files, ms; then SIGTERM; then SIGKILL. */
const END_GRACE_MS = 1500;
const TERM_GRACE_MS = 2000;
/** Tools that an agent has left behind have this long, ms, to clean up. */
const TOOLS_GRACE_MS = 1000;
/** What it had still to say when it ended is read for at most this long, ms: a tool it left behind may hold the pipe. */
const DRAIN_MS = 500;
const TAIL_BYTES = 4096;
/** The file of a talkative agent is cut to its newest part; it may lie in memory, and a Pod lives for months. */
const MAX_STDERR_BYTES = 2 * 1024 * 1024;
const KEPT_STDERR_BYTES = 256 * 1024;

export class AgentProcess {
  /** Exactly one of code and signal. */
  readonly exited: Promise<PodExit>;
  private isGone = false;

  /** Resolves when the program runs. An error says why it does not. */
  static async spawn(command: AgentCommand): Promise<Parsed<AgentProcess>> {
    const { file, args, cwd, env, starter, stderrFile } = command;
    try {
      makeDirectory(path.dirname(stderrFile));
      // Appending, so that what is cut off stays off: each write goes to the end that there is then.
      const stderr = openOwnAnew(stderrFile, constants.O_APPEND);
      ftruncateSync(stderr, 0);
      try {
        // A group of its own: its end takes the tools along that it has started.
        const child = likeStarter(starter, () =>
          spawn(file, args, { cwd, env: { ...env }, detached: true, stdio: ['pipe', 'pipe', stderr] }),
        );
        if (!child.stdin || !child.stdout) throw new Error('it has no pipes');
        const agent = new AgentProcess(child, child.stdin, child.stdout, stderrFile);
        await new Promise<void>((resolve, reject) => {
          child.once('spawn', resolve);
          child.once('error', reject);
        });
        return { ok: true, value: agent };
      } finally {
        closeSync(stderr);
      }
    } catch (error) {
      return { ok: false, error: errorText(error) };
    }
  }

  private constructor(
    private readonly child: ChildProcess,
    private readonly stdin: Writable,
    private readonly stdout: Readable,
    private readonly stderrFile: string,
  ) {
    this.exited = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        this.isGone = true;
        resolve({ code, signal });
      });
    });
    // Who writes to an agent that has gone is told by its exit.
    stdin.on('error', () => {});
    child.on('error', () => {});
  }

  /** Its messages. Taken once. */
  stream(): Stream {
    return ndJsonStream(Writable.toWeb(this.stdin), Readable.toWeb(this.stdout), { maxMessageBytes: MAX_LINE_BYTES });
  }

  /** The last non-blank lines it wrote to stderr, the newest last. */
  stderrTail(lines: number): readonly string[] {
    return readTail(this.stderrFile, TAIL_BYTES)
      .toString('utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .slice(-lines);
  }

  /** Keeps the file of its stderr within bounds. A line written meanwhile may be lost; it is chatter. */
  trimStderr(): void {
    try {
      const fd = openOwn(this.stderrFile, constants.O_APPEND);
      try {
        if (fstatSync(fd).size <= MAX_STDERR_BYTES) return;
        const tail = readTail(this.stderrFile, KEPT_STDERR_BYTES);
        ftruncateSync(fd, 0);
        writeSync(fd, tail);
      } finally {
        closeSync(fd);
      }
    } catch {
      // Removed from outside: nothing grows.
    }
  }

  /** Ends its input, then asks, then makes it end, with all that it started; resolves when nothing of that is left. */
  async end(): Promise<PodExit> {
    // As long as it lives its tools are known by their parents, also those in sessions of their own.
    const tree = new Set<number>();
    const learn = () => {
      const table = processTable();
      for (const root of [this.child.pid, ...tree]) {
        if (root !== undefined) for (const pid of processTree(table, root)) tree.add(pid);
      }
    };
    learn();
    this.stdin.end();
    const term = setTimeout(() => {
      learn();
      this.signal('SIGTERM');
    }, END_GRACE_MS);
    const kill = setTimeout(() => {
      learn();
      this.signal('SIGKILL');
    }, END_GRACE_MS + TERM_GRACE_MS);
    const exit = await this.exited;
    clearTimeout(term);
    clearTimeout(kill);
    // Tools that it left behind: their owner is gone.
    this.signal('SIGTERM');
    await Promise.all([this.drained(), this.endTools(tree)]);
    return exit;
  }

  private endTools(tree: ReadonlySet<number>): Promise<void> {
    const { pid: session } = this.child;
    const left = () =>
      processTable()
        .filter((entry) => entry.session === session || tree.has(entry.pid))
        .map(({ pid }) => pid);
    return endProcesses({ left, signal: 'SIGTERM', graceMs: TOOLS_GRACE_MS });
  }

  get hasExited(): boolean {
    return this.isGone;
  }

  private async drained(): Promise<void> {
    if (this.stdout.closed) return;
    const timer = setTimeout(() => this.stdout.destroy(), DRAIN_MS);
    await new Promise((resolve) => this.stdout.once('close', resolve));
    clearTimeout(timer);
  }

  private signal(signal: NodeJS.Signals): void {
    const { pid } = this.child;
    if (pid === undefined) return;
    try {
      process.kill(-pid, signal);
    } catch {
      // Nobody is left in its group.
    }
  }
}

function readTail(file: string, bytes: number): Buffer {
  try {
    return readEnd(file, bytes).bytes;
  } catch {
    return Buffer.alloc(0);
  }
}
