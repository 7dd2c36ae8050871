// The one Pod that a name means, among all places, and whether what is asked of it can be done.
import { lastValueFrom } from 'rxjs';
import { type ActionFailure, failure } from '../actions/actionFailure';
import { commandName } from '../actions/commandName';
import { displayName, displayText } from '../cells/displayText';
import { homeFacts } from '../places/homeFacts';
import { openPlaces } from '../places/openPlaces';
import { eligibility } from '../podList/eligibility';
import type { PodAction, PodEntry, PodList } from '../podList/types';
import type { FactSource } from '../streams/placeFacts';
import { watchPods } from '../streams/watchPods';
import type { FoundPod, PodContext } from './foundPod';

const DEEDS: Readonly<Record<PodAction, string>> = {
  open: 'open',
  attach: 'attach to',
  restore: 'restore',
  send: 'send to',
  stop: 'stop',
  remove: 'remove',
  archive: 'archive',
  rename: 'rename',
};

/** Where Pods are; with `sessions` those of agent CLIs too. */
export async function podSources(context: PodContext, { sessions = false } = {}): Promise<readonly FactSource[]> {
  const others = sessions ? (await import('./findSession')).openSessionPlaces(context).sources : [];
  return [...homeFacts(context.homes), ...others];
}

/** Every Pod there is now. */
export async function readPodList(context: PodContext): Promise<PodList> {
  return lastValueFrom(watchPods(homeFacts(context.homes), { watch: false }));
}

/** `claude:9c10e5d7`, `tmux:work`: a session of an agent CLI, or of a multiplexer. */
const SESSION_NAME = /^([a-z][a-z0-9-]*):(.+)$/s;

/**
 * A Pod by its whole name, else by `HOME:NAME`, else a session by `TOOL:ID`. `action`: what it must be eligible for; null: nothing. `list`: the
 * Pods, where they are known already.
 */
export async function findPod(
  context: PodContext,
  name: string,
  action: PodAction | null,
  list?: PodList,
): Promise<FoundPod | ActionFailure> {
  const { entries } = list ?? (await readPodList(context));
  const found = entries.filter((entry) => entry.id.name === name);
  const shown = displayName(name);
  const [first, other] = found;
  const entry = first ?? inNamedHome(context, name, entries);
  if (entry === undefined) {
    const [, tool = '', id = ''] = SESSION_NAME.exec(name) ?? [];
    const session = tool === '' ? null : await (await import('./findSession')).findSession(context, tool, id);
    if (session?.kind === 'found') return refused(session.entry, name, action) ?? session;
    return session ?? failure('not-found', `There is no Pod "${shown}". See them all with: podwatch ls --all`);
  }
  if (other !== undefined) {
    const ways = found.map(({ id }) => `${wordFor(context, id)} (in ${displayName(id.place)})`);
    return failure('usage', `There are several Pods "${shown}". Say which one: ${ways.join(', ')}.`);
  }
  const refusal = refused(entry, name, action);
  if (refusal !== null) return refusal;
  const place = openPlaces(context).of(entry.id);
  return 'kind' in place ? place : { kind: 'found', entry, place };
}

/** `HOME:NAME`: the home by its name or by its directory. */
function inNamedHome({ homes }: PodContext, word: string, entries: readonly PodEntry[]): PodEntry | undefined {
  const places = homes.filter(({ name, data }) =>
    [name, data].some((prefix) => prefix !== undefined && word.startsWith(`${prefix}:`)),
  );
  return entries.find(({ id }) =>
    places.some(
      ({ name, data }) => id.place === data && (word === `${name}:${id.name}` || word === `${data}:${id.name}`),
    ),
  );
}

/** What means this Pod alone, as a word of a command line. */
function wordFor({ homes }: PodContext, { place, name }: PodEntry['id']): string {
  const home = homes.find(({ data }) => data === place);
  return commandName(`${home?.name ?? place}:${name}`);
}

/** Of a session, whether it can be restored depends on the order, too: its place says so. */
function refused(entry: PodEntry, name: string, action: PodAction | null): ActionFailure | null {
  if (action === null || (action === 'restore' && entry.foreign !== undefined)) return null;
  const allowed = eligibility(entry, action);
  if (allowed.allowed) return null;
  return failure('not-eligible', `Cannot ${DEEDS[action]} "${displayName(name)}": ${displayText(allowed.reason)}`);
}
