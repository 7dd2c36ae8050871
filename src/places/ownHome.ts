// Our own home: everything can be done there, and over the connections that its list keeps open.
import { of } from 'rxjs';
import { podAround } from '../actions/attachCircle';
import { dialSocket } from '../client/dialSocket';
import { OpenConnections } from '../client/openConnections';
import type { PodEntry } from '../podList/podList';
import type { Home } from '../protocol/homePaths';
import { readScrollback } from '../streams/readScrollback';
import { watchConversation } from '../streams/watchConversation';
import { watchHome } from '../streams/watchHome';
import { watchScreen } from '../streams/watchScreen';
import { homeDeeds } from './homeDeeds';
import type { Place, PlaceFeeds, PodStarter } from './place';

export function ownHome(home: Home, starter: PodStarter): Place {
  const open = new OpenConnections();
  return {
    id: home.data,
    ...(home.name !== undefined && { homeName: home.name }),
    watch: (around) => watchHome(home, around, open),
    ...homeDeeds(home, starter, open),
    ...socketFeeds,
  };
}

const NOT_LIVE = { kind: 'lost', reason: 'it is not live' } as const;

/** Of Pods on this machine. Each feed is a connection of its own, for as long as it is subscribed. */
const socketFeeds: PlaceFeeds = {
  watchScreen: ({ socketPath }) =>
    socketPath === null ? of(NOT_LIVE) : watchScreen(dialSocket(socketPath), { inside: podAround(process.env) }),
  watchConversation: ({ socketPath }: PodEntry, how) =>
    socketPath === null ? of(NOT_LIVE) : watchConversation(dialSocket(socketPath), how),
  readScrollback: ({ socketPath }) => (socketPath === null ? of(NOT_LIVE) : readScrollback(dialSocket(socketPath))),
};
