// What a Pod of a host has put out and said, as files here: copied once, or growing with those there.
import { type ActionFailure, failure, type Outcome } from '../../actions/actionFailure';
import type { PodLog } from '../../actions/findLog';
import { displayName, displayText } from '../../cells/displayText';
import { DialError, isDialError } from '../../client/dial';
import type { HostLink } from '../../hosts/hostLink';
import type { PodId } from '../../podList/podId';
import { homeOf, nameOnHost } from '../../podList/podPlace';
import type { HostOpen } from '../../protocol/hostWire';
import { askHost } from './askHost';
import type { GrowThere, MirroredLogs, ReadThere } from './mirroredLogs';

const ANSWER_MS = 30_000;
/** What a host says of a file that does not exist. */
const NOT_THERE = 'it is not there';

type FileOpen = Extract<HostOpen, { readonly kind: 'file' }>;

interface LogWish {
  /** They go on with what comes, until it aborts. */
  readonly grows: AbortSignal | undefined;
  /** Of an earlier start; missing: of the last one. */
  readonly segment: string | undefined;
}

export async function findLogOnHost(
  link: HostLink,
  logs: MirroredLogs,
  id: PodId,
  { grows, segment }: LogWish,
): Promise<Outcome<{ readonly log: PodLog }>> {
  const pod = { home: homeOf(id), name: id.name };
  const ofSegment = segment === undefined ? {} : { segment };
  const found = await askHost(link, { deed: 'findLog', pod, args: ofSegment, timeoutMs: ANSWER_MS });
  if (found.kind !== 'done') return found;
  const openThere = async (wanted: Pick<FileOpen, 'file' | 'from' | 'grows' | 'id'>) => {
    const session = await link.session();
    if ('kind' in session) throw new DialError(session.message);
    const signal = grows ?? new AbortController().signal;
    return session.dial({ kind: 'file', ...pod, ...ofSegment, ...wanted }, 'focus')(signal);
  };
  const readThere: ReadThere = async (file, from) => {
    try {
      return await openThere({ file, from });
    } catch (error) {
      if (isDialError(error) && error.message === NOT_THERE) return null;
      throw error;
    }
  };
  const growThere: GrowThere = (file, from, copyId) =>
    openThere({ file, from, grows: true, ...(copyId !== null && { id: copyId }) });
  const copied = await (grows === undefined
    ? logs.mirror(found.log, readThere)
    : logs.grow(found.log, readThere, growThere, grows));
  return 'log' in copied ? { kind: 'done', log: copied.log } : unreadable(link.name, id, copied.error);
}

function unreadable(host: string, { name }: PodId, error: string): ActionFailure {
  const shown = displayName(nameOnHost(host, name));
  return failure('failed', `What "${shown}" has shown cannot be read: ${displayText(error)}`);
}
