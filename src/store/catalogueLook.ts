// The Pods of a catalogue held against their files one by one; of very many by a second thread, too, from the other end.
import type { StoredPod } from '../podList/podFacts';
import type { HomePaths } from '../protocol/homePaths';
import type { Catalogue } from './catalogue';
import { CatalogueAhead } from './catalogueAhead';
import type { KeptPod } from './keptFacts';
import { keptPod, unchangedPod } from './unchangedPod';

interface Looked {
  /** What is known of it; null: nothing. */
  readonly kept: KeptPod | null;
  /** The same where all its files are still those. */
  readonly stored: StoredPod | null;
}

const UNKNOWN: Looked = { kept: null, stored: null };

export class CatalogueLook {
  private ahead: CatalogueAhead | null = null;

  constructor(
    private readonly home: HomePaths,
    /** Null: there are few Pods. */
    private readonly catalogue: Catalogue | null,
  ) {}

  /** With the second thread. @param program, @param least see `CatalogueAhead`. */
  begin(program: string | undefined, least?: number): void {
    if (this.catalogue !== null) this.ahead = CatalogueAhead.start(program, this.home, this.catalogue, least);
  }

  of(name: string): Looked {
    const { catalogue, home } = this;
    const kept = catalogue?.of(name) ?? null;
    if (catalogue === null || kept === null) return UNKNOWN;
    return { kept, stored: this.isKnown(catalogue, name) ? keptPod(home, kept) : unchangedPod(home, kept) };
  }

  private isKnown(catalogue: Catalogue, name: string): boolean {
    const { ahead } = this;
    const row = ahead === null ? null : catalogue.rowOf(name);
    if (ahead === null || row === null) return false;
    ahead.passed(row);
    return ahead.isAsKept(row);
  }

  close(): void {
    this.ahead?.close();
    this.ahead = null;
  }
}
