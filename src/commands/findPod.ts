// The one Pod that a name means, among all places, and whether what is asked of it can be done.
import { lastValueFrom } from 'rxjs';
import { type ActionFailure, failure } from '../actions/actionFailure';
import { commandName } from '../actions/commandName';
import { displayName, displayText } from '../cells/displayText';
import { homeFacts } from '../places/homeFacts';
import { openPlaces } from '../places/openPlaces';
import type { Place } from '../places/place';
import { eligibility } from '../podList/eligibility';
import { entryName } from '../podList/entryName';
import type { PodAction } from '../podList/podFacts';
import type { PodId } from '../podList/podId';
import type { PodEntry, PodList } from '../podList/podList';
import { hostOf } from '../podList/podPlace';
import type { FactSource } from '../streams/placeFacts';
import { watchPods } from '../streams/watchPods';
import type { FoundPod, PodContext } from './foundPod';
import { hostsNamed } from './hostWords';
import { listFaults } from './listFaults';

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

/** Where Pods are: on this machine and on `hosts`; with `sessions` those of agent CLIs too. */
export async function podSources(
  context: PodContext,
  { sessions = false, hosts = [] }: { readonly sessions?: boolean; readonly hosts?: 'all' | readonly string[] } = {},
): Promise<readonly FactSource[]> {
  const others = sessions ? (await import('./findSession')).openSessionPlaces(context).sources : [];
  return [...homeFacts(context.homes), ...(await hostSources(context, hosts)), ...others];
}

async function hostSources(
  { openHosts }: PodContext,
  hosts: 'all' | readonly string[],
): Promise<readonly FactSource[]> {
  if (openHosts === null || hosts.length === 0) return [];
  return (await openHosts()).sources(hosts === 'all' ? null : hosts);
}

/** Every Pod there is now, on this machine and on the hosts that `words` name; null: on all of them. */
export async function readPodList(context: PodContext, words: readonly string[] | null = []): Promise<PodList> {
  const { config } = context;
  const hosts = words === null ? 'all' : hostsNamed(words, config);
  const sources = await podSources(context, { hosts });
  return lastValueFrom(watchPods(sources, { watch: false }));
}

/** Which place serves a Pod, of this machine or of a host. */
export async function placeOf(context: PodContext, id: PodId): Promise<Place | ActionFailure> {
  const onHost = hostOf(id) === null || context.openHosts === null ? null : (await context.openHosts()).placeOf(id);
  return onHost ?? openPlaces(context).of(id);
}

/** `claude:9c10e5d7`, `tmux:work`: a session of an agent CLI, or of a multiplexer. */
const SESSION_NAME = /^([a-z][a-z0-9-]*):(.+)$/s;

/**
 * A Pod by its whole name, of another host as `HOST/NAME`, else by `HOME:NAME`, else a session by `TOOL:ID`. `action`: what it must be eligible for; null: nothing. `list`: the
 * Pods, where they are known already.
 */
export async function findPod(
  context: PodContext,
  name: string,
  action: PodAction | null,
  list?: PodList,
): Promise<FoundPod | ActionFailure> {
  const known = list ?? (await readPodList(context, [name]));
  const { entries } = known;
  const found = entries.filter((entry) => entryName(entry) === name);
  const shown = displayName(name);
  const [first, other] = found;
  const entry = first ?? inNamedHome(context, name, entries);
  if (entry === undefined) {
    const [, tool = '', id = ''] = SESSION_NAME.exec(name) ?? [];
    const session = tool === '' ? null : await (await import('./findSession')).findSession(context, tool, id);
    if (session?.kind === 'found') return refused(session.entry, name, action) ?? session;
    if (session !== null) return session;
    const elsewhere = context.openHosts === null ? null : await (await import('./elsewhere')).elsewhere(context, name);
    return elsewhere ?? (await notFound(name, known));
  }
  if (other !== undefined) {
    const ways = found.map(({ id }) => `${wordFor(context, id)} (in ${displayName(id.place)})`);
    return failure('usage', `There are several Pods "${shown}". Say which one: ${ways.join(', ')}.`);
  }
  const refusal = refused(entry, name, action);
  if (refusal !== null) return refusal;
  const place = await placeOf(context, entry.id);
  return 'kind' in place ? place : { kind: 'found', entry, place };
}

/** Where not all could be listed nobody knows whether there is such a Pod. */
async function notFound(name: string, list: PodList): Promise<ActionFailure> {
  const shown = displayName(name);
  const faults = listFaults(list).map(({ message }) => message);
  if (faults.length === 0)
    return failure('not-found', `There is no Pod "${shown}". ${await hintFor(name, list.entries)}`);
  return failure('failed', `No Pod "${shown}" is known, and not all could be read. ${displayText(faults.join(' '))}`);
}

async function hintFor(name: string, entries: readonly PodEntry[]): Promise<string> {
  const { nearestWord } = await import('../config/nearestWord');
  const near = nearestWord(name, entries.map(entryName));
  const meant = near === null ? '' : `Did you mean "${displayName(near)}"? `;
  return `${meant}See them all with: podwatch ls --all`;
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

/** What means this Pod alone, as a word of a command line; of a host nothing does that is shorter than its home. */
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
