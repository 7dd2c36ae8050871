// What a fleet has recorded of a host that is not in it any more is taken away: by a viewer, as that host cannot.
import { type ActionFailure, failure } from '../../actions/actionFailure';
import { hostFaultSentence } from '../hostFaultSentence';
import { Bucket } from './bucket';
import { hostKeys, hostsBucket, podsBucket } from './subjects';
import type { ViewerFleet } from './viewerFleet';

/** Deletions on the way at a time. */
const AT_ONCE = 64;

/** Once it is known how the hosts stand. @returns how many records have gone. */
export async function forgetHost(
  fleet: ViewerFleet,
  host: string,
): Promise<{ readonly kind: 'done'; readonly records: number } | ActionFailure> {
  const { nc } = fleet.line.state$.value;
  if (nc === null)
    return failure('failed', fleet.fault === null ? 'There is no fleet.' : hostFaultSentence(fleet.fault));
  const link = fleet.link(host);
  const { state } = link.fact$.value;
  if (state === 'reached' || state === 'stalled') {
    return failure(
      'not-eligible',
      `${host} is in the fleet, and gives signs of life. First: podwatch fleet remove ${host}`,
    );
  }
  let records = 0;
  try {
    for (const name of [podsBucket(fleet.request.spec.user), hostsBucket(fleet.request.spec.user)]) {
      const bucket = new Bucket(nc, name);
      const keys = [...(await bucket.read(hostKeys(host), fleet.line.newInbox())).keys()];
      for (let at = 0; at < keys.length; at += AT_ONCE) {
        await Promise.all(keys.slice(at, at + AT_ONCE).map((key) => bucket.delete(key)));
      }
      records += keys.length;
    }
  } catch {
    return failure(
      'not-eligible',
      `The server does not let the records of ${host} be taken away by this machine: only those of hosts that have left. Say so first: podwatch fleet remove ${host}, and have the server take that up.`,
    );
  }
  const wasKept = link.forgetKept();
  if (records === 0 && !wasKept) return failure('not-found', `The fleet knows nothing of ${host}.`);
  return { kind: 'done', records };
}
