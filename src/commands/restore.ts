// `podwatch restore NAME`, and `--all`.
import path from 'node:path';
import { failure } from '../actions/actionFailure';
import { commandName } from '../actions/commandName';
import type { RestoredPod } from '../actions/restorePod';
import { displayName } from '../cells/displayText';
import type { RestoreOrder } from '../places/place';
import type { PodEntry } from '../podList/podList';
import { hostOf, nameOnHost } from '../podList/podPlace';
import type { CommandContext } from './commandContext';
import { findPod, readPodList } from './findPod';
import type { FoundPod } from './foundPod';
import { cwdField, detachField, detachKeyField, podNames } from './line/commonFields';
import { defineCommand } from './line/defineCommand';
import { UsageError } from './line/usageError';
import { expandNames, isGlob } from './podPatterns';
import { print } from './printText';
import { reportFailure } from './reportFailure';
import { restoreAll } from './restoreAll';
import { sayAgentIsUp } from './sayAgentIsUp';
import { canShowPod, showPod, terminalSize, wayTo } from './showPod';

export const command = defineCommand({
  name: 'restore',
  group: 'pods',
  summary: 'Start a stopped Pod again, its earlier screen above, and attach to it',
  details: [
    'It starts its recorded command in its recorded directory, or what stands after "--". A Pod that is live already is attached to; where there is no terminal, that is refused.',
    'Several are restored without an attach. --all restores every stopped Pod that can be, and says of each how it went.',
  ],
  positionals: { names: { ...podNames, demandOption: false, complete: { pods: 'restore', sessions: true } } },
  options: {
    all: { type: 'boolean', default: false, describe: 'Every stopped Pod of this machine; does not attach' },
    filter: {
      type: 'string',
      requiresArg: true,
      value: 'TEXT',
      describe: 'With --all: only those that a search for it finds',
    },
    detach: detachField,
    cwd: cwdField,
    anew: {
      type: 'boolean',
      default: false,
      describe: 'Where an agent cannot load its session now: begin another, which knows only a summary',
    },
    auth: { type: 'string', requiresArg: true, value: 'METHOD', describe: 'The way to log an agent in, by its id' },
    'detach-key': detachKeyField,
  },
  rest: 'command',
  run: async (context, { names: given = [], all, filter, cwd, detach, anew, auth }, argv) => {
    const how = { argv, cwd: cwd ?? null, anew, auth: auth ?? null };
    if (all) {
      if (given.length > 0 || argv.length > 0 || cwd !== undefined)
        throw new UsageError('--all takes no name, no directory and no command.');
      return restoreAll(context, orderOf(context, how), filter ?? null);
    }
    if (filter !== undefined) throw new UsageError('--filter goes with --all.');
    if (given.length === 0)
      throw new UsageError('The name of a Pod is missing: podwatch restore NAME …, or podwatch restore --all');
    const names = given.some(isGlob) ? expandNames(given, (await readPodList(context, given)).entries) : given;
    const codes: number[] = [];
    // One terminal has room for one.
    const isDetached = detach || names.length > 1;
    for (const name of new Set(names)) codes.push(await restoreOne(context, { name, ...how, detach: isDetached }));
    return codes.find((code) => code !== 0) ?? 0;
  },
});

interface OrderArgs {
  /** Instead of the recorded command; empty: the recorded one. */
  readonly argv: readonly string[];
  readonly cwd: string | null;
  readonly anew: boolean;
  readonly auth: string | null;
}

interface RestoreArgs extends OrderArgs {
  readonly name: string;
  readonly detach: boolean;
}

/** @param isAway of another host, where a relative directory is none of ours. */
function orderOf(context: CommandContext, { argv, cwd, anew, auth }: OrderArgs, isAway = false): RestoreOrder {
  const { config } = context;
  return {
    argv,
    cwd: cwd === null || isAway ? cwd : path.resolve(context.cwd, cwd),
    fallbackCwd: context.cwd,
    recordBytes: config.recordBytes,
    ofAgent: { anew, mcpServers: config.mcpServers, ...(auth !== null && { auth }) },
    ...terminalSize(context),
  };
}

/** Somebody starts it at this moment: then it is waited for. */
function isComingUp({ foreign, diagnostics }: PodEntry): boolean {
  return foreign === undefined && diagnostics.some(({ kind }) => kind === 'held-elsewhere');
}

/**
 * Another restore, begun at the same time, may have started it: then what was asked for is done. One that lived before is
 * refused; a Pod of another program does not say since when it lives.
 */
function cameUpMeanwhile({ startedAt }: PodEntry): boolean {
  return startedAt === null || startedAt >= performance.timeOrigin;
}

/** @returns the exit code. */
export async function restoreOne(context: CommandContext, args: RestoreArgs): Promise<number> {
  const { name: word, argv } = args;
  const list = await readPodList(context, [word]);
  const any = await findPod(context, word, null, list);
  if (any.kind === 'found' && argv.length === 0) {
    const { socketPath, extensions, foreign } = any.entry;
    const holds = extensions.includes('screen') ? 'terminal' : 'agent';
    const isShown = !args.detach && canShowPod(context);
    if (socketPath !== null && foreign === undefined && (isShown || cameUpMeanwhile(any.entry)))
      return show(context, args, { name: word, socketPath, holds, found: any }, 'live');
  }
  const isWaited = any.kind === 'found' && argv.length === 0 && isComingUp(any.entry);
  const found = isWaited ? any : await findPod(context, word, 'restore', list);
  if (found.kind !== 'found') return reportFailure(context, found);
  const ofAgents = args.anew ? '--anew' : args.auth === null ? null : '--auth';
  if (ofAgents !== null && argv.length === 0 && found.entry.launch?.kind === 'terminal') {
    return reportFailure(context, failure('usage', `${ofAgents} is for agents, and "${displayName(word)}" is none.`));
  }
  const restored = await found.place.restore(found.entry.id, orderOf(context, args, hostOf(found.entry.id) !== null));
  if (restored.kind !== 'done') return reportFailure(context, restored);
  // The word that was given tells it from those of the same name in other homes.
  const name = restored.name === undefined ? word : nameOnHost(hostOf(found.entry.id), restored.name);
  return show(context, args, { ...restored, name, found }, 'restored');
}

async function show(
  context: CommandContext,
  { detach }: RestoreArgs,
  { name, socketPath, holds, found }: RestoredPod & { readonly name: string; readonly found: FoundPod },
  how: 'live' | 'restored',
): Promise<number> {
  if (!detach && canShowPod(context)) {
    const way = wayTo(found, socketPath);
    return showPod(context, { ...way, podName: name, readOnly: false });
  }
  if (holds === 'agent') return sayAgentIsUp(context, name, how);
  const what = how === 'live' ? 'is live already' : 'is restored';
  print(context.stdout, `Pod ${displayName(name)} ${what}. Attach to it: podwatch attach ${commandName(name)}`);
  return 0;
}
