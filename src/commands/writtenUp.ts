// Has a live Pod write what still waits for its recording, so that who reads that finds what the screen shows.
import { firstValueFrom, of, timeout } from 'rxjs';
import type { FoundPod } from './foundPod';

/** A Pod that has been stopped answers nobody: what it has written is there all the same, ms. */
const BOUND_MS = 1000;

/** Resolves in any case. A Pod that is asked for its rows writes first. */
export async function writtenUp({ place, entry }: FoundPod): Promise<void> {
  if (entry.socketPath === null || !entry.extensions.includes('scrollback')) return;
  const nothing = of(null);
  const answer$ = place.readScrollback(entry).pipe(timeout({ first: BOUND_MS, with: () => nothing }));
  await firstValueFrom(answer$, { defaultValue: null });
}
