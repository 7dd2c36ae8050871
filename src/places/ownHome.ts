// Our own home: everything can be done there, and over the connections that its list keeps open.
import { of } from 'rxjs';
import { podAround } from '../actions/attachCircle';
import { dialSocket } from '../client/dialSocket';
import { OpenConnections } from '../client/openConnections';
import type { PodConnection } from '../client/podConnection';
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
  const tiles = new OpenConnections();
  const deeds = homeDeeds(home, starter, open);
  return {
    id: home.data,
    ...(home.name !== undefined && { homeName: home.name }),
    watch: (around) => watchHome(home, around, open),
    ...deeds,
    dial: (entry) => {
      const way = deeds.dial(entry);
      const { socketPath } = entry;
      // Its tile is not to be seen while it is attached.
      return way.kind === 'done' && socketPath !== null ? { ...way, opened: () => tiles.handOn(socketPath) } : way;
    },
    ...socketFeeds(tiles),
  };
}

const NOT_LIVE = { kind: 'lost', reason: 'it is not live' } as const;

/** Of Pods on this machine. Each feed is a connection of its own, for as long as it is subscribed. */
const socketFeeds = (tiles: OpenConnections): PlaceFeeds => ({
  watchScreen: ({ socketPath }) => {
    if (socketPath === null) return of(NOT_LIVE);
    const hold = (connection: PodConnection) => tiles.hold(socketPath, connection);
    return watchScreen(dialSocket(socketPath), { inside: podAround(process.env), hold });
  },
  watchConversation: ({ socketPath }: PodEntry, how) =>
    socketPath === null ? of(NOT_LIVE) : watchConversation(dialSocket(socketPath), how),
  readScrollback: ({ socketPath }) => (socketPath === null ? of(NOT_LIVE) : readScrollback(dialSocket(socketPath))),
});
