// How a Pod's program has ended, from its log: a Pod writes that before its socket is gone.

import type { Place } from '../places/place';
import type { LastExit } from '../podList/podFacts';
import type { PodEntry } from '../podList/podList';
import { readLogTail } from '../store/readLogTail';

/** Null: nothing of it is logged (it was killed, or had nothing to log). */
export async function readExit(place: Place, { id }: PodEntry): Promise<LastExit | null> {
  const located = await place.findLog(id);
  if (located.kind !== 'done') return null;
  const { fact } = readLogTail(located.log.file);
  return fact.kind === 'readable' ? fact.lastExit : null;
}
