// The arguments of `podwatch status`.
import { STATUS_WORDS } from '../protocol/wireMethod';
import { type Argv, type Common, noRest, type Run, UsageError } from './commandParsing';

export function addStatus(parser: Argv<Common>, run: Run): Argv<Common> {
  const reason = { type: 'string', requiresArg: true, describe: 'Why, in a few words' } as const;
  const what = { type: 'string', demandOption: true, describe: STATUS_WORDS.join(', ') } as const;
  return parser.command(
    'status <word>',
    'Inside a Pod: say what it does (for hooks); "auto" ends that',
    (y) => y.positional('word', what).options({ reason }),
    (args) => {
      noRest(args);
      const word = STATUS_WORDS.find((known) => known === args.word);
      if (word === undefined) {
        throw new UsageError(`A status is one of ${STATUS_WORDS.join(', ')}, not ${JSON.stringify(args.word)}.`);
      }
      const request = { word, reason: args.reason ?? null };
      return run(args, async (context) => (await import('./status')).runStatus(context, request));
    },
  );
}
