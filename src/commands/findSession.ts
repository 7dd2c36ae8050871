// The one session of an agent CLI that `TOOL:ID` means; loaded only where one is asked for.
import { lastValueFrom } from 'rxjs';
import { type ActionFailure, failure } from '../actions/actionFailure';
import { displayName } from '../cells/displayText';
import { openPlaces } from '../places/openPlaces';
import { type SessionPlaces, sessionPlaces } from '../places/sessionPlaces';
import { withMultiplexers } from '../places/withMultiplexers';
import { watchPods } from '../streams/watchPods';
import { databaseProgram } from './databaseProgram';
import type { FoundPod, PodContext } from './foundPod';

/** Two beginnings that fit more sessions than this are not all named. */
const MAX_NAMED = 5;

/** One place a tool; those of the multiplexers behind them. */
export function openSessionPlaces(context: PodContext): SessionPlaces {
  const { env, cwd, config } = context;
  const { own } = openPlaces(context);
  const sessions = sessionPlaces({
    own,
    home: context.homes[0],
    env,
    directory: cwd,
    resumeCommands: config.resumeCommands,
    sessionsAs: config.sessionsAs,
    agents: config.agents,
    databaseProgram: databaseProgram(context.podProgram),
  });
  return config.multiplexers ? withMultiplexers(sessions, env) : sessions;
}

/** A unique beginning of the id will do. Null: no tool has that name. */
export async function findSession(
  context: PodContext,
  tool: string,
  beginning: string,
): Promise<FoundPod | ActionFailure | null> {
  const place = openSessionPlaces(context).places.find(({ id }) => id === tool);
  if (place === undefined) return null;
  const { entries } = await lastValueFrom(watchPods([place], { watch: false }));
  const found = entries.filter(({ id }) => id.name.startsWith(beginning));
  const entry = found.find(({ id }) => id.name === beginning) ?? found[0];
  const shown = displayName(`${tool}:${beginning}`);
  if (entry === undefined) {
    return failure('not-found', `There is no session "${shown}". See them with: podwatch ls --sessions --tool ${tool}`);
  }
  if (found.length === 1 || entry.id.name === beginning) return { kind: 'found', entry, place };
  const names = found.slice(0, MAX_NAMED).map(({ id }) => displayName(`${tool}:${id.name}`));
  const more = found.length > names.length ? ` and ${found.length - names.length} more` : '';
  return failure('usage', `"${shown}" is the beginning of several sessions: ${names.join(', ')}${more}.`);
}
