// The arguments of the commands that are about agents, as yargs reads them.
import { PERMISSION_POLICIES, type PermissionAnswer, type PermissionPolicy } from '../protocol/agentExtension';
import { type Argv, type Common, noRest, podName, type Run, UsageError } from './commandParsing';

/** What `run` takes for a Pod that holds an agent. */
export const runAgentOptions = {
  agent: { type: 'string', describe: 'The command is a coding agent (ACP); with a name, that known one' },
  policy: {
    choices: PERMISSION_POLICIES,
    requiresArg: true,
    describe: 'Who answers the permission requests of the agent (default: ask)',
  },
} as const;

interface AgentArgs {
  readonly agent: string | undefined;
  readonly policy: PermissionPolicy | undefined;
}

export function agentRequest({ agent, policy }: AgentArgs) {
  if (policy !== undefined && agent === undefined) throw new UsageError('--policy is for agents: add --agent.');
  return agent === undefined ? null : { preset: agent, policy: policy ?? 'ask' };
}

export function addPermit(parser: Argv<Common>, run: Run): Argv<Common> {
  const flag = (describe: string) => ({ type: 'boolean', default: false, describe }) as const;
  return parser.command(
    'permit <name>',
    'Show or answer what the agent in a Pod asks to be allowed',
    (y) =>
      y.positional('name', podName).options({
        once: flag('Allow it this time'),
        always: flag('Allow it from now on'),
        reject: flag('Do not allow it'),
        id: { type: 'string', requiresArg: true, describe: 'Which request (default: the oldest)' },
      }),
    (args) => {
      noRest(args);
      const answers: PermissionAnswer[] = [];
      if (args.once) answers.push('allow_once');
      if (args.always) answers.push('allow_always');
      if (args.reject) answers.push('reject');
      if (answers.length > 1) throw new UsageError('Give one of --once, --always and --reject.');
      const request = { name: args.name, answer: answers[0] ?? null, id: args.id ?? null };
      return run(args, async (context) => (await import('./permit')).runPermit(context, request));
    },
  );
}

export function addAgents(parser: Argv<Common>, run: Run): Argv<Common> {
  return parser.command(
    'agents',
    'List the coding agents that run --agent knows',
    (y) => y.options({ json: { type: 'boolean', default: false, describe: 'One JSON array, for scripts' } }),
    (args) => {
      noRest(args);
      const request = { json: args.json };
      return run(args, async (context) => (await import('./agents')).runAgents(context, request));
    },
  );
}
