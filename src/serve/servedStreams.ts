// What a channel carries on its host: the socket of a live Pod, or one of its files.

import { dialFault } from '../client/connectPod';
import { DialPatience } from '../client/dial';
import type { Streamed } from '../hosts/joinChannel';
import type { Place } from '../places/place';
import type { PodEntry } from '../podList/podList';
import type { HostOpen } from '../protocol/hostWire';
import { errorWords, isMissing } from '../store/fileErrors';
import { openRegularHandle } from '../store/regularFile';
import { findSegmentLog } from './findSegmentLog';
import { grownFile } from './grownFile';

/** A text says why there is none. */
export async function dialHere(place: Place, entry: PodEntry): Promise<Streamed | string> {
  const way = place.dial(entry);
  if (way.kind !== 'done') return way.message;
  try {
    return { kind: 'socket', stream: await way.dial(new DialPatience()) };
  } catch (error) {
    return dialFault(error);
  }
}

type FileOpen = Extract<HostOpen, { readonly kind: 'file' }>;

/** Its bytes from an offset to the end that it has now, or as it grows. A file that is not there is an empty one. */
export async function readHere(
  place: Place,
  entry: PodEntry,
  { file, from, grows, id, segment }: FileOpen,
): Promise<Streamed | string> {
  const found = await findSegmentLog(place, entry, segment);
  if (found.kind !== 'done') return found.message;
  const { log } = found;
  const path = { log: log.file, cast: log.cast, 'cast.1': `${log.cast}.1` }[file];
  if (grows === true) {
    return { kind: 'file', stream: grownFile(path, file === 'cast' ? `${path}.1` : null, { from, id: id ?? null }) };
  }
  try {
    const handle = await openRegularHandle(path);
    return { kind: 'file', stream: handle.createReadStream({ start: from }) };
  } catch (error) {
    return isMissing(error) ? NOT_THERE : errorWords(error);
  }
}

/** The reason of a file that does not exist. */
export const NOT_THERE = 'it is not there';
