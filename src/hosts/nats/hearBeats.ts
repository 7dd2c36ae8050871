// The signs of life of a fleet's hosts as a viewer hears them, for as long as its connection holds.
import type { NatsConnection } from '@nats-io/transport-node';
import type { FleetSpec } from './fleetSpec';
import { type Beat, parseBeat } from './fleetWire';
import { beatsOf, tokenName } from './subjects';

export interface BeatListener {
  /** Something has come, whatever it says. */
  readonly heard: () => void;
  readonly beat: (host: string, beat: Beat) => void;
}

export function hearBeats(
  nc: NatsConnection,
  { user, groups }: Pick<FleetSpec, 'user' | 'groups'>,
  { heard, beat }: BeatListener,
): void {
  for (const group of groups ?? [null]) {
    nc.subscribe(beatsOf(user, group), {
      callback: (error, { subject, data }) => {
        heard();
        const host = tokenName(subject.split('.').at(-1) ?? '');
        const parsed = error === null && host !== null ? parseBeat(data) : null;
        if (host !== null && parsed?.ok === true) beat(host, parsed.value);
      },
    });
  }
}
