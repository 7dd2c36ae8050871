// What a terminal Pod tells of itself: its status, why its user is needed, and when both are pushed.
import type { StatusWord } from '../../protocol/statusWord';
import { AttentionKeeper } from './attentionKeeper';
import { PUSH_GAP_MS, StatusPush } from './statusPush';
import { StatusTracker } from './statusTracker';
import { oneLine, type TerminalFact } from './terminalFacts';

export interface TerminalStatusPort {
  /** See `StatusPort`. */
  foregroundJob(): string | null | undefined;
  /** A viewer is attached. */
  isWatched(): boolean;
  onIdle(): void;
  /** Tells every client `data` and what else belongs to it. */
  push(): void;
}

export class TerminalStatus {
  private readonly tracker: StatusTracker;
  private readonly attention: AttentionKeeper;
  private readonly pushes: StatusPush;
  /** The command that a shell's marks say is running. */
  private command: string | null = null;
  private isCommandRunning = false;
  private hasBecomeIdle = false;
  /** The reason that somebody has given; null: none. */
  private said: string | null = null;
  private outputAt: number | null = null;

  constructor(port: TerminalStatusPort) {
    this.pushes = new StatusPush(() => {
      // Not with each change: marks that follow each other fast must not become as many writes.
      if (this.hasBecomeIdle) port.onIdle();
      this.hasBecomeIdle = false;
      port.push();
    });
    const now = () => Date.now();
    this.attention = new AttentionKeeper(
      () => port.isWatched(),
      () => this.pushes.ask(this.attention.attention ? PUSH_GAP_MS.attention : PUSH_GAP_MS.status),
      now,
    );
    this.tracker = new StatusTracker({
      foregroundJob: () => port.foregroundJob(),
      onChange: ({ status }) => {
        this.hasBecomeIdle = status === 'idle';
        this.pushes.ask(PUSH_GAP_MS.status);
      },
      onLongWorkEnded: (what) => this.attention.raise('finished', what ? `finished: ${what}` : 'finished'),
      now,
      elapsed: () => performance.now(),
    });
  }

  get data(): object {
    const { status } = this.tracker;
    const isSaid = this.said !== null && status.reason === this.said;
    return { ...status, ...(isSaid && { said: true }), attention: this.attention.attention };
  }

  /** Unix ms of the last output; null: there was none. */
  get lastOutput(): number | null {
    return this.outputAt;
  }

  /** Cheap, whatever the rate: what shows now is told a little later. */
  output(): void {
    this.outputAt = Date.now();
    this.tracker.output();
    this.pushes.ask(PUSH_GAP_MS.output);
  }

  typed(): void {
    this.tracker.input();
  }

  /** A text was sent, by a script or another program. */
  sent(): void {
    this.tracker.sent();
  }

  titleChanged(): void {
    this.pushes.ask(PUSH_GAP_MS.title);
  }

  /** The user has looked. */
  seen(): void {
    this.attention.clear();
  }

  fact(fact: TerminalFact): void {
    if (fact.kind === 'bell') this.attention.raise('bell', 'bell');
    else if (fact.kind === 'notification') this.attention.raise('notification', fact.message);
    else if (fact.kind === 'progress') this.tracker.progress(fact.isShown);
    else {
      if (fact.mark === 'end') this.commandEnded(fact.exitCode);
      this.isCommandRunning = fact.mark === 'start';
      this.command = fact.mark === 'start' ? fact.command : null;
      this.tracker.mark(fact);
    }
  }

  /** `podwatch status`. `attention` counts as idle: the program waits, and takes what is sent to it. */
  say(word: StatusWord, reason: string | null): void {
    const text = oneLine(reason ?? '');
    this.said = word === 'auto' || text === '' ? null : text;
    if (word === 'auto') this.tracker.setExplicit(null);
    else {
      const status = word === 'attention' ? 'idle' : word;
      this.tracker.setExplicit({ status, reason: text || `podwatch status ${word}` });
    }
    if (word === 'attention') this.attention.raise('notification', text || 'it needs you');
    // It goes on: what it asked for has been settled.
    else if (word === 'running') this.attention.clear();
  }

  stop(): void {
    this.tracker.stop();
    this.pushes.stop();
  }

  /** A shell also tells of an end at its first prompt, before anything has run. */
  private commandEnded(exitCode: number | null): void {
    if (!this.isCommandRunning || !exitCode) return;
    this.attention.raise('failed', `${this.command ?? 'its command'} failed with exit code ${exitCode}`);
  }
}
