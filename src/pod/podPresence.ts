// Keeps a live Pod findable: what takes its socket file or its registry entry away is mended while the Pod lives.
import { type BigIntStats, statSync } from 'node:fs';
import type { HomePaths } from '../protocol/homePaths';
import type { Allocation } from '../protocol/registryTable';
import { errorText } from '../store/fileErrors';
import { moveRecord } from '../store/moveRecord';
import type { PodLock } from '../store/podLock';
import { type Claimed, refused, registerAgain, registerRenamed, unregisterPod } from '../store/registerPod';
import { MAX_RECORD_FILE_BYTES, readText } from '../store/regularFile';
import type { PodServer } from './podServer';

/**
 * How often we look, ms; two stats. No watch, as it would miss what matters most: a runtime directory that is unmounted at
 * logout and mounted again at login makes no event. And the system allows a user few watching processes (often 128), which
 * Pods must not use up.
 */
const LOOK_EVERY_MS = 5000;
/**
 * After so many looks that found all in its place the time between two is so many times as long: what stood for a minute is seldom
 * taken away, and each look wakes a process of which a hundred may be asleep.
 */
const LATER = [
  { looks: 9, times: 6 },
  { looks: 6, times: 2 },
];

interface Presence {
  readonly home: HomePaths;
  /** What stands in the registry for this Pod; its name can change. */
  allocation: Allocation;
  readonly server: PodServer;
  /** What says in the store that the Pod is ours. */
  readonly held: PodLock;
  readonly lookEveryMs?: number;
}

export class PodPresence {
  private timer: NodeJS.Timeout | null = null;
  /** Since the start, or since something was amiss. */
  private looks = 0;
  /** The registry file in which our entry was last seen. */
  private seenIn: string | null = null;
  private mending: Promise<void> | null = null;
  /** What writes the registry for us takes turns: each begins at what the one before has left. It rejects never. */
  private lastTurn: Promise<unknown> = Promise.resolve();
  private isLeaving = false;
  private lastFault = '';
  private alsoLook: (() => void) | null = null;

  /** For a name that has just been claimed. Ends with `leave`. */
  constructor(private readonly presence: Presence) {
    this.lookLater();
  }

  /**
   * Leaves the registry and stops listening; the name is free then. `leftovers`: as `PodServer.stopListening` has them.
   * No mending comes after it.
   */
  async leave(leftovers: readonly string[] = []): Promise<void> {
    this.stopLooking();
    this.isLeaving = true;
    // Who holds the lock, or waits for it, comes first: what that registers we take out again.
    await this.inTurn(async () => {
      const { home, allocation, server, held } = this.presence;
      const left = await unregisterPod(home, allocation.pod_name, allocation.pid);
      if (!left.ok) process.stderr.write(`${left.error}\n`);
      server.stopListening(leftovers);
      held.release();
    });
  }

  /**
   * The Pod gets another name: record, registry entry and hold, or nothing of it. Its socket stays where it is, as its
   * program and its viewers know it by that; so nobody else can have the old name before this process ends. Of several that ask
   * at once each is served in its turn, the first one first.
   * @param from what it must be called still, whoever was faster; undefined: whatever.
   * @param named is told the name as soon as the record has it, and again where it could not be kept.
   */
  rename(newName: string, from: string | undefined, named: (podName: string) => void): Promise<Claimed> {
    return this.inTurn(async () => {
      const { home, allocation, held } = this.presence;
      if (this.isLeaving) return refused('it ends.');
      if (from !== undefined && from !== allocation.pod_name) return this.renamedBefore();
      const renamed = { ...allocation, pod_name: newName };
      // Within one turn of the event loop: nobody may look for the record under its old name and write it again.
      const move = (oldName: string, entry: Allocation): Claimed => {
        const moved = moveRecord(home, oldName, entry.pod_name);
        if (!moved.ok) return moved;
        held.movedTo(home, entry.pod_name);
        named(entry.pod_name);
        this.presence.allocation = entry;
        return moved;
      };
      const done = await registerRenamed(home, allocation, renamed, () => move(allocation.pod_name, renamed));
      // The registry could not be written.
      if (!done.ok && this.presence.allocation === renamed) move(newName, allocation);
      this.seenIn = null;
      return done;
    });
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.lastTurn.then(work);
    this.lastTurn = done.catch(() => {});
    return done;
  }

  private renamedBefore(): Claimed {
    return refused(`somebody else was faster, and it is called "${this.presence.allocation.pod_name}" by now.`);
  }

  /** The Pod's program runs, as the leader of a terminal session of its own. */
  programRuns(pid: number): void {
    const { held, allocation } = this.presence;
    held.runs(pid, allocation.socket);
  }

  /** What else of the Pod may be taken away from outside is looked after as often; `look` throws nothing. */
  whenLooking(look: () => void): void {
    this.alsoLook = look;
  }

  private lookLater(): void {
    const everyMs = this.presence.lookEveryMs ?? LOOK_EVERY_MS;
    const times = LATER.find(({ looks }) => this.looks >= looks)?.times ?? 1;
    this.timer = setTimeout(() => {
      this.lookLater();
      this.looks += 1;
      this.look();
    }, times * everyMs);
  }

  private stopLooking(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }

  private look(): void {
    this.alsoLook?.();
    if (this.mending !== null) return;
    const { server, held } = this.presence;
    if (server.file === 'own' && held.isOwn && this.isRegistered()) return;
    this.looks = 0;
    this.mending = this.inTurn(() => this.mend())
      .catch((error: unknown) => this.report(errorText(error)))
      .finally(() => {
        this.mending = null;
      });
  }

  private async mend(): Promise<void> {
    if (this.isLeaving) return;
    const { home, allocation, server, held } = this.presence;
    const mended = await registerAgain(home, allocation, async (): Promise<Claimed> => {
      const kept: Claimed = held.isOwn
        ? { ok: true, value: null }
        : await held.retake(allocation.pod_name, allocation.socket);
      return kept.ok && server.file !== 'own' ? server.listen() : kept;
    });
    if (mended.ok) this.lastFault = '';
    else if (mended.taken) this.giveUp(mended.error);
    else this.report(mended.error);
  }

  /** Two Pods that take a name from each other would never end. */
  private giveUp(error: string): void {
    this.stopLooking();
    const name = this.presence.allocation.pod_name;
    this.report(`${error} This older Pod "${name}" (pid ${process.pid}) goes on, but cannot be found any more.`);
  }

  /** Once: a directory that cannot be made now is looked at again and again. */
  private report(fault: string): void {
    if (fault !== this.lastFault) process.stderr.write(`${fault}\n`);
    this.lastFault = fault;
  }

  private isRegistered(): boolean {
    const { registry } = this.presence.home;
    try {
      const signature = signatureOf(statSync(registry, { bigint: true }));
      if (signature === this.seenIn) return true;
      if (!this.isIn(readText(registry, MAX_RECORD_FILE_BYTES))) return false;
      this.seenIn = signature;
      return true;
    } catch {
      return false;
    }
  }

  /** A hint without a parse, as every Pod looks at each change of a long table. Who is in doubt looks under the lock. */
  private isIn(table: string): boolean {
    const { pid, socket, pod_name: name } = this.presence.allocation;
    const isNamed = table.includes(JSON.stringify(socket)) && table.includes(JSON.stringify(name));
    return isNamed && new RegExp(`"pid":\\s*${pid}\\b`).test(table);
  }
}

function signatureOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [dev, ino, size, mtimeNs, ctimeNs].join(':');
}
