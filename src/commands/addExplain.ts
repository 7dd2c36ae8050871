// The arguments of `podwatch explain`.
import { type Argv, type Common, noRest, podName, type Run } from './commandParsing';

export function addExplain(parser: Argv<Common>, run: Run): Argv<Common> {
  return parser.command(
    'explain <name>',
    'Say why a Pod is shown as it is, and which fact decided it',
    (y) => y.positional('name', podName),
    (args) => {
      noRest(args);
      const request = { name: args.name };
      return run(args, async (context) => (await import('./explain')).runExplain(context, request));
    },
  );
}
