// `podwatch restore NAME`.
import path from 'node:path';
import { commandName } from '../actions/commandName';
import { restorePod } from '../actions/restorePod';
import { displayName } from '../cells/displayText';
import type { CommandContext } from './commandContext';
import { findPod } from './findPod';
import { reportFailure } from './reportFailure';
import { sayAgentIsUp } from './sayAgentIsUp';
import { hasTerminal, showPod, terminalSize } from './showPod';

export interface RestoreArgs {
  readonly name: string;
  /** Instead of the recorded command; empty: the recorded one. */
  readonly argv: readonly string[];
  readonly cwd: string | null;
  readonly detach: boolean;
}

export async function runRestore(context: CommandContext, { name, argv, cwd, detach }: RestoreArgs): Promise<number> {
  const found = await findPod(context, name, 'restore');
  if (found.kind !== 'found') return reportFailure(context, found);
  const { podProgram, env } = context;
  const restored = await restorePod({
    home: found.home,
    name,
    argv,
    cwd: cwd === null ? null : path.resolve(context.cwd, cwd),
    fallbackCwd: context.cwd,
    recordBytes: context.config.recordBytes,
    ...terminalSize(context),
    podProgram,
    env,
  });
  if (restored.kind !== 'done') return reportFailure(context, restored);
  if (!detach && hasTerminal(context)) {
    return showPod(context, { socketPath: restored.socketPath, podName: name, readOnly: false });
  }
  if (restored.holds === 'agent') return sayAgentIsUp(context, name, 'restored');
  context.stdout.write(`Pod ${displayName(name)} is restored. Attach to it: podwatch attach ${commandName(name)}\n`);
  return 0;
}
