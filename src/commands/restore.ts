// `podwatch restore NAME`.
import path from 'node:path';
import { commandName } from '../actions/commandName';
import { displayName } from '../cells/displayText';
import type { CommandContext } from './commandContext';
import { findPod, readPodList } from './findPod';
import { defineCommand } from './line/command';
import { cwdField, detachField, detachKeyField, podNames } from './line/commonFields';
import { expandNames, isGlob } from './podPatterns';
import { print } from './printText';
import { reportFailure } from './reportFailure';
import { sayAgentIsUp } from './sayAgentIsUp';
import { hasTerminal, showPod, terminalSize } from './showPod';

export const command = defineCommand({
  name: 'restore',
  group: 'pods',
  summary: 'Start a stopped Pod again, its earlier screen above, and attach to it',
  details: [
    'It starts its recorded command in its recorded directory, or what stands after "--".',
    'Several are restored without an attach.',
  ],
  positionals: { names: { ...podNames, complete: { pods: 'restore' } } },
  options: {
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
  run: async (context, { names: given, cwd, detach, anew, auth }, argv) => {
    const names = given.some(isGlob) ? expandNames(given, (await readPodList(context)).entries) : given;
    // One terminal has room for one.
    const how = { argv, cwd: cwd ?? null, detach: detach || names.length > 1, anew, auth: auth ?? null };
    const codes: number[] = [];
    for (const name of new Set(names)) codes.push(await restoreOne(context, { name, ...how }));
    return codes.find((code) => code !== 0) ?? 0;
  },
});

interface RestoreArgs {
  readonly name: string;
  /** Instead of the recorded command; empty: the recorded one. */
  readonly argv: readonly string[];
  readonly cwd: string | null;
  readonly detach: boolean;
  readonly anew: boolean;
  readonly auth: string | null;
}

/** @returns the exit code. */
export async function restoreOne(context: CommandContext, args: RestoreArgs): Promise<number> {
  const { name, argv, cwd, detach, anew, auth } = args;
  const found = await findPod(context, name, 'restore');
  if (found.kind !== 'found') return reportFailure(context, found);
  const restored = await found.place.restore(found.entry.id, {
    argv,
    cwd: cwd === null ? null : path.resolve(context.cwd, cwd),
    fallbackCwd: context.cwd,
    recordBytes: context.config.recordBytes,
    ofAgent: { anew, mcpServers: context.config.mcpServers, ...(auth !== null && { auth }) },
    ...terminalSize(context),
  });
  if (restored.kind !== 'done') return reportFailure(context, restored);
  const podName = restored.name ?? found.entry.id.name;
  if (!detach && hasTerminal(context)) {
    return showPod(context, { socketPath: restored.socketPath, podName, readOnly: false });
  }
  if (restored.holds === 'agent') return sayAgentIsUp(context, podName, 'restored');
  print(
    context.stdout,
    `Pod ${displayName(podName)} is restored. Attach to it: podwatch attach ${commandName(podName)}`,
  );
  return 0;
}
