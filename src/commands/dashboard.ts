// `podwatch`: the dashboard over all homes.
import { withDetachKey } from '../dashboard/conversationKeys';
import { remapKeys } from '../dashboard/remapKeys';
import type { PodEntry } from '../podList/types';
import { displayText } from '../text/displayText';
import type { CommandContext } from './commandContext';
import { openDashboard } from './openDashboard';

/** The exit code: 2 without a terminal to show it on. `picker`: alone (`-r`). `open`: this Pod's conversation alone. */
export async function runDashboardCommand(
  context: CommandContext,
  mode: 'grid' | 'picker' = 'grid',
  open?: PodEntry,
): Promise<number> {
  const { homes, podProgram, env, stdin, stdout, stderr, colour, config } = context;
  const keys = remapKeys(config.keys);
  if (keys.kind === 'error') {
    stderr.write(`podwatch: The configuration ${config.file} is wrong: ${displayText(keys.message)}\n`);
    return 2;
  }
  const end = await openDashboard({
    homes,
    podProgram,
    env,
    input: stdin,
    output: stdout,
    colour,
    mode,
    ...(open !== undefined && { open }),
    detachKey: config.detachKey,
    notify: config.notify,
    copyCommand: config.copyCommand,
    recordBytes: config.recordBytes,
    keymap: withDetachKey(keys.keymap, String.fromCodePoint(config.detachKey.codePoint)),
    theme: config.theme,
    mouse: config.mouse,
  });
  if (end.message !== null) (end.kind === 'done' ? stdout : stderr).write(`${end.message}\n`);
  return { done: 0, 'no-terminal': 2, failed: 1 }[end.kind];
}
