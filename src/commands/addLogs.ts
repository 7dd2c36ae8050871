// The arguments of `podwatch logs`.
import { type Argv, type Common, noRest, podName, type Run } from './commandParsing';

export function addLogs(parser: Argv<Common>, run: Run): Argv<Common> {
  const follow = { type: 'boolean', alias: 'f', default: false, describe: 'Go on with what comes' } as const;
  const json = { type: 'boolean', default: false, describe: 'The entries of its log, one JSON object a line' } as const;
  return parser.command(
    'logs <name>',
    'Print what a Pod has shown, or its conversation as Markdown',
    (y) => y.positional('name', podName).options({ follow, json }),
    (args) => {
      noRest(args);
      const request = { name: args.name, follow: args.follow, json: args.json };
      return run(args, async (context) => (await import('./logs')).runLogs(context, request));
    },
  );
}
