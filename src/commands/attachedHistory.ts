// What an attached Pod has printed: its recording, else the rows that it keeps itself.
import { firstValueFrom } from 'rxjs';
import type { Dial } from '../client/dial';
import { type History, historyOfRows } from '../history/history';
import type { Place } from '../places/place';
import type { PodId } from '../podList/podId';
import type { Home } from '../protocol/homePaths';
import { readAllocations } from '../store/readRegistry';
import { readScrollback, writeRecording } from '../streams/readScrollback';
import { recordedHistory } from './podHistory';

interface AttachedPod {
  readonly dial: Dial;
  /** Null: it is on another machine. */
  readonly socketPath: string | null;
  /** As it was called when it was attached. */
  readonly id: PodId;
}

/** Of a live Pod, whatever it is called by now; the rows that it keeps itself where nothing was recorded. @throws file errors. */
export async function attachedHistory(
  placeOf: (id: PodId) => Place | null,
  homes: readonly Home[],
  { dial, socketPath, id }: AttachedPod,
): Promise<History | null> {
  const now = socketPath === null ? null : await listening(homes, socketPath);
  const place = placeOf(now ?? id);
  // Its newest output stands on the screen before it stands there.
  await firstValueFrom(writeRecording(dial));
  const history = place === null ? null : await recordedHistory(place, now ?? id);
  if (history !== null) return history;
  const kept = await firstValueFrom(readScrollback(dial));
  return kept.kind === 'rows' ? historyOfRows(kept.rows) : null;
}

/** Null: no registry says who that is. */
async function listening(homes: readonly Home[], socketPath: string): Promise<PodId | null> {
  for (const home of homes) {
    const own = (await readAllocations(home)).find(({ socket }) => socket === socketPath);
    if (own !== undefined) return { place: home.data, name: own.pod_name };
  }
  return null;
}
