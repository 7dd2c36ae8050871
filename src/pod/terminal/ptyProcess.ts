// The program of a Pod under a pseudo-terminal: every byte out before its exit, every byte in, however slow it reads.
import { closeSync, readSync, writeSync } from 'node:fs';
import os from 'node:os';
import type * as nodePty from '@lydell/node-pty';
import { signalGroup } from '../../processes/childGroup';
import type { Starter } from '../../protocol/podOrder';
import type { PodExit } from '../../protocol/terminalFrame';
import { errnoOf } from '../../store/fileErrors';
import { thisSystem } from '../../system/thisSystem';
import { likeStarter } from '../likeStarter';
import { isCanonical } from './lineLimit';
import { openPty } from './openPty';
import { numberField, openSlave, readHandle } from './ptyInternals';
import { SlowReading } from './slowReading';

export interface PtyOptions {
  /** Absolute path of the program, then its arguments. */
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly starter?: Starter | undefined;
  readonly cols: number;
  readonly rows: number;
  /** Raw output, as it was read. */
  readonly onOutput: (chunk: Buffer) => void;
  /** Once, after the last output. */
  readonly onExit: (exit: PodExit) => void;
  /** The program has taken all input that waited. */
  readonly onInputDrained: () => void;
  /** Output that goes on and on may be read later than it comes (`SlowReading`); missing: it may not. */
  readonly turns?: ReadingTurns;
}

export interface ReadingTurns {
  /** Nobody waits for what comes next. */
  readonly isUnhurried: () => boolean;
  /** Some has been read late: `deliver` tells it by `onOutput`. */
  readonly onTurn: (deliver: () => void) => void;
}

/** Input that waits for the program beyond this, bytes: its senders should be held. */
const INPUT_HIGH_WATER = 1024 * 1024;
const MAX_INPUT_RETRY_MS = 16;
/** A read of a pseudo-terminal gives at most this, bytes: more is likely to be there. */
const FULL_READ_BYTES = 4095;
/** Less than what the C library maps anew for each (`launchPod`). */
const MAX_CHUNK_BYTES = 60 * 1024;
/** For what is read in turns, and copied out of it. */
const TURN_BUFFER = Buffer.allocUnsafeSlow(FULL_READ_BYTES);
/** What the kernel can still hold for us at an exit is far less; a background child may go on writing for ever. */
const MAX_DRAIN_BYTES = 4 * 1024 * 1024;

/** Runs one program. @throws what the system says when no pseudo-terminal can be had. */
export class PtyProcess {
  private readonly pty: nodePty.IPty;
  private readonly master: number | null;
  /** Our own end of the terminal: while it is open, libuv sees no hang-up and cannot drop what it has not read. */
  private slave: number | null;
  private input: Buffer[] = [];
  private inputBytes = 0;
  private inputTimer: NodeJS.Timeout | null = null;
  private inputRetryMs = 1;
  private drained = false;
  private ended = false;
  private readonly slowly: SlowReading | null;

  constructor(private readonly options: PtyOptions) {
    const { file, args, cwd, env, starter, cols, rows } = options;
    const name = 'xterm-256color';
    this.pty = likeStarter(starter, () => openPty(file, args, { cwd, env: { ...env }, cols, rows, name }));
    this.master = numberField(this.pty, 'fd');
    this.slave = openSlave(this.pty);
    this.slowly = this.slowReading();
    this.pty.onData((data: unknown) => this.received(Buffer.isBuffer(data) ? data : Buffer.from(String(data))));
    this.pty.onExit(({ exitCode, signal }) => this.finish(exitCode, signal));
    process.on('SIGCHLD', this.onChildSignal);
  }

  get pid(): number {
    return this.pty.pid;
  }

  /** The name of the process in the terminal's foreground, where the system only tells it so (macOS). */
  get foregroundName(): string {
    return this.pty.process;
  }

  /** It hands its program whole lines, now. */
  get isCanonical(): boolean {
    return this.slave !== null && isCanonical(this.slave);
  }

  /** More input should wait until `onInputDrained`. */
  get isInputFull(): boolean {
    return this.inputBytes > INPUT_HIGH_WATER;
  }

  /**
   * Queues input. Written by ourselves because libuv writes to a pseudo-terminal with blocking writes: a program that
   * does not read would stop the whole Pod.
   */
  write(bytes: Buffer): void {
    if (this.ended || bytes.length === 0) return;
    this.slowly?.hurry();
    let rest = bytes;
    if (!this.inputTimer && this.input.length === 0) {
      // Nearly all that is typed: nothing waits, and the program takes it at once.
      const written = this.writeSome(bytes);
      if (written === bytes.length) return;
      if (written !== 'full') rest = bytes.subarray(written);
    }
    this.input.push(rest);
    this.inputBytes += rest.length;
    if (!this.inputTimer) this.pushInput();
  }

  /** Somebody waits for its output from now on. */
  hurry(): void {
    if (!this.drained) this.slowly?.hurry();
  }

  pause(): void {
    if (this.drained) return;
    this.slowly?.hurry();
    this.pty.pause();
  }

