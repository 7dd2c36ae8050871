// Keeps the rows of the last frame, so that what has not changed stays the same array and costs the painter nothing.
import type { ScreenRow } from '../../cells/podScreen';

type Lines = readonly ScreenRow[];

export interface LineCache {
  /** The lines made last time under this key if every input is still the same value; else what `make` gives now. */
  lines(key: string, inputs: readonly unknown[], make: () => Lines): Lines;
  /** Call once a frame is complete: forgets what it did not use. */
  endFrame(): void;
}

interface Kept {
  readonly inputs: readonly unknown[];
  readonly lines: Lines;
}

/** An empty cache; one for each screen. */
export function createLineCache(): LineCache {
  let before = new Map<string, Kept>();
  let used = new Map<string, Kept>();
  return {
    lines(key, inputs, make) {
      const known = used.get(key) ?? before.get(key);
      const isSame =
        known?.inputs.length === inputs.length && inputs.every((input, i) => Object.is(input, known.inputs[i]));
      const kept = known !== undefined && isSame ? known : { inputs, lines: make() };
      used.set(key, kept);
      return kept.lines;
    },
    endFrame() {
      before = used;
      used = new Map();
    },
  };
}
