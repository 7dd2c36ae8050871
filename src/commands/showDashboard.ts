// Opens the dashboard over all homes with what the configuration says.

import { nearestWord } from '../config/nearestWord';
import { faultSentence } from '../config/readConfig';
import { chosenTheme } from '../dashboard/kit/chosenTheme';
import { withDetachKeys } from '../dashboard/loop/keyRow';
import { remapKeys } from '../dashboard/loop/remapKeys';
import type { PodEntry } from '../podList/podList';
import type { TerminalKeeper } from '../terminal/terminalKeeper';
import type { CommandContext } from './commandContext';
import { openDashboard } from './openDashboard';
import { complain, print } from './printText';

export interface DashboardCommand {
  /** `picker`: alone (`-r`). */
  readonly mode?: 'grid' | 'picker';
  /** This Pod's conversation, alone. */
  readonly open?: PodEntry;
  readonly isReadOnly?: boolean;
  /** Of the terminal as it was found: started while all this was loaded. */
  readonly keeper?: TerminalKeeper;
  /** Rows of the picker at most. */
  readonly mostRows?: number;
  /** What is typed first chooses among the Pods of the picker. */
  readonly searching?: boolean;
}

/** The exit code: 2 without a terminal to show it on. */
export async function showDashboard(
  context: CommandContext,
  { mode = 'grid', open, isReadOnly = false, mostRows, searching = false, keeper }: DashboardCommand = {},
): Promise<number> {
  const { homes, podProgram, env, stdin, stdout, stderr, colour, config } = context;
  const keys = remapKeys(config.keys, nearestWord);
  for (const fault of keys.faults) complain(stderr, faultSentence(config.file, fault));
  // What stands above the dashboard is seen only when it has ended.
  const [fault] = [...config.faults, ...keys.faults];
  const hosts = await context.openHosts?.();
  await keeper?.ready;
  const end = await openDashboard({
    homes,
    podProgram,
    env,
    input: stdin,
    output: stdout,
    colour,
    mode,
    ...(open !== undefined && { open, isReadOnly }),
    ...(mostRows !== undefined && { mostRows }),
    searching,
    detachKeys: config.detachKeys,
    historyKey: config.historyKey,
    attachMouse: config.attachMouse,
    nextKey: config.nextKey,
    notify: config.notify,
    copyCommand: config.copyCommand,
    resumeCommands: config.resumeCommands,
    sessionsAs: config.sessionsAs,
    multiplexers: config.multiplexers,
    agents: config.agents,
    mcpServers: config.mcpServers,
    clientTools: config.clientTools,
    readFirst: config.readBeforeAllowing,
    recordBytes: config.recordBytes,
    ...(fault !== undefined && { warning: faultSentence(config.file, fault) }),
    keymap: withDetachKeys(
      keys.keymap,
      config.detachKeys.map(({ codePoint }) => String.fromCodePoint(codePoint)),
    ),
    theme: chosenTheme(config.theme, env),
    mouse: config.mouse,
    ...(hosts !== undefined && { hosts }),
    ...(keeper !== undefined && { keeper }),
  });
  if (end.message !== null) {
    if (end.kind === 'done') print(stdout, end.message);
    else complain(stderr, end.message);
  }
  return { done: 0, 'no-terminal': 2, failed: 1 }[end.kind];
}