  resume(): void {
    if (!this.ended) this.pty.resume();
  }

  resize(cols: number, rows: number): void {
    if (this.ended) return;
    try {
      this.pty.resize(cols, rows);
    } catch {
      // The program has just gone; its exit follows.
    }
  }

  /** Signals the program's process group (it leads one: it was made a session leader). */
  signal(signal: NodeJS.Signals): void {
    if (!this.ended) signalGroup(this.pty.pid, signal);
  }

  /**
   * The system gives a pseudo-terminal's output in pieces of 4 KB, one a turn of the event loop. In a flood the next ones
   * are there already: read at once they cost a tenth.
   */
  private received(first: Buffer): void {
    if (first.length < FULL_READ_BYTES || this.master === null) {
      this.options.onOutput(first);
      this.slowly?.came(first.length);
      return;
    }
    const chunk = Buffer.allocUnsafe(MAX_CHUNK_BYTES);
    let length = first.copy(chunk);
    while (length + FULL_READ_BYTES < MAX_CHUNK_BYTES) {
      const more = readAvailable(this.master, chunk, length);
      length += more;
      if (more < FULL_READ_BYTES) break;
    }
    this.options.onOutput(chunk.subarray(0, length));
    this.slowly?.came(length);
  }

  /** Its turns read behind the stream's back, which has nothing of what comes while it is told not to read. */
  private slowReading(): SlowReading | null {
    const { master } = this;
    const { turns, onOutput } = this.options;
    const handle = readHandle(this.pty);
    if (turns === undefined || master === null || handle === null) return null;
    const turn = (): number => {
      const length = readAvailable(master, TURN_BUFFER, 0);
      const chunk = Buffer.from(TURN_BUFFER.subarray(0, length));
      if (length > 0) turns.onTurn(() => onOutput(chunk));
      return length;
    };
    return new SlowReading(handle, turn, turns.isUnhurried);
  }

  private pushInput(): void {
    this.inputTimer = null;
    for (let head = this.input[0]; head; head = this.input[0]) {
      const written = this.writeSome(head);
      if (written === 'full') return;
      this.inputRetryMs = 1;
      this.inputBytes -= written;
      if (written === head.length) this.input.shift();
      else this.input[0] = head.subarray(written);
    }
    this.options.onInputDrained();
  }

  private writeSome(bytes: Buffer): number | 'full' {
    if (this.master === null) {
      this.pty.write(bytes.toString('utf8'));
      return bytes.length;
    }
    try {
      return writeSync(this.master, bytes);
    } catch (error) {
      // Not EAGAIN: nobody will ever read it.
      if (errnoOf(error) !== 'EAGAIN') return bytes.length;
      this.inputTimer = setTimeout(() => this.pushInput(), this.inputRetryMs);
      this.inputRetryMs = Math.min(this.inputRetryMs * 2, MAX_INPUT_RETRY_MS);
      return 'full';
    }
  }

  private readonly onChildSignal = (): void => {
    if (this.drained || !hasExited(this.pty.pid)) return;
    this.slowly?.hurry();
    this.drained = true;
    this.pty.resume();
    // Two turns: what the stream itself had buffered while it was paused comes out first.
    setImmediate(() => setImmediate(() => this.drain()));
  };

  /** Reads all that is left, then lets go of the terminal, so that its end of file, and with it the exit, comes at once. */
  private drain(): void {
    if (this.master !== null && !this.ended) {
      const buffer = Buffer.alloc(64 * 1024);
      for (let total = 0; total < MAX_DRAIN_BYTES; ) {
        const length = readAvailable(this.master, buffer, 0);
        if (length === 0) break;
        total += length;
        this.options.onOutput(Buffer.from(buffer.subarray(0, length)));
      }
    }
    this.closeSlave();
  }

  private finish(exitCode: number, signal: number | undefined): void {
    if (this.ended) return;
    this.ended = true;
    process.off('SIGCHLD', this.onChildSignal);
    if (this.inputTimer) clearTimeout(this.inputTimer);
    this.input = [];
    this.closeSlave();
    // A death by signal reports exit code 0.
    const name = signal ? signalName(signal) : null;
    this.options.onExit(name === null ? { code: exitCode, signal: null } : { code: null, signal: name });
  }

  private closeSlave(): void {
    if (this.slave !== null) closeSync(this.slave);
    this.slave = null;
  }
}

function signalName(signal: number): string {
  return Object.entries(os.constants.signals).find(([, number]) => number === signal)?.[0] ?? `signal ${signal}`;
}

/** Dead, or dead and not yet waited for. */
function hasExited(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return true;
  }
  const stat = thisSystem.processStat(pid);
  // Gone since, where the system tells of processes at all.
  return stat === null ? thisSystem.processStat(process.pid) !== null : stat.state === 'ended';
}

/** 0: nothing there now (the descriptor does not block), or the other side is closed. */
function readAvailable(fd: number, buffer: Buffer, at: number): number {
  try {
    return readSync(fd, buffer, at, buffer.length - at, null);
  } catch {
    return 0;
  }
}
