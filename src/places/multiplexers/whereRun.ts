// Where processes can be seen: their terminals, the tmux panes, multiplexers and terminal programs in which they run.
import type { ProcessFacts } from '../foreign/processFacts';
import { startTime, withAncestors } from '../foreign/processFacts';
import { hostProgram } from './hostProgram';
import { multiplexerLook } from './listMultiplexers';
import type { MultiplexerLook } from './multiplexer';
import { isOnPath } from './runProgram';
import { showPane, type TmuxPane, tmuxPanes } from './tmux';

export interface ProcessPlace {
  readonly pid: number;
  /** It and what stands above it. */
  readonly pids: ReadonlySet<number>;
  /** Path of its controlling terminal; null = it has none. */
  readonly terminal: string | null;
  /** Unix ms; null = not known. */
  readonly startedAt: number | null;
  /** The program whose terminal that is, in words (`tmux pane work %3`, `zellij`); null = not known. Untrusted. */
  readonly inside: string | null;
  /** What shows it in a terminal of the user's; null: nothing does. */
  readonly show: readonly string[] | null;
}

/** By pid. tmux is asked once for all of them. */
export async function whereRun(
  pids: readonly number[],
  env: MultiplexerLook['env'],
): Promise<ReadonlyMap<number, ProcessPlace>> {
  if (pids.length === 0) return new Map();
  const panes = isOnPath('tmux', env) ? await tmuxPanes(multiplexerLook(env)) : [];
  return new Map(pids.map((pid) => [pid, placeOf(pid, withAncestors(pid), panes, env)]));
}

function placeOf(
  pid: number,
  chain: readonly ProcessFacts[],
  panes: readonly TmuxPane[],
  env: MultiplexerLook['env'],
): ProcessPlace {
  const own = chain[0];
  const terminal = own?.terminal ?? null;
  const above = new Set(chain.map((facts) => facts.pid));
  const common = { pid, pids: above, terminal, startedAt: own === undefined ? null : startTime(own.startTicks) };
  const pane = panes.find((one) => one.terminal === terminal) ?? panes.find((one) => above.has(one.pid));
  if (pane !== undefined) {
    return { ...common, inside: `tmux pane ${pane.session} ${pane.paneId}`, show: showPane(pane, env) };
  }
  const host = hostProgram(chain.slice(1).map((facts) => facts.pid));
  return { ...common, inside: host?.words ?? null, show: host?.show ?? null };
}
