// Where a process can be seen: its terminal, and the tmux pane in which it runs.
import { withAncestors } from '../foreign/processFacts';
import { multiplexerLook } from './listMultiplexers';
import type { MultiplexerLook } from './multiplexer';
import { isOnPath } from './runProgram';
import { showPane, type TmuxPane, tmuxPanes } from './tmux';

export interface ProcessPlace {
  readonly pid: number;
  /** Path of its controlling terminal; null = it has none. */
  readonly terminal: string | null;
  readonly pane: TmuxPane | null;
  /** What shows that pane; null where there is none. */
  readonly show: readonly string[] | null;
}

/** By the terminal, or by a process above it. */
export async function whereRuns(pid: number, env: MultiplexerLook['env']): Promise<ProcessPlace> {
  const chain = withAncestors(pid);
  const terminal = chain[0]?.terminal ?? null;
  const panes = isOnPath('tmux', env) ? await tmuxPanes(multiplexerLook(env)) : [];
  const above = new Set(chain.map((facts) => facts.pid));
  const pane = panes.find((one) => one.terminal === terminal) ?? panes.find((one) => above.has(one.pid)) ?? null;
  return { pid, terminal, pane, show: pane === null ? null : showPane(pane, env) };
}
