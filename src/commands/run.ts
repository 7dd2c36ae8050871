// `podwatch run NAME [--agent[=AGENT]] -- CMD …`.
import path from 'node:path';
import { failure } from '../actions/actionFailure';
import { commandName } from '../actions/commandName';
import type { AgentWishes } from '../actions/runPod';
import { displayName } from '../cells/displayText';
import { knownAgent } from '../config/agentPresets';
import { homeDeeds } from '../places/homeDeeds';
import { PERMISSION_POLICIES, type PermissionPolicy } from '../protocol/agentQuestion';
import type { CommandContext } from './commandContext';
import { defineCommand } from './line/command';
import { aPodName, cwdField, detachField, detachKeyField } from './line/commonFields';
import { UsageError } from './line/usageError';
import { parentPod } from './parentPod';
import { print } from './printText';
import { reportFailure } from './reportFailure';
import { sayAgentIsUp } from './sayAgentIsUp';
import { hasTerminal, showPod, terminalSize } from './showPod';

export const command = defineCommand({
  name: 'run',
  group: 'pods',
  summary: 'Start a Pod and attach to it',
  details: [
    'What stands after "--" is its command, run without a shell in between; without it your shell starts. With -d it is not attached to.',
    'With --agent the Pod holds a coding agent (ACP): a known one with its options after "--", or after "--" its whole command.',
  ],
  positionals: { name: aPodName },
  options: {
    detach: detachField,
    cwd: cwdField,
    'no-record': { type: 'boolean', default: false, describe: 'Keep no recording of what it shows' },
    agent: {
      type: 'string',
      value: 'AGENT',
      optionalValue: true,
      complete: 'agents',
      describe: 'The command is a coding agent (ACP); with a name, that known one',
    },
    policy: {
      choices: PERMISSION_POLICIES,
      requiresArg: true,
      value: 'POLICY',
      complete: { words: PERMISSION_POLICIES },
      describe: 'Who answers the permission requests of the agent (default: ask)',
    },
    mode: { type: 'string', requiresArg: true, value: 'MODE', describe: 'The mode in which the agent begins' },
    model: { type: 'string', requiresArg: true, value: 'MODEL', describe: 'The model with which the agent begins' },
    auth: { type: 'string', requiresArg: true, value: 'METHOD', describe: 'The way to log the agent in, by its id' },
    'detach-key': detachKeyField,
  },
  rest: 'command',
  run: (context, { name, cwd, detach, noRecord, agent: preset, policy, mode, model, auth }, argv) => {
    for (const [flag, given] of Object.entries({ policy, mode, model, auth })) {
      if (given !== undefined && preset === undefined) throw new UsageError(`--${flag} is for agents: add --agent.`);
    }
    const wishes = {
      ...(mode !== undefined && { mode }),
      ...(model !== undefined && { model }),
      ...(auth !== undefined && { auth }),
    };
    const agent = preset === undefined ? null : { preset, policy: policy ?? 'ask', wishes };
    return runRun(context, { name, argv, cwd: cwd ?? null, detach, noRecord, agent });
  },
});

interface RunArgs {
  readonly name: string;
  readonly argv: readonly string[];
  readonly cwd: string | null;
  readonly detach: boolean;
  /** Else as configured. */
  readonly noRecord: boolean;
  /** Null: the command runs in a terminal. */
  readonly agent: {
    /** A known agent, whose command line `argv` goes on; empty: `argv` is the agent. */
    readonly preset: string;
    readonly policy: PermissionPolicy;
    /** How it is to begin. */
    readonly wishes: AgentWishes;
  } | null;
}

async function runRun(context: CommandContext, args: RunArgs): Promise<number> {
  const { name, cwd, detach, agent } = args;
  const argv = commandLine(context, args);
  if (typeof argv === 'string') return reportFailure(context, failure('usage', argv));
  const started = await homeDeeds(context.homes[0], context).run({
    name,
    argv,
    ...(agent && {
      agent: { policy: agent.policy, ...agent.wishes, mcpServers: context.config.mcpServers },
    }),
    cwd: path.resolve(context.cwd, cwd ?? '.'),
    ...parentPod(context),
    recordBytes: args.noRecord ? 0 : context.config.recordBytes,
    ...terminalSize(context),
  });
  if (started.kind !== 'done') return reportFailure(context, started);
  if (!detach && hasTerminal(context)) {
    return showPod(context, { socketPath: started.socketPath, podName: name, readOnly: false });
  }
  if (agent) return sayAgentIsUp(context, name, 'running');
  print(context.stdout, `Pod ${displayName(name)} is running. Attach to it: podwatch attach ${commandName(name)}`);
  return 0;
}

/** Program and arguments; a text says why there are none. */
function commandLine({ config }: CommandContext, { name, argv, agent }: RunArgs): readonly string[] | string {
  if (agent === null) return argv;
  if (agent.preset === '') {
    if (argv.length > 0) return argv;
    const word = commandName(name);
    return `Say which agent: podwatch run ${word} --agent AGENT (see podwatch agents), or podwatch run ${word} --agent -- CMD`;
  }
  const known = knownAgent(config.agents, agent.preset);
  if (known !== null) return [...known, ...argv];
  const shown = displayName(agent.preset);
  return `There is no agent "${shown}". See the known ones: podwatch agents. Any other: podwatch run NAME --agent -- CMD`;
}
