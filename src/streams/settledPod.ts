// A stored Pod that has been looked at once and is not watched: of a hundred thousand as little is held as a later look needs.
import type { StoredPod } from '../podList/podFacts';
import type { KeptPod } from '../store/keptFacts';

export class SettledPod {
  readonly isSettled = true;
  private readonly signature: string;
  private readonly logSignature: string | null;

  /** `kept`: with the metadata and the log of `stored`. */
  constructor(
    readonly stored: StoredPod,
    { signature, log }: KeptPod,
  ) {
    this.signature = signature;
    this.logSignature = log?.signature ?? null;
  }

  /** As a catalogue keeps it, or would. */
  get kept(): KeptPod | null {
    const { stored, signature, logSignature } = this;
    const { id, metadata, log } = stored;
    if (metadata.kind !== 'ok') return null;
    const isLogKept = logSignature !== null && log?.kind === 'readable';
    return { name: id.name, signature, metadata, log: isLogKept ? { signature: logSignature, fact: log } : null };
  }
}
