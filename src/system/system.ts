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
  /** Bytes of a line that a terminal in its usual mode takes, without its Enter. */
  readonly maxTerminalLine: number;
}
