// The links to the hosts of a fleet by name: made when a host is first heard of, and bounded.
import type { FleetLink } from './fleetLink';

/** Of so many hosts the last facts are kept on disk. */
const MOST_KEPT = 64;
/** Who names ever new hosts fills nobody's memory. */
const MAX_HOSTS = 20_000;

export class FleetLinks {
  private readonly links = new Map<string, FleetLink>();
  /** All of them by their names; null: there are others than when they were sorted. */
  private sorted: readonly FleetLink[] | null = null;

  /** `isKept`: its last facts are kept on disk. */
  constructor(private readonly make: (name: string, isKept: boolean) => FleetLink) {}

  /** In the order in which they were heard of. */
  get all(): Iterable<FleetLink> {
    return this.links.values();
  }

  /** By their names. */
  get byName(): readonly FleetLink[] {
    this.sorted ??= [...this.links.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    return this.sorted;
  }

  /** One that nobody has heard of yet, too. */
  of(name: string): FleetLink {
    const before = this.links.get(name);
    if (before !== undefined) return before;
    const link = this.make(name, this.links.size < MOST_KEPT);
    this.links.set(name, link);
    this.sorted = null;
    return link;
  }

  /** Names of hosts stand before a slash on command lines. `isNew`: it may be one that nobody has heard of yet. */
  mayHave(name: string, isNew = true): boolean {
    if (this.links.has(name)) return true;
    if (!isNew || !/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/.test(name)) return false;
    return this.links.size < MAX_HOSTS;
  }
}
