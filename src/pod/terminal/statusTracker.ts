// What a terminal Pod does, since when, and the fact that decided it: what was said explicitly, else known marks, else output.
import type { WireStatus } from '../../protocol/wireEvent';
import { OutputRhythm, QUIET_MS } from './outputRhythm';
import { type ShellMark, ShellMarks } from './shellMarks';

export interface KnownStatus {
  readonly status: WireStatus;
  /** Unix ms. */
  readonly since: number;
  readonly reason: string;
}

export interface StatusPort {
  /** The name of the foreground job of a shell, null: none. Undefined: the program is no shell. */
  foregroundJob(): string | null | undefined;
  onChange(status: KnownStatus): void;
  /** A known piece of work that took `LONG_WORK_MS` or more has ended; `what` names it, where it has a name. */
  onLongWorkEnded(what: string | null): void;
  /** Unix ms. */
  now(): number;
  /** ms since whenever: no clock that is set moves it. */
  elapsed(): number;
}

type Verdict = Omit<KnownStatus, 'since'>;

const PROGRESS: Verdict = { status: 'running', reason: 'it shows progress (OSC 9;4)' };
/** While a silent job is in the foreground nobody tells of its end: looked at this often, ms. */
const JOB_CHECK_MS = 1000;
/** Output that comes so long, ms, after the quiet was last waited for has it waited for anew: there is no waking up in between. */
const REARM_MS = QUIET_MS / 2;
/** A text that was sent keeps a Pod from counting as idle so long, ms: nothing tells yet what comes of it. */
const SENT_MS = QUIET_MS;
/** Work that was worth leaving alone, ms. */
const LONG_WORK_MS = 10_000;

export class StatusTracker {
  private current: KnownStatus;
  /** When `current.since` was, as `elapsed` counts. */
  private changedAt: number;
  private readonly rhythm = new OutputRhythm();
  private timer: NodeJS.Timeout | null = null;
  /** When it was started, as `elapsed` counts. */
  private armedAt = 0;
  /** The program was no shell when it was looked at last: only output says that it is at work. */
  private hasNoJobs = false;
  /** By output and foreground job, which is all there is for most programs. */
  private observed: Verdict = { status: 'idle', reason: 'no output yet' };
  private readonly marks = new ShellMarks();
  private hasProgress = false;
  private explicit: Verdict | null = null;
  /** Runs for a while after a text was sent. */
  private sentTimer: NodeJS.Timeout | null = null;
  /** The work at hand is known to be some (a job, marks, progress, said so), not just output; and its name. */
  private work: { name: string | null } | null = null;

  constructor(private readonly port: StatusPort) {
    this.current = { ...this.observed, since: port.now() };
    this.changedAt = port.elapsed();
  }

  get status(): KnownStatus {
    return this.current;
  }

  /** The program has put something out. Cheap: one timer, seldom re-armed, whatever the rate. */
  output(): void {
    const now = this.port.elapsed();
    this.rhythm.output(now);
    if (this.observed.status === 'idle') this.observe('running', 'output');
    if (this.timer && this.hasNoJobs && now - this.armedAt > REARM_MS) this.disarm();
    if (!this.timer) this.arm(QUIET_MS);
  }

  /** The user has typed: a shell may have started a job that says nothing (where not even the echo is on). */
  input(): void {
    this.rhythm.input();
    // Looked for only where that matters: each key comes here.
    if (!this.timer && this.port.foregroundJob() !== undefined) this.arm(QUIET_MS);
  }

  /** A text was sent: who asks right behind it must not hear of the idleness before. */
  sent(): void {
    this.forgetSent();
    this.sentTimer = setTimeout(() => {
      this.sentTimer = null;
      this.decide();
    }, SENT_MS);
    this.input();
    this.decide();
  }

  /** OSC 133: the shell says where it is. Holds until its next mark. */
  mark(mark: ShellMark): void {
    this.marks.take(mark, this.port.foregroundJob() ?? null);
    if (mark.mark !== 'start') this.hasProgress = false;
    this.forgetSent();
    this.decide();
  }

  /** OSC 9;4: a progress bar is work; without one the other facts decide. */
  progress(isShown: boolean): void {
    this.hasProgress = isShown;
    this.decide();
  }

  /** Said by the user or a hook: holds until the next such word or the end of the program. Null: the facts decide again. */
  setExplicit(verdict: Verdict | null): void {
    this.explicit = verdict;
    this.forgetSent();
    this.decide();
  }

  stop(): void {
    this.disarm();
    this.forgetSent();
  }

  /** What is told from now on is told of what came of it. */
  private forgetSent(): void {
    if (this.sentTimer) clearTimeout(this.sentTimer);
    this.sentTimer = null;
  }

  private disarm(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }

  private arm(ms: number): void {
    this.armedAt = this.port.elapsed();
    this.timer = setTimeout(() => this.check(), ms);
  }

  private check(): void {
    this.timer = null;
    const { quietMs } = this.rhythm;
    const quietFor = this.rhythm.quietFor(this.port.elapsed());
    const job = this.port.foregroundJob();
    this.hasNoJobs = job === undefined;
    this.forgetStale(job);
    if (job) {
      this.observe('running', `foreground job: ${job}`);
      this.noteWork(job);
      this.arm(JOB_CHECK_MS);
    } else if (quietFor < quietMs && quietFor >= 0) {
      this.arm(quietMs - quietFor);
    } else if (this.observed.status === 'running') {
      this.observe('idle', job === null ? 'no foreground job' : `quiet for ${(quietMs / 1000).toFixed(1)} s`);
    }
  }

  /** Marks and progress of a program that has gone without taking them back. */
  private forgetStale(job: string | null | undefined): void {
    if (job === undefined) return;
    this.marks.forgetOthers(job);
    if (job === null) this.hasProgress = false;
    this.decide();
  }

  private observe(status: WireStatus, reason: string): void {
    this.observed = { status, reason };
    this.decide();
  }

  private decide(): void {
    const { verdict, isKnown } = this.decided();
    if (this.sentTimer && verdict.status === 'idle')
      // For who asks now; what comes of it is told when it comes.
      this.change({ status: 'running', reason: 'a text was sent' }, false, false);
    else this.change(verdict, isKnown);
  }

  private decided(): { readonly verdict: Verdict; readonly isKnown: boolean } {
    const known = this.explicit ?? (this.hasProgress ? PROGRESS : this.marks.verdict);
    return known === null ? { verdict: this.observed, isKnown: false } : { verdict: known, isKnown: true };
  }

  private noteWork(name: string | null): void {
    if (this.current.status === 'running') this.work = { name: name ?? this.work?.name ?? null };
  }

  /** `since` stays while only the reason changes. */
  private change({ status, reason }: Verdict, isKnown: boolean, isTold = true): void {
    const before = this.current;
    const lasted = this.port.elapsed() - this.changedAt;
    if (status !== before.status || reason !== before.reason) {
      const since = status === before.status ? before.since : this.port.now();
      if (status !== before.status) this.changedAt = this.port.elapsed();
      this.current = { status, since, reason };
      if (isTold) this.port.onChange(this.current);
    }
    if (status === 'running') {
      if (isKnown) this.noteWork(this.marks.command);
      return;
    }
    const { work } = this;
    this.work = null;
    if (work && lasted >= LONG_WORK_MS && status === 'idle' && before.status === 'running')
      this.port.onLongWorkEnded(work.name);
  }
}
