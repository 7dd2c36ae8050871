// What of a live Pod cannot be stored now, or was taken away from outside, in words: for its status, while it lasts.

export class StoreFaults {
  private readonly said = new Map<'record' | 'log' | 'recording', string>();

  /** `fault` null: it is stored again. True where that is news. */
  note(what: 'record' | 'log' | 'recording', fault: string | null): boolean {
    if (fault === (this.said.get(what) ?? null)) return false;
    if (fault === null) this.said.delete(what);
    else this.said.set(what, fault);
    return true;
  }

  /** Part of the data of a status (formats §5: extra fields are ignored by who does not know them). */
  get data(): { readonly faults?: readonly string[] } {
    return this.said.size === 0 ? {} : { faults: [...this.said.values()] };
  }
}
