// How long a host of a fleet counts as reached without a sign: as it has said, or, where it was called, until it should have answered.
import { FleetLink, type LineView } from '../../../src/hosts/nats/fleetLink';
import { BEAT_MS, type Beat } from '../../../src/hosts/nats/fleetWire';
import { ViewerStreams } from '../../../src/hosts/nats/viewerStreams';
import { LINK_PROTOCOL } from '../../../src/protocol/hostWire';

let link: FleetLink;
beforeEach(() => {
  const streams = new ViewerStreams('anna', () => {});
  link = new FleetLink('h1', null, { streams, isReadOnly: false, begin: () => {}, wake: () => {} });
});
afterEach(() => link.close());

const beat = (everyMs: number): Beat => ({
  ...{ epoch: 'e', startedAt: 0, rev: 0, hostId: 'i', hostName: 'h', version: '1', protocol: [...LINK_PROTOCOL] },
  ...{ now: Date.now(), pods: 0, isLast: false, everyMs },
});

/** The server answers all the time. */
const stateAt = (now: number) => {
  const line: LineView = { isOpen: true, fault: null, openedAt: 0, cutAt: 0, lastHeardAt: now, isKnown: true };
  link.look(line, now);
  return link.fact$.value.state;
};

it('holds for three signs of the distance that it tells', () => {
  link.takeBeat(beat(BEAT_MS.unwatched), 1000);
  expect([2000, 30_000, 31_001].map(stateAt)).toEqual(['reached', 'reached', 'lost']);
});

it('is lost soon where it does not answer that we look at it; calling again gives it no more time', () => {
  link.takeBeat(beat(BEAT_MS.unwatched), 1000);
  link.called(2000);
  expect(stateAt(4900)).toBe('reached');
  link.called(4950);
  expect(stateAt(5100)).toBe('lost');
  link.called(9900);
  expect(stateAt(10_000)).toBe('lost');
  link.takeBeat(beat(BEAT_MS.watched), 11_000);
  expect(stateAt(11_001)).toBe('reached');
});

it('stays where each call is answered, and where a call went out that another connection has lost', () => {
  for (let at = 1000; at < 60_000; at += 5000) {
    link.takeBeat(beat(BEAT_MS.unwatched), at + 200);
    expect(stateAt(at + 4900)).toBe('reached');
    link.called(at + 4950);
  }
  link.cut();
  link.takeBeat(beat(BEAT_MS.unwatched), 70_000);
  expect(stateAt(80_000)).toBe('reached');
});
