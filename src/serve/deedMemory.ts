// What was done of calls that may come again, over another connection and in another process: each is done once.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { failure, type Outcome } from '../actions/actionFailure';
import { type KeptDeed, parseKeptDeed } from '../protocol/keptDeed';
import { errnoOf } from '../store/fileErrors';
import { isProcessAlive } from '../store/processIdentity';
import { readText } from '../store/regularFile';
import { writeFileAtomically } from '../store/writeFileAtomically';

/** Nobody asks again after so long, ms. */
const KEPT_MS = 10 * 60_000;
const LOOK_MS = 100;
const MAX_BYTES = 1024 * 1024;

export class DeedMemory {
  private isSwept = false;

  /** @param directory of these files alone; made when it is needed. */
  constructor(private readonly directory: string) {}

  /** What came of it, now or before. Where nothing can be kept it is done all the same. */
  async once(token: string, act: () => Promise<Outcome>): Promise<unknown> {
    const file = path.join(this.directory, `${createHash('sha256').update(token).digest('hex').slice(0, 32)}.json`);
    try {
      mkdirSync(this.directory, { recursive: true, mode: 0o700 });
      if (!this.isSwept) this.sweep();
      writeFileSync(file, JSON.stringify({ pid: process.pid }), { flag: 'wx', mode: 0o600 });
    } catch (error) {
      return errnoOf(error) === 'EEXIST' ? this.before(file) : act();
    }
    const outcome = await act();
    try {
      writeFileAtomically(file, JSON.stringify({ pid: process.pid, outcome }));
    } catch {
      // Whoever asks again hears that it is not known.
    }
    return outcome;
  }

  private async before(file: string): Promise<unknown> {
    const from = performance.now();
    for (;;) {
      const done = read(file);
      if (done?.outcome !== undefined) return done.outcome;
      const isUnderWay = done !== null && isProcessAlive(done.pid) && performance.now() - from < KEPT_MS;
      if (!isUnderWay) {
        return failure('timeout', 'Whether it was done is not known. Look before you do it again.');
      }
      await setTimeout(LOOK_MS);
    }
  }

  private sweep(): void {
    this.isSwept = true;
    for (const name of readdirSync(this.directory)) {
      const file = path.join(this.directory, name);
      const stats = statSync(file, { throwIfNoEntry: false });
      if (stats !== undefined && Date.now() - stats.mtimeMs > KEPT_MS) rmSync(file, { force: true });
    }
  }
}

function read(file: string): KeptDeed | null {
  try {
    const parsed = parseKeptDeed(readText(file, MAX_BYTES));
    return parsed.ok ? parsed.value : null;
  } catch {
    return null;
  }
}
