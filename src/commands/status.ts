// `podwatch status WORD [--reason TEXT]`, run by a program or its hook inside a Pod.
import { failure } from '../actions/actionFailure';
import { setStatus } from '../actions/setStatus';
import { STATUS_WORDS, type StatusWord } from '../protocol/statusWord';
import type { CommandContext } from './commandContext';
import { defineCommand } from './line/defineCommand';
import { UsageError } from './line/usageError';
import { reportFailure } from './reportFailure';

export const command = defineCommand({
  name: 'status',
  group: 'agents',
  summary: 'Inside a Pod: say what it does (for hooks); "auto" ends that',
  positionals: {
    word: {
      type: 'string',
      demandOption: true,
      value: 'WORD',
      complete: { words: STATUS_WORDS },
      describe: STATUS_WORDS.join(', '),
    },
  },
  options: { reason: { type: 'string', requiresArg: true, value: 'TEXT', describe: 'Why, in a few words' } },
  rest: 'nothing',
  isOverAtOnce: true,
  run: (context, { word, reason }) => runStatus(context, { word: statusWord(word), reason: reason ?? null }),
});

/** @throws UsageError */
function statusWord(word: string): StatusWord {
  const known = STATUS_WORDS.find((each) => each === word);
  if (known !== undefined) return known;
  throw new UsageError(`A status is one of ${STATUS_WORDS.join(', ')}, not ${JSON.stringify(word)}.`);
}

interface StatusArgs {
  readonly word: StatusWord;
  readonly reason: string | null;
}

/** Says nothing where it works: the output of a hook may be read by the program. */
async function runStatus(context: CommandContext, { word, reason }: StatusArgs): Promise<number> {
  const { PODWATCH_SOCKET: socketPath } = context.env;
  if (!socketPath) {
    const message =
      'podwatch status works inside a Pod only, where PODWATCH_SOCKET says which. From outside: podwatch ls';
    return reportFailure(context, failure('usage', message));
  }
  const said = await setStatus({ socketPath, word, reason });
  return said.kind === 'done' ? 0 : reportFailure(context, said);
}
