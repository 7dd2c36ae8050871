// Whether a run is in progress, and since when: what lists show of an agent Pod.
import type { RunTrigger } from './emission';

export interface Status {
  readonly status: 'idle' | 'running' | 'paused';
  /** Unix ms. */
  readonly since: number;
  readonly reason: string;
}

export class RunStatus {
  current: Status;
  /** A turn is paused, and goes on only when its user says so. */
  private isPauseStanding = false;

  constructor(private readonly now: () => number) {
    this.current = { status: 'idle', since: now(), reason: 'no turn yet' };
  }

  /** What the agent does by itself leaves a pause standing. */
  begin(trigger: RunTrigger | null): void {
    this.isPauseStanding = trigger === 'wakeup' && this.current.status === 'paused';
  }

  change(told: Status['status'], why: string): void {
    const isPaused = told === 'idle' && this.isPauseStanding;
    const [status, reason] = isPaused ? (['paused', 'paused by a client'] as const) : [told, why];
    const since = status === this.current.status ? this.current.since : this.now();
    this.current = { status, since, reason };
  }
}
