// Keeps the rows of the last frame, so that what has not changed stays the same array and costs the painter nothing.
import type { ScreenRow } from '../../cells/podScreen';
import type { Placement } from './frame';

type Lines = readonly ScreenRow[];

/** `until`: Unix ms from which on it looks different, whatever else is the same. */
interface MadePart {
  readonly placements: readonly Placement[];
  readonly until: number;
}

export interface LineCache {
  /** The lines made last time under this key if every input is still the same value; else what `make` gives now. */
  lines(key: string, inputs: readonly unknown[], make: () => Lines): Lines;
  /** The same of a whole part of the screen, as of `now` (Unix ms); `own` keeps the lines of its pieces. */
  part(key: string, inputs: readonly unknown[], now: number, make: (own: LineCache) => MadePart): readonly Placement[];
  /** Call once a frame is complete: forgets what it did not use. */
  endFrame(): void;
}

interface Kept<T> {
  readonly inputs: readonly unknown[];
  readonly made: T;
}

interface Part extends Kept<MadePart> {
  readonly from: number;
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
    part(key, inputs, now, make) {
      const known = parts.get(key);
      // A clock may be set back.
      if (known !== undefined && now >= known.from && now < known.made.until && isSame(known.inputs, inputs)) {
        parts.keep(key, known);
        return known.made.placements;
      }
      const own = known?.own ?? createLineCache();
      const made = make(own);
      own.endFrame();
      parts.keep(key, { inputs, made, from: now, own });
      return made.placements;
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
