// `podwatch run NAME -- CMD …`.
import path from 'node:path';
import { commandName } from '../actions/commandName';
import { runPod } from '../actions/runPod';
import { displayName } from '../text/displayText';
import type { CommandContext } from './commandContext';
import { reportFailure } from './reportFailure';
import { hasTerminal, showPod, terminalSize } from './showPod';

export interface RunArgs {
  readonly name: string;
  readonly argv: readonly string[];
  readonly cwd: string | null;
  readonly detach: boolean;
}

export async function runRun(context: CommandContext, { name, argv, cwd, detach }: RunArgs): Promise<number> {
  const { homes, podProgram, env } = context;
  const started = await runPod({
    home: homes[0],
    name,
    argv,
    cwd: path.resolve(context.cwd, cwd ?? '.'),
    ...terminalSize(context),
    podProgram,
    env,
  });
  if (started.kind !== 'done') return reportFailure(context, started);
  if (!detach && hasTerminal(context)) {
    return showPod(context, { socketPath: started.socketPath, podName: name, readOnly: false });
  }
  context.stdout.write(`Pod ${displayName(name)} is running. Attach to it: podwatch attach ${commandName(name)}\n`);
  return 0;
}
