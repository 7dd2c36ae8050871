// What a host of a fleet has told of its Pods, record by record: checked and bounded, however it was made.
import { displayText } from '../../cells/displayText';
import { MAX_HOST_ROWS } from '../../protocol/hostWire';
import { type FleetRecord, parseRecord } from './fleetWire';
import { podToken } from './subjects';

/** Of one host so much is kept, bytes; what is more is one record less. */
const MAX_KEPT = 64 * 1024 * 1024;

interface Kept {
  readonly record: FleetRecord;
  readonly size: number;
}

export class HostRecords {
  private readonly kept = new Map<string, Kept>();
  private readonly bad = new Map<string, string>();
  private bytes = 0;

  get size(): number {
    return this.kept.size;
  }

  get all(): readonly FleetRecord[] {
    return [...this.kept.values()].map(({ record }) => record);
  }

  /** `pod`: of its key. Null: it was deleted. */
  take(key: string, pod: string, value: Uint8Array | null): void {
    this.forget(key);
    if (value === null) return;
    const record = parseRecord(value);
    const fault = record.ok ? this.faultOf(record.value, pod, value.length) : record.error;
    if (fault !== null) {
      if (this.bad.size < MAX_HOST_ROWS) this.bad.set(key, fault);
    } else if (record.ok) {
      this.kept.set(key, { record: record.value, size: value.length });
      this.bytes += value.length;
    }
  }

  /** Keys that are not among these are gone. */
  sweep(seen: ReadonlySet<string>): void {
    for (const key of [...this.kept.keys(), ...this.bad.keys()]) if (!seen.has(key)) this.forget(key);
  }

  /** A sentence; null: all of them can be read. */
  get problem(): string | null {
    const [first] = this.bad.values();
    if (first === undefined) return null;
    const count = this.bad.size === 1 ? 'One row' : `${this.bad.size} rows`;
    return `${count} of it cannot be read: ${displayText(first)}`;
  }

  private forget(key: string): void {
    this.bytes -= this.kept.get(key)?.size ?? 0;
    this.kept.delete(key);
    this.bad.delete(key);
  }

  /** A Pod has one record: one under the key of another would be that Pod a second time. */
  private faultOf({ stored, live }: FleetRecord, pod: string, size: number): string | null {
    const isOfPod = [...(stored === null ? [] : [stored]), ...live].every(
      ({ id }) => podToken(id.place, id.name) === pod,
    );
    if (!isOfPod) return 'It stands in the place of another Pod';
    return this.kept.size >= MAX_HOST_ROWS || this.bytes + size > MAX_KEPT ? 'It is too much' : null;
  }
}
