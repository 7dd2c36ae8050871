// News of the hosts of a fleet that come together are told together.
import type { FleetLink } from './fleetLink';

/** Changes that come together are told together, ms. */
const TELL_MS = 30;

export class LinkNews {
  private readonly links = new Set<FleetLink>();
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly told: (link: FleetLink) => void) {}

  /** Of that host there is something to tell, when the next is told. */
  add(link: FleetLink): void {
    this.links.add(link);
  }

  /** The same, and that is soon. */
  addSoon(link: FleetLink): void {
    this.links.add(link);
    this.timer ??= setTimeout(() => this.tell(), TELL_MS);
  }

  /** Now, of all that have news. */
  tell(): void {
    this.stop();
    for (const link of this.links) this.told(link);
    this.links.clear();
  }

  stop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }
}
