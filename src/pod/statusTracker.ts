// Idle or running, since when, and the fact that decided it.

export interface PodStatus {
  readonly status: 'idle' | 'running';
  /** Unix ms. */
  readonly since: number;
  readonly reason: string;
}

export interface StatusPort {
  /** The name of the foreground job of a shell, null: none. Undefined: the program is no shell. */
  foregroundJob(): string | null | undefined;
  onChange(status: PodStatus): void;
  now(): number;
}

/** No output for this long, ms, and no foreground job: idle. */
export const QUIET_MS = 1500;
/** While a silent job is in the foreground nobody tells of its end: looked at this often, ms. */
const JOB_CHECK_MS = 1000;

export class StatusTracker {
  private current: PodStatus;
  private lastOutput = 0;
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly port: StatusPort) {
    this.current = { status: 'idle', since: port.now(), reason: 'no output yet' };
  }

  get status(): PodStatus {
    return this.current;
  }

  /** The program has put something out. Cheap: one timer, re-armed when it goes off, whatever the rate. */
  output(): void {
    this.lastOutput = this.port.now();
    if (this.current.status === 'idle') this.change('running', 'output');
    if (!this.timer) this.arm(QUIET_MS);
  }

  /** The user has typed: a shell may have started a job that says nothing (where not even the echo is on). */
  input(): void {
    if (this.port.foregroundJob() !== undefined && !this.timer) this.arm(QUIET_MS);
  }

  stop(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }

  private arm(ms: number): void {
    this.timer = setTimeout(() => this.check(), ms);
  }

  private check(): void {
    this.timer = null;
    const quietMs = this.port.now() - this.lastOutput;
    if (quietMs < QUIET_MS && quietMs >= 0) {
      this.arm(QUIET_MS - quietMs);
      return;
    }
    const job = this.port.foregroundJob();
    if (job) {
      this.change('running', `foreground job: ${job}`);
      this.arm(JOB_CHECK_MS);
    } else if (this.current.status === 'running') {
      this.change('idle', job === null ? 'no foreground job' : `quiet for ${QUIET_MS / 1000} s`);
    }
  }

  /** `since` stays while only the reason changes. */
  private change(status: PodStatus['status'], reason: string): void {
    if (status === this.current.status && reason === this.current.reason) return;
    const since = status === this.current.status ? this.current.since : this.port.now();
    this.current = { status, since, reason };
    this.port.onChange(this.current);
  }
}
