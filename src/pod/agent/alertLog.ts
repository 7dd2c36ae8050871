// Words of the Pod to its users that clients to come are told as well.
import { displayText } from '../../cells/displayText';

/** Formats §5. */
const MAX_ALERTS = 512;

export class AlertLog {
  private readonly kept: object[] = [];

  constructor(
    /** Unix ms. */
    private readonly now: () => number,
  ) {}

  /** The newest of them, as events. */
  get all(): readonly object[] {
    return this.kept;
  }

  /** The event, kept for who comes later. */
  add(level: 'warn' | 'error', message: string): object {
    const alert = this.event(level, message);
    this.kept.push(alert);
    if (this.kept.length > MAX_ALERTS) this.kept.shift();
    return alert;
  }

  /** For who is there now. */
  event(level: 'warn' | 'error', message: string): object {
    const data = { level, source: 'pod', message: displayText(message), timestamp_ms: this.now() };
    return { event: 'alert', data };
  }
}
