// The sessions of terminal multiplexers as places, one each: live, attached by their own command, shown where they give a picture.
import path from 'node:path';
import { concat, defer, exhaustMap, from, map, of, timer } from 'rxjs';
import { failure } from '../actions/actionFailure';
import { displayText } from '../cells/displayText';
import { rowWidth } from '../cells/podScreen';
import { rowOf, span } from '../cells/spans';
import { PLAIN_STYLE } from '../cells/textStyle';
import type { LivePod } from '../podList/podFacts';
import { LOADING_PLACE, type PlaceSnapshot } from '../streams/placeFacts';
import type { ScreenFeed } from '../streams/watchScreen';
import { MULTIPLEXERS, multiplexerLook } from './multiplexers/listMultiplexers';
import type { Multiplexer, MultiplexerLook, MultiplexerSession } from './multiplexers/multiplexer';
import { isOnPath } from './multiplexers/runProgram';
import type { Place } from './place';
import { refusingPlace } from './refusingPlace';
import type { SessionPlaces } from './sessionPlaces';

/** None of them tells of a change: while somebody looks at the list, they are asked so often, ms. */
const LIST_MS = 5000;
/** And while somebody looks at one of their screens, ms. */
const SCREEN_MS = 2000;

/** Those of the multiplexers behind the sessions on disk. */
export function withMultiplexers({ sources, places }: SessionPlaces, env: MultiplexerLook['env']): SessionPlaces {
  const live = multiplexerPlaces(env);
  return { sources: [...sources, ...live], places: [...places, ...live] };
}

/** Only those that are installed; the place's id is the multiplexer's name. */
function multiplexerPlaces(
  env: MultiplexerLook['env'],
  multiplexers: readonly Multiplexer[] = MULTIPLEXERS,
): readonly Place[] {
  return multiplexers.filter(({ command }) => isOnPath(command, env)).map((one) => placeOf(one, multiplexerLook(env)));
}

function placeOf(multiplexer: Multiplexer, look: MultiplexerLook): Place {
  const { name } = multiplexer;
  /** By the names of the last list. */
  let sessions: ReadonlyMap<string, MultiplexerSession> = new Map();
  const list = async (): Promise<PlaceSnapshot> => {
    const found = await multiplexer.list(look);
    sessions = new Map(found.map((session) => [rowName(session), session]));
    return { ...LOADING_PLACE, loading: false, live: [...sessions].map(([row, session]) => livePod(row, session)) };
  };
  return {
    ...refusingPlace(() => failure('not-eligible', `That cannot be done with a session of ${name}: attach to it.`)),
    id: name,
    watch: ({ isOnce }) => {
      const looks = isOnce === true ? of(0) : timer(0, LIST_MS);
      return concat(of(LOADING_PLACE), looks.pipe(exhaustMap(() => defer(() => from(list())))));
    },
    watchScreen: ({ id }) => {
      const session = sessions.get(id.name);
      const preview = multiplexer.preview?.bind(multiplexer);
      if (session === undefined || preview === undefined) return of(noPicture(name));
      return timer(0, SCREEN_MS).pipe(
        exhaustMap(() => from(preview(session, look))),
        map((rows) => (rows === null ? noPicture(name) : screenFeed(rows))),
      );
    },
  };
}

/** Of a server that is not the usual one, its socket's name comes first. */
function rowName({ name, server }: MultiplexerSession): string {
  const socket = server === null ? 'default' : path.basename(server);
  return socket === 'default' ? name : `${socket}/${name}`;
}

function livePod(row: string, session: MultiplexerSession): LivePod {
  const { multiplexer, title, directory, createdAt, activeAt, isAttached, attach } = session;
  const refusal = `${multiplexer} keeps it: attach to it and do it there`;
  return {
    id: { place: multiplexer, name: row },
    ...{ socketPath: '', segmentId: null, reach: 'reachable', status: null, statusSince: null, statusReason: null },
    ...{ attention: null, title, cwd: directory, startedAt: null, extensions: ['terminal', 'screen'], error: null },
    log: {
      sessionId: row,
      fact: {
        ...{ kind: 'readable', updatedAt: activeAt ?? createdAt ?? 0, preview: title ?? '', hasEntries: true },
        ...{ title, lastExit: null },
      },
    },
    refusals: { send: refusal, stop: refusal, remove: refusal, restore: 'it is live: attach to it instead' },
    foreign: {
      ...{
        kind: 'multiplexer',
        tool: multiplexer,
        directory,
        branch: null,
        file: '',
        size: null,
        liveElsewhere: null,
        reason: null,
      },
      notes: isAttached === true ? ['somebody is attached'] : [],
      attachCommand: attach,
      restoreCommand: null,
    },
  };
}

/** Plain: colours and the cursor are not worth what they cost. */
function screenFeed(rows: readonly string[]): ScreenFeed {
  const lines = rows.map((row) => rowOf([span(displayText(row), PLAIN_STYLE)]));
  const cols = Math.max(1, ...lines.map(rowWidth));
  const cursor = { x: 0, y: 0, visible: false };
  return { kind: 'screen', screen: { cols, rows: lines.length, cursor, title: null, outputBytes: 0, lines } };
}

function noPicture(name: string): ScreenFeed {
  return { kind: 'lost', reason: `${name} gives no picture of it` };
}
