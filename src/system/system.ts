// What differs between systems, asked in one place: processes, their terminals and files, locks, lengths.
import type { ProcessStat } from './processStat';

export interface System {
  /** Null: no such process, or nobody can know. */
  processStat(pid: number): ProcessStat | null;
  /** Of every process, those that have ended but for being collected too; empty where nobody can know. */
  processTable(): readonly ProcessStat[];
  /** Program and arguments, untrusted text; null: no such process, or nobody can know. */
  commandLine(pid: number): readonly string[] | null;
  workingDirectory(pid: number): string | null;
  /** Whether a process was started with that variable; false where we may not look. */
  startedWith(pid: number, variable: string, value: string): boolean;
  /** Unix ms of a `startTime`; null: not known. */
  startedAt(startTime: string): number | null;
  /** Of the kernel since it was started; null: not known. */
  bootId(): string | null;
  /** In which our pids mean something (containers); null: not known, or there are none. */
  pidNamespace(): string | null;
  /** Whether the process has a socket that is bound to that path; false where nobody can know. */
  listensOn(pid: number, socketPath: string): boolean;
  /** Our descriptors that a child would get; empty where nobody can tell them from those that an exec closes. */
  inheritedDescriptors(): readonly number[];
  /** For `open`: it locks the file, and fails with EAGAIN where somebody has it; null: the program `flock` is needed. */
  readonly lockingFlags: number | null;
  /** Who holds a lock on a file, as the system's table stands at the call; null: nobody, or nobody can know. */
  lockHolders(): (file: string) => number | null;
  /** The file that a process runs; null: no such process, another user's, or nobody can know. */
  programFile(pid: number): string | null;
  /** How many files a process may have open; null: no such process, or nobody can know. */
  openFilesLimit(pid: number): OpenFilesLimit | null;
  /** Of this process and what it starts from now on, as far as the system lets us. */
  setOpenFilesLimit(soft: number): void;
  /** How much may be watched for changes by all processes of the user; null: no bound, or nobody can know. */
  watchLimits(): WatchLimits | null;
  /** What we were started with, byte for byte, where it need not be UTF-8; null: it is by rule, or nobody can know. */
  startBytes(): StartBytes | null;
  /** Tells as often as it is called whether somebody reads the pipe at our descriptor; null: no pipe, or nobody can know. */
  pipeReader(fd: number): (() => boolean) | null;
  /** Asking for a process starts a program: not to be done for each output of a Pod. */
  readonly isAskingDear: boolean;
  /** Programs of a user may be run by systemd. */
  readonly mayHaveSystemd: boolean;
  /** Bytes of a socket's path. */
  readonly maxSocketPath: number;
  /** Bytes of one argument or variable; null: only their sum is bounded. */
  readonly maxArgument: number | null;
  /** Bytes of a line that a terminal in its usual mode takes, without its Enter. */
  readonly maxTerminalLine: number;
}

/** Null: none. */
export interface OpenFilesLimit {
  readonly soft: number | null;
  readonly hard: number | null;
}

/** Null: no bound, or not known. */
export interface WatchLimits {
  /** Files and directories. */
  readonly files: number | null;
  /** Programs that watch any. */
  readonly programs: number | null;
}

export interface StartBytes {
  readonly argv: readonly Buffer[];
  /** `NAME=VALUE` each. */
  readonly environment: readonly Buffer[];
  /** The working directory of now. */
  readonly directory: Buffer;
}
