// How long output has to pause before it has ended: longer than the steady pauses of a program that redraws (`top`, `watch`).

/** No output for this long, ms, has ended it, where no rhythm is known. */
export const QUIET_MS = 1500;
/** What comes more seldom, ms, is no redrawing but news. */
const MAX_PAUSE_MS = 6000;
/** Two pauses are alike if they differ by no more than this part of one. */
const TOLERANCE = 0.25;
/** A pause of so many times the usual one has broken the rhythm. */
const PATIENCE = 1.5;

export class OutputRhythm {
  /** On the clock of `output`; null: nothing has come yet. */
  private last: number | null = null;
  /** The last pause that was long enough to look like an end, ms; 0: none. */
  private pause = 0;
  private isSteady = false;
  private hasInput = false;

  /** How long, ms, nothing has come. */
  quietFor(now: number): number {
    return this.last === null ? Number.MAX_SAFE_INTEGER : now - this.last;
  }

  /** From so long a pause on, ms, the output has ended. */
  get quietMs(): number {
    return this.isSteady ? this.pause * PATIENCE : QUIET_MS;
  }

  output(now: number): void {
    const pause = this.quietFor(now);
    this.last = now;
    const isAnswer = this.hasInput;
    this.hasInput = false;
    if (pause < QUIET_MS || isAnswer) return;
    this.isSteady = pause <= MAX_PAUSE_MS && Math.abs(pause - this.pause) <= this.pause * TOLERANCE;
    this.pause = pause;
  }

  /** What comes next answers the user: its pause says nothing. */
  input(): void {
    this.hasInput = true;
  }
}
