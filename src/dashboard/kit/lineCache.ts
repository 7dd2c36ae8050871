// Keeps the rows of the last frame, so that what has not changed stays the same array and costs the painter nothing.
import type { ScreenRow } from '../../cells/podScreen';
import type { Placement } from './frame';

type Lines = readonly ScreenRow[];

export interface LineCache {
  /** The lines made last time under this key if every input is still the same value; else what `make` gives now. */
  lines(key: string, inputs: readonly unknown[], make: () => Lines): Lines;
  /** The same of a whole part of the screen; `own` keeps the lines of its pieces. */
  part(key: string, inputs: readonly unknown[], make: (own: LineCache) => readonly Placement[]): readonly Placement[];
  /** Call once a frame is complete: forgets what it did not use. */
  endFrame(): void;
}

interface Kept<T> {
  readonly inputs: readonly unknown[];
  readonly made: T;
}

interface Part extends Kept<readonly Placement[]> {
  readonly own: LineCache;
}

/** An empty cache; one for each screen. */
export function createLineCache(): LineCache {
  const lines = new Generations<Kept<Lines>>();
  const parts = new Generations<Part>();
  return {
    lines(key, inputs, make) {
      const known = lines.get(key);
      const kept = known !== undefined && isSame(known.inputs, inputs) ? known : { inputs, made: make() };
      lines.keep(key, kept);
      return kept.made;
    },
    part(key, inputs, make) {
      const known = parts.get(key);
      if (known !== undefined && isSame(known.inputs, inputs)) {
        parts.keep(key, known);
        return known.made;
      }
      const own = known?.own ?? createLineCache();
      const made = make(own);
      own.endFrame();
      parts.keep(key, { inputs, made, own });
      return made;
    },
    endFrame() {
      lines.next();
      parts.next();
    },
  };
}

/** What the last frame used, and what this one has used so far. */
class Generations<T> {
  private before = new Map<string, T>();
  private used = new Map<string, T>();

  get(key: string): T | undefined {
    return this.used.get(key) ?? this.before.get(key);
  }

  keep(key: string, value: T): void {
    this.used.set(key, value);
  }

  next(): void {
    const { before } = this;
    this.before = this.used;
    before.clear();
    this.used = before;
  }
}

function isSame(left: readonly unknown[], right: readonly unknown[]): boolean {
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index++) if (!Object.is(left[index], right[index])) return false;
  return true;
}
