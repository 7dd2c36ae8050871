// The agent as a child process: its protocol on stdin and stdout, its chatter in a file, its end observed and enforced.
import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { Stream } from '@agentclientprotocol/sdk';
import { signalGroup } from '../../processes/childGroup';
import { endProcesses } from '../../processes/endProcesses';
import { processTable, processTree } from '../../processes/processTable';
import type { Parsed } from '../../protocol/parsed';
import type { Starter } from '../../protocol/podOrder';
import type { PodExit } from '../../protocol/terminalFrame';
import { errorText } from '../../store/fileErrors';
import { likeStarter } from '../likeStarter';
import { agentLines } from './agentLines';
import { atMost } from './atMost';
import { StderrRing } from './stderrRing';

export interface AgentLaunch {
  /** Absolute path of the program. */
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Whose umask and limits it gets; missing: ours. */
  readonly starter?: Starter | undefined;
  /** Absolute; begun anew, 0600, bounded. Never a terminal: agents write whatever they like there. */
  readonly stderrFile: string;
}

/** After the end of its input an agent may still write its own files, ms; then SIGTERM; then SIGKILL. */
const END_GRACE_MS = 1500;
const TERM_GRACE_MS = 2000;
/** Tools that an agent has left behind have this long, ms, to clean up. */
const TOOLS_GRACE_MS = 1000;
/** What it had still to say when it ended is read for at most this long, ms: a tool it left behind may hold the pipe. */
const DRAIN_MS = 500;
/** Of its last words, bytes: the cause of an end stands before a stack. */
const TAIL_BYTES = 16 * 1024;

export class AgentProcess {
  /** Exactly one of code and signal. */
  readonly exited: Promise<PodExit>;
  /** The same, once its last words have been read: they may be heard of later than its exit. */
  readonly heardOut: Promise<PodExit>;
  private isGone = false;
  /** Its last words, once its file is closed. */
  private last: readonly string[] | null = null;

  /** Resolves when the program runs. An error says why it does not. */
  static async spawn(command: AgentLaunch): Promise<Parsed<AgentProcess>> {
    const { file, args, cwd, env, starter, stderrFile } = command;
    let ring: StderrRing | null = null;
    try {
      ring = StderrRing.open(stderrFile);
      // A group of its own: its end takes the tools along that it has started.
      const child = likeStarter(starter, () =>
        spawn(file, args, { cwd, env: { ...env }, detached: true, stdio: ['pipe', 'pipe', 'pipe'] }),
      );
      const spawned = new Promise<void>((resolve, reject) => {
        child.once('spawn', resolve);
        child.once('error', reject);
      });
      // Without files for its pipes it has none, and says why.
      if (child.pid === undefined) await spawned;
      const agent = new AgentProcess(child, child.stdin, child.stdout, child.stderr, ring);
      await spawned;
      return { ok: true, value: agent };
    } catch (error) {
      ring?.close();
      return { ok: false, error: errorText(error) };
    }
  }

  private constructor(
    private readonly child: ChildProcess,
    private readonly stdin: Writable,
    private readonly stdout: Readable,
    private readonly stderr: Readable,
    private readonly ring: StderrRing,
  ) {
    stderr.on('data', (chunk: Buffer) => ring.write(chunk));
    stderr.on('error', () => {});
    this.exited = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        this.isGone = true;
        resolve({ code, signal });
      });
    });
    this.heardOut = this.exited.then(async (exit) => {
      await atMost(DRAIN_MS, this.read());
      return exit;
    });
    // Who writes to an agent that has gone is told by its exit.
    stdin.on('error', () => {});
    child.on('error', () => {});
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Its messages; what else it says on stdout stands with what it says on stderr. Taken once. */
  stream(): Stream {
    const onChatter = (text: string) => this.ring.write(Buffer.from(`${text}\n`));
    return agentLines({ stdin: this.stdin, stdout: this.stdout, onChatter });
  }

  /** The last non-blank lines it wrote to stderr, the newest last. */
  stderrTail(): readonly string[] {
    if (this.last !== null) return this.last;
    return this.ring
      .tail(TAIL_BYTES)
      .toString('utf8')
      .split('\n')
      .filter((line) => line.trim() !== '');
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
    const timer = setTimeout(() => {
      this.stdout.destroy();
      this.stderr.destroy();
    }, DRAIN_MS);
    await this.read();
    clearTimeout(timer);
    this.last ??= this.stderrTail();
    this.ring.close();
  }

  private async read(): Promise<void> {
    await Promise.all([closed(this.stdout), closed(this.stderr)]);
  }

  private signal(signal: NodeJS.Signals): void {
    signalGroup(this.child.pid, signal);
  }
}

function closed(stream: Readable): Promise<void> {
  return stream.closed ? Promise.resolve() : new Promise((resolve) => stream.once('close', () => resolve()));
}
