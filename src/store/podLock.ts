// Who has a Pod: says it in its directory and keeps the lock there for as long as it lives; the kernel gives that back.
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, ftruncateSync, rmdirSync, rmSync, statfsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type HomePaths, podHolderPath } from '../protocol/homePaths';
import { formatPodHolder, type HeldProgram, heldWords, type PodHolder, parsePodHolder } from '../protocol/podHolder';
import { errorWords } from './fileErrors';
import { isAt, openLocked } from './fileLock';
import { makeDirectory } from './makeDirectory';
import { bootId, pidNamespace, startTimeOf } from './processIdentity';
import { type Claimed, refused } from './registerPod';
import { openRegular, readText } from './regularFile';
import { writeAt } from './writeAt';

/** Who only looks has the lock for a moment. */
const LOCK_TIMEOUT_MS = 2000;
const MAX_HOLDER_BYTES = 64 * 1024;

export class PodLock {
  private program: HeldProgram | undefined;

  private constructor(
    private file: string,
    /** Null: released. */
    private descriptor: number | null,
    /** The program of a process that had the Pod before and was killed; null: none is known of. */
    readonly left: HeldProgram | null,
  ) {}

  /** For the process that becomes the Pod. Refused where another has it, whatever runtime directory that knows. */
  static async take(home: HomePaths, podName: string, socket: string): Promise<Claimed<PodLock>> {
    const file = podHolderPath(home, podName);
    try {
      const taken = await lock(file, podName, ourselves(socket));
      return taken.ok ? { ok: true, value: new PodLock(file, taken.value.descriptor, taken.value.left) } : taken;
    } catch (error) {
      // By its descriptor: the system does not say which file it was.
      return refused(`The Pod "${podName}" cannot be started: ${errorWords(error)}: ${file}`);
    }
  }

  /** False: something outside has taken the file away, and the lock with it. */
  get isOwn(): boolean {
    return this.descriptor !== null && isAt(this.file, this.descriptor);
  }

  /** After it was taken away. */
  async retake(podName: string, socket: string): Promise<Claimed> {
    const taken = await lock(this.file, podName, this.said(socket));
    if (!taken.ok) return taken;
    if (this.descriptor !== null) closeSync(this.descriptor);
    this.descriptor = taken.value.descriptor;
    return { ok: true, value: null };
  }

  /** The Pod's program runs: should we be killed, who comes next can end it. A store that takes no word loses that. */
  runs(pid: number, socket: string): void {
    this.program = { pid, startTime: startTimeOf(pid), socket };
    if (this.descriptor === null) return;
    try {
      // It only gets longer: no reader finds a half.
      writeAt(this.descriptor, Buffer.from(formatPodHolder(this.said(socket)), 'utf8'), 0);
    } catch {
      // The Pod is as well without.
    }
  }

  private said(socket: string): PodHolder {
    return { ...ourselves(socket), ...(this.program !== undefined && { program: this.program }) };
  }

  /** Its directory has got another name; the lock goes with the file. */
  movedTo(home: HomePaths, podName: string): void {
    this.file = podHolderPath(home, podName);
  }

  /** The Pod is nobody's again. */
  release(): void {
    const { descriptor } = this;
    if (descriptor === null) return;
    try {
      if (this.isOwn) rmSync(this.file, { force: true });
      // Where nothing else of the Pod is kept.
      rmdirSync(path.dirname(this.file));
    } catch {
      // Not empty; or a read-only store: the lock tells that we are gone.
    } finally {
      this.descriptor = null;
      closeSync(descriptor);
    }
  }
}

/** Why nobody else may have the Pod now, as a clause; null: nobody has it. */
export function podHeld(home: HomePaths, podName: string): { readonly socket: string; readonly words: string } | null {
  const file = podHolderPath(home, podName);
  // Of most Pods there is none: an error for each would cost more than all else that is read of them.
  const holder = existsSync(file) ? readHolder(file) : null;
  if (holder === null) return null;
  const words = heldNow(file, holder);
  return words === null ? null : { socket: holder.socket, words };
}

