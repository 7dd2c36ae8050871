// Before an agent starts that npx has to fetch first: says so, and how long it takes.
import type { ActionFailure } from '../actions/actionFailure';
import { displayText } from '../cells/displayText';
import { agentPresence, npxPackage } from '../config/agentPresence';
import type { AgentCommandLine } from '../config/agentPresets';
import type { CommandContext } from './commandContext';
import { complain, printStyled } from './printText';

/** To the start of the line, and clear it. */
const ANEW = '\r\u001b[K';

/** Null: it is there. */
export async function fetchFirst(
  { stderr, stdout }: CommandContext,
  command: AgentCommandLine,
  env: NodeJS.ProcessEnv,
): Promise<ActionFailure | null> {
  const wanted = npxPackage(command);
  if (wanted === null || agentPresence(command, env) !== 'fetched') return null;
  const { fetchAgent } = await import('../actions/fetchAgent');
  const what = `npx fetches ${displayText(wanted)}, which is not here yet`;
  complain(stderr, `${what}. That can take minutes.`);
  const isWatched = stdout.isTTY === true;
  const show = (text: string) => (isWatched ? printStyled(stdout, `${ANEW}${text}`) : undefined);
  const fetched = await fetchAgent({ wanted, env, onProgress: (seconds) => show(`${seconds} s …`) });
  show('');
  return fetched.kind === 'done' ? null : fetched;
}
