// Calls and channels to a host of a fleet, while it is reached.
import { randomUUID } from 'node:crypto';
import { type ActionFailure, failure } from '../../actions/actionFailure';
import { type Dial, DialRefused } from '../../client/dial';
import { callOutcome } from '../callOutcome';
import type { HostSession } from '../hostLink';
import { callFleetHost } from './callFleetHost';
import { dialChannel } from './dialChannel';
import type { ViewerStreams } from './viewerStreams';

const ROUND_TRIP_MS = 5000;

export interface FleetSessionPort {
  readonly streams: ViewerStreams;
  readonly isReadOnly: boolean;
}

/** `epoch`: of the run of its agent that speaks for it now; '': none has spoken. */
export function fleetSession(
  name: string,
  { streams, isReadOnly }: FleetSessionPort,
  epoch: () => string,
): HostSession {
  const request = () => ({ host: name, epoch: epoch() });
  return {
    call: async (deed, pod, args, { timeoutMs, token = randomUUID(), onWord }) => {
      if (isReadOnly) return readOnly(name);
      const asked = { ...request(), id: token, deed, pod: pod === null ? null : { ...pod }, args, timeoutMs, onWord };
      const end = await callFleetHost(streams, asked);
      return end.kind === 'answer' ? callOutcome(name, deed, end.outcome) : end;
    },
    dial: (open, purpose): Dial => {
      if (isReadOnly) return () => Promise.reject(new DialRefused(readOnly(name).message));
      return (signal) => dialChannel(streams, { host: name, open, purpose }, signal);
    },
    roundTrip: async () => {
      if (isReadOnly) return null;
      const from = performance.now();
      return new Promise((resolve) => {
        const late = setTimeout(() => resolve(null), ROUND_TRIP_MS);
        const onTaken = () => {
          clearTimeout(late);
          resolve(performance.now() - from);
        };
        void callFleetHost(streams, {
          ...{ ...request(), id: randomUUID(), deed: 'ping', pod: null, args: null },
          ...{ timeoutMs: ROUND_TRIP_MS, onTaken },
        });
      });
    },
  };
}

function readOnly(host: string): ActionFailure {
  return failure('not-eligible', `Your key of the fleet may look at ${host}, and not act (fleet.isReadOnly).`);
}
