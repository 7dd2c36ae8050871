// What another machine may ask of the Pods here: each call becomes the same deed of the same place that a command here uses.
import os from 'node:os';
import path from 'node:path';
import { type ActionFailure, failure, type Outcome } from '../actions/actionFailure';
import { displayName } from '../cells/displayText';
import { knownAgent } from '../config/agentPresets';
import type { Config } from '../config/readConfig';
import type { Places } from '../places/openPlaces';
import type { Place } from '../places/place';
import type { PodEntry } from '../podList/podList';
import { type HostArgs, type HostDeed, type HostRunOrder, isHostDeed, parseHostArgs } from '../protocol/hostDeeds';
import type { HostPod } from '../protocol/hostWire';
import { findSegmentLog } from './findSegmentLog';

export interface DeedContext {
  readonly places: Places;
  readonly config: Pick<Config, 'agents' | 'mcpServers' | 'recordBytes'>;
  readonly env: NodeJS.ProcessEnv;
  /** The row of a Pod as it is now. */
  readonly entryOf: (pod: HostPod) => PodEntry | null;
  /** A word on the way to the answer. */
  readonly say: (text: string) => void;
  /** Of a call that may come again: what is taken once of the same is. */
  readonly token?: string;
}

interface Target {
  readonly place: Place;
  readonly entry: PodEntry;
}

type Deed<D extends HostDeed> = (target: Target, args: HostArgs<D>, context: DeedContext) => Promise<Outcome>;

/** Of a Pod that is there. */
const ON_POD: { readonly [D in Exclude<HostDeed, 'run'>]: Deed<D> } = {
  restore: ({ place, entry }, { argv, cwd, cols, rows, anew, auth }, { config: { mcpServers, recordBytes }, env }) =>
    place.restore(entry.id, {
      argv,
      cwd: cwd === null ? null : directoryHere(cwd, env),
      fallbackCwd: directoryHere('', env),
      recordBytes,
      ofAgent: { mcpServers, ...(anew !== undefined && { anew }), ...(auth !== undefined && { auth }) },
      cols,
      rows,
    }),
  remove: ({ place, entry }) => place.remove(entry.id),
  archive: ({ place, entry }, { isArchived }) => place.archive(entry.id, isArchived),
  rename: ({ place, entry }, { newName }) => place.rename(entry, newName),
  stop: ({ place, entry }) => place.stop(entry),
  send: ({ place, entry }, { text, isNow = false }, { token }) =>
    place.send(entry, text, { isNow, ...(token !== undefined && { id: token }) }),
  ask: ({ place, entry }, { text }, { say }) => place.ask(entry, text, say),
  cancel: ({ place, entry }) => place.cancel(entry),
  holdTurn: ({ place, entry }, { to }) => place.holdTurn(entry, to),
  markSeen: ({ place, entry }) => place.markSeen(entry),
  readRequests: ({ place, entry }) => place.readRequests(entry),
  answerRequest: ({ place, entry }, { id, given }) => place.answerRequest(entry, id, given),
  setOption: ({ place, entry }, { option, value }) => place.setOption(entry, option, value),
  editQueued: ({ place, entry }, { id, text }) => place.editQueued(entry, id, text),
  steerQueued: ({ place, entry }, { id }) => place.steerQueued(entry, id),
  findFiles: ({ place, entry }, { prefix }) => place.findFiles(entry, prefix),
  readScreen: ({ place, entry }) => place.readScreen(entry),
  readLastScreen: async ({ place, entry }, { maxRows }) => ({
    kind: 'done',
    rows: await place.readLastScreen(entry, maxRows),
  }),
  findLog: ({ place, entry }, { segment }) => findSegmentLog(place, entry, segment),
};

/** Never rejects: a fault of ours is an outcome like another. */
export async function doHostDeed(
  word: string,
  pod: HostPod | null,
  args: unknown,
  context: DeedContext,
): Promise<Outcome> {
  if (!isHostDeed(word)) return failure('usage', `podwatch here cannot "${displayName(word)}": update it.`);
  try {
    if (word !== 'run') return await onPod(word, pod, args, context);
    const order = parseHostArgs('run', args);
    return order.ok ? await runHere(order.value, context) : notUnderstood(order.error);
  } catch (error) {
    return failure('failed', error instanceof Error ? error.message : String(error));
  }
}

async function onPod<D extends Exclude<HostDeed, 'run'>>(
  deed: D,
  pod: HostPod | null,
  args: unknown,
  context: DeedContext,
): Promise<Outcome> {
  const parsed = parseHostArgs(deed, args);
  if (!parsed.ok) return notUnderstood(parsed.error);
  const entry = pod === null ? null : context.entryOf(pod);
  if (entry === null) return failure('not-found', `There is no Pod "${displayName(pod?.name ?? '')}" any more.`);
  const place = context.places.of(entry.id);
  return 'kind' in place ? place : ON_POD[deed]({ place, entry }, parsed.value, context);
}

/** As the host's own configuration says. */
function runHere(order: HostRunOrder, { places, config, env }: DeedContext): Promise<Outcome> {
  const { name, argv, cwd, variables, cols, rows, recordBytes = config.recordBytes, agent } = order;
  const command = agent === undefined ? argv : agentCommand(agent.preset, argv, config);
  if ('kind' in command) return Promise.resolve(command);
  const { preset: _, ...wishes } = agent ?? { preset: '', policy: 'ask' as const };
  return places.own.run({
    ...{ name, argv: command, variables, cols, rows, recordBytes, cwd: directoryHere(cwd, env) },
    ...(agent !== undefined && { agent: { ...wishes, mcpServers: config.mcpServers } }),
  });
}

function agentCommand(
  preset: string,
  argv: readonly string[],
  { agents }: DeedContext['config'],
): readonly string[] | ActionFailure {
  if (preset === '') return argv.length > 0 ? argv : failure('usage', 'Say which agent.');
  const known = knownAgent(agents, preset);
  return known === null ? failure('usage', `There is no agent "${displayName(preset)}".`) : [...known, ...argv];
}

/** As a login there would take it. */
function directoryHere(directory: string, env: NodeJS.ProcessEnv): string {
  const home = env.HOME || os.homedir();
  if (directory === '~' || directory.startsWith('~/')) return path.join(home, directory.slice(1));
  return path.resolve(home, directory);
}

function notUnderstood(error: string): ActionFailure {
  return failure('usage', `The call was not understood: ${error}`);
}
