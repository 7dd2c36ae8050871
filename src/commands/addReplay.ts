// The arguments of `podwatch replay`.
import { type Argv, type Common, noRest, podName, type Run, UsageError } from './commandParsing';

const MAX_SPEED = 1000;

export function addReplay(parser: Argv<Common>, run: Run): Argv<Common> {
  const speed = { type: 'string', requiresArg: true, default: '1', describe: 'So many times as fast' } as const;
  const idleLimit = {
    type: 'string',
    requiresArg: true,
    default: '2',
    describe: 'Longest pause, in seconds; 0: as it was',
  } as const;
  return parser.command(
    'replay <name>',
    'Play what a Pod has shown; space pauses, q ends',
    (y) => y.positional('name', podName).options({ speed, 'idle-limit': idleLimit }),
    (args) => {
      noRest(args);
      const request = {
        name: args.name,
        speed: numberOf('--speed', args.speed, 0.01),
        idleLimit: numberOf('--idle-limit', args.idleLimit, 0),
      };
      return run(args, async (context) => (await import('./replay')).runReplay(context, request));
    },
  );
}

function numberOf(option: string, text: string, least: number): number {
  const value = /^\d{1,6}(?:\.\d{1,6})?$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && (option !== '--speed' || value <= MAX_SPEED)) return value;
  throw new UsageError(
    `${option} must be a number${option === '--speed' ? ` up to ${MAX_SPEED}` : ''}: ${JSON.stringify(text)}`,
  );
}