/** What runs on of a Pod whose process was killed; null: it lives, nothing is known of, or it is none of this machine's. */
export function leftProgram(home: HomePaths, podName: string): HeldProgram | null {
  const file = podHolderPath(home, podName);
  const holder = readHolder(file);
  return holder === null || heldNow(file, holder) !== null ? null : leftBy(holder, ourselves(holder.socket));
}

/** @throws file errors. */
async function lock(
  file: string,
  podName: string,
  said: PodHolder,
): Promise<Claimed<{ readonly descriptor: number; readonly left: HeldProgram | null }>> {
  makeDirectory(path.dirname(file));
  const before = readHolder(file);
  const locked = await openLocked(file, LOCK_TIMEOUT_MS);
  if (locked.kind === 'fault') return refused(`The Pod "${podName}" cannot be locked. ${locked.message}`);
  // Who has the lock now need not ask for it, and would only find itself.
  const isOursNow = locked.kind === 'taken';
  const words = before === null || isOurs(before) ? null : heldNow(file, before, () => !isOursNow);
  if (locked.kind === 'held' || words !== null) {
    if (locked.kind === 'taken') closeSync(locked.descriptor);
    return refused(`The Pod "${podName}" is live: ${words ?? 'another process has it'}.`, true);
  }
  const { descriptor } = locked;
  try {
    ftruncateSync(descriptor, 0);
    const left = before === null ? null : leftBy(before, said);
    // Until it has been ended it is still to be ended.
    const whole = left === null || said.program !== undefined ? said : { ...said, program: left };
    writeAt(descriptor, Buffer.from(formatPodHolder(whole), 'utf8'), 0);
    return { ok: true, value: { descriptor, left } };
  } catch (error) {
    rmSync(file, { force: true });
    closeSync(descriptor);
    throw error;
  }
}

/** Only where pids mean the same to both. */
function leftBy({ program, ...before }: PodHolder, said: PodHolder): HeldProgram | null {
  if (program === undefined || said.bootId === null) return null;
  return before.bootId === said.bootId && before.pidNamespace === said.pidNamespace ? program : null;
}

/** Null: there is none, or what is there says nothing. */
function readHolder(file: string): PodHolder | null {
  try {
    const holder = parsePodHolder(readText(file, MAX_HOLDER_BYTES));
    return holder.ok ? holder.value : null;
  } catch {
    return null;
  }
}

function heldNow(file: string, holder: PodHolder, isHeld = () => isLocked(file)): string | null {
  return heldWords(holder, {
    here: ourselves(holder.socket),
    runs: () => processRuns(holder),
    isLocked: isHeld,
    isShared: () => isShared(file),
  });
}

/** A copy of what we have written, put back from a backup. */
function isOurs({ pid, startTime, bootId: boot }: PodHolder): boolean {
  return pid === process.pid && startTime === startTimeOf(pid) && boot === bootId();
}

/** The same for as long as we run: asked for beside each Pod of a list. */
let ownStartTime: string | null = null;

function ourselves(socket: string): PodHolder {
  const { pid } = process;
  ownStartTime ??= startTimeOf(pid);
  return {
    pid,
    startTime: ownStartTime,
    socket,
    host: os.hostname(),
    bootId: bootId(),
    pidNamespace: pidNamespace(),
  };
}

function processRuns({ pid, startTime }: PodHolder): boolean {
  if (startTime !== null) return startTimeOf(pid) === startTime;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Only asked where a pid says nothing; what cannot be asked counts as held. */
function isLocked(file: string): boolean {
  let descriptor: number;
  try {
    descriptor = openRegular(file);
  } catch {
    return false;
  }
  try {
    return spawnSync('flock', ['-n', '-s', '3'], { stdio: ['ignore', 'ignore', 'ignore', descriptor] }).status !== 0;
  } finally {
    closeSync(descriptor);
  }
}

/** `statfs` types of file systems that several hosts may have: NFS, SMB, CIFS, SMB2, 9P, AFS, Ceph, FUSE (sshfs), Lustre, GFS2. */
const SHARED: ReadonlySet<number> = new Set([
  0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x01021997, 0x5346414f, 0x00c36400, 0x65735546, 0x0bd00bd0, 0x01161970,
]);

function isShared(file: string): boolean {
  try {
    return SHARED.has(statfsSync(path.dirname(file)).type);
  } catch {
    return true;
  }
}
