// The live sessions of every multiplexer that is installed here, asked side by side.
import os from 'node:os';
import { abduco } from './abduco';
import { dtach } from './dtach';
import type { Multiplexer, MultiplexerLook, MultiplexerSession } from './multiplexer';
import { isOnPath, programRunner } from './runProgram';
import { screen } from './screen';
import { shpool } from './shpool';
import { tmux } from './tmux';
import { zellij } from './zellij';

/** A new one is a file and a place in this list. */
export const MULTIPLEXERS: readonly Multiplexer[] = [tmux, screen, zellij, abduco, dtach, shpool];

/** What listings run with in this environment. */
export function multiplexerLook(env: MultiplexerLook['env']): MultiplexerLook {
  const home = env.HOME;
  return { env, home: home === undefined || home === '' ? os.homedir() : home, run: programRunner(env) };
}

/** Newest activity first. One that does not answer in time has no sessions. */
export async function listMultiplexers(
  env: MultiplexerLook['env'],
  multiplexers: readonly Multiplexer[] = MULTIPLEXERS,
): Promise<readonly MultiplexerSession[]> {
  const look = multiplexerLook(env);
  const installed = multiplexers.filter(({ command }) => isOnPath(command, env));
  const sessions = (await Promise.all(installed.map((one) => one.list(look)))).flat();
  const timeOf = (session: MultiplexerSession): number => session.activeAt ?? session.createdAt ?? 0;
  return sessions.sort((a, b) => timeOf(b) - timeOf(a) || (a.name < b.name ? -1 : 1));
}
