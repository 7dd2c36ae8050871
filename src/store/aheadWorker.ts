// The thread of `CatalogueAhead`: from the last rows to the first, as far as nobody has looked at them yet.
import { workerData } from 'node:worker_threads';
import { Catalogue } from './catalogue';
import { type AheadOrder, AS_KEPT } from './catalogueAhead';
import { unchangedPod } from './unchangedPod';

/** From the front within: the file is read piece by piece. */
const BLOCK = 500;

const { home, identity, found, reached }: AheadOrder = workerData;
const catalogue = Catalogue.open(home);
if (catalogue.identity === identity)
  lookThrough([...catalogue.names()], new Uint8Array(found), new Int32Array(reached));

function lookThrough(names: readonly string[], rows: Uint8Array, front: Int32Array): void {
  for (let end = names.length; end > Atomics.load(front, 0); end -= BLOCK) {
    for (let row = Math.max(0, end - BLOCK); row < end; row += 1) {
      if (row <= Atomics.load(front, 0)) continue;
      const kept = catalogue.of(names[row] ?? '');
      if (kept !== null && unchangedPod(home, kept) !== null) Atomics.store(rows, row, AS_KEPT);
    }
  }
}
