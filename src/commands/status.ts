// `podwatch status WORD [--reason TEXT]`, run by a program or its hook inside a Pod.
import { failure } from '../actions/actionFailure';
import { setStatus } from '../actions/setStatus';
import type { StatusWord } from '../protocol/wireMethod';
import type { CommandContext } from './commandContext';
import { reportFailure } from './reportFailure';

export interface StatusArgs {
  readonly word: StatusWord;
  readonly reason: string | null;
}

/** Says nothing where it works: the output of a hook may be read by the program. */
export async function runStatus(context: CommandContext, { word, reason }: StatusArgs): Promise<number> {
  const { PODWATCH_SOCKET: socketPath } = context.env;
  if (!socketPath) {
    const message =
      'podwatch status works inside a Pod only, where PODWATCH_SOCKET says which. From outside: podwatch ls';
    return reportFailure(context, failure('usage', message));
  }
  const said = await setStatus({ socketPath, word, reason });
  return said.kind === 'done' ? 0 : reportFailure(context, said);
}
