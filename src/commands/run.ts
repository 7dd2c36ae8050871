// `podwatch run NAME [--agent[=AGENT]] -- CMD …`.
import path from 'node:path';
import { failure } from '../actions/actionFailure';
import { commandName } from '../actions/commandName';
import { runPod } from '../actions/runPod';
import { suggestedName } from '../actions/suggestedName';
import { displayName } from '../cells/displayText';
import { knownAgent } from '../config/agentPresets';
import { claimNewPod } from '../places/claimNewPod';
import { PERMISSION_POLICIES } from '../protocol/wireWords';
import type { CommandContext } from './commandContext';
import { type HostWord, hostWord } from './hostWords';
import { cwdField, detachField, detachKeyField } from './line/commonFields';
import { defineCommand } from './line/defineCommand';
import { UsageError } from './line/usageError';
import { parentPod } from './parentPod';
import { print } from './printText';
import { reportFailure } from './reportFailure';
import type { HostRun } from './runOnHost';
import { sayAgentIsUp } from './sayAgentIsUp';
import { canShowPod, type ShowRequest, terminalSize } from './showPod';
import { takenNames } from './takenNames';

export const command = defineCommand({
  name: 'run',
  group: 'pods',
  summary: 'Start a Pod and attach to it',
  details: [
    'What stands after "--" is its command, run without a shell in between; without it your shell starts. With -d it is not attached to.',
    'With --agent the Pod holds a coding agent (ACP): a known one with its options after "--", or after "--" its whole command.',
  ],
  positionals: { name: { type: 'string', value: 'NAME', describe: 'Default: from its directory and command' } },
  options: {
    detach: detachField,
    attach: {
      type: 'boolean',
      alias: 'A',
      default: false,
      describe: 'If the Pod lives, attach to it; if it can be restored, restore it; else start it',
    },
    cwd: cwdField,
    env: {
      type: 'string',
      array: true,
      requiresArg: true,
      value: 'K=V',
      describe: 'A variable for its environment (repeatable); it is not kept for a restore',
    },
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
    'client-tools': {
      type: 'boolean',
      describe: 'The agent may use files and terminals through podwatch (default: as configured)',
    },
    'detach-key': detachKeyField,
  },
  rest: 'command',
  run: (context, { name, cwd, env = [], attach, detach, noRecord, agent: preset, ...how }, argv) => {
    const { policy, mode, model, auth, clientTools } = how;
    const ofAgent = { policy, mode, model, auth, 'client-tools': clientTools };
    for (const [flag, given] of Object.entries(ofAgent)) {
      if (given !== undefined && preset === undefined) throw new UsageError(`--${flag} is for agents: add --agent.`);
    }
    const wishes = {
      ...(mode !== undefined && { mode }),
      ...(model !== undefined && { model }),
      ...(auth !== undefined && { auth }),
      ...((clientTools ?? context.config.clientTools) && { clientTools: true }),
    };
    const agent = preset === undefined ? null : { preset, policy: policy ?? 'ask', wishes };
    if (attach && name === undefined) throw new UsageError('-A goes with a name: podwatch run -A NAME');
    const away = name === undefined || context.openHosts === null ? null : hostWord(name);
    if (away !== null) {
      const order = { argv, cwd: cwd ?? '', env: variables(env), detach, noRecord, agent, isAttach: attach };
      return startAway(context, away, order);
    }
    const common = { argv, cwd: path.resolve(context.cwd, cwd ?? '.'), env: variables(env), detach, noRecord, agent };
    return runRun(context, { name: name ?? null, isAttach: attach, ...common });
  },
});

/** @throws UsageError */
function variables(given: readonly string[]): Readonly<Record<string, string>> {
  const pairs = given.map((text) => {
    const [, name, value] = /^([^=\0]+)=([^\0]*)$/s.exec(text) ?? [];
    if (name === undefined || value === undefined) {
      throw new UsageError(`--env is a name and a value, K=V: ${JSON.stringify(text)}`);
    }
    return [name, value] as const;
  });
  return Object.fromEntries(pairs);
}

/** `cwd`: absolute. */
interface RunArgs extends HostRun {
  /** Null: made up. */
  readonly name: string | null;
}

async function runRun(context: CommandContext, args: RunArgs): Promise<number> {
  const { cwd, detach, agent } = args;
  const argv = commandLine(context, args);
  if (typeof argv === 'string') return reportFailure(context, failure('usage', argv));
  const there = args.isAttach && args.name !== null ? await openExisting(context, args.name, detach) : null;
  if (there !== null) return there;
  const name = args.name ?? suggestedName(cwd, argv.length > 0 ? argv : [], takenNames(context));
  const env = { ...context.env, ...args.env };
  const shows = !detach && canShowPod(context);
  const claimed = agent ? null : await claimNewPod({ home: context.homes[0], env, name, argv, cwd });
  if (claimed !== null && claimed.kind !== 'done') return reportFailure(context, claimed);
  const started = await runPod({
    home: context.homes[0],
    podProgram: context.podProgram,
    env,
    fetching: context.fetching,
    name,
    argv,
    ...(agent && {
      agent: { policy: agent.policy, ...agent.wishes, mcpServers: context.config.mcpServers },
    }),
    cwd,
    ...parentPod(context),
    recordBytes: args.noRecord ? 0 : context.config.recordBytes,
    ...terminalSize(context),
    // What cannot be loaded is told by who needs it.
    meanwhile: () => void (shows && import('./showPod').catch(() => {})),
  }).finally(() => claimed?.release());
  if (started.kind !== 'done') return reportFailure(context, started);
  if (shows) return show(context, { socketPath: started.socketPath, podName: name, readOnly: false });
  if (agent) return sayAgentIsUp(context, name, 'live');
  print(context.stdout, `Pod ${displayName(name)} is live. Attach to it: podwatch attach ${commandName(name)}`);
  return 0;
}

async function startAway(context: CommandContext, away: HostWord, order: HostRun): Promise<number> {
  const { runOnHost } = await import('./runOnHost');
  return runOnHost(context, away, order);
}

async function show(context: CommandContext, request: ShowRequest): Promise<number> {
  const { showPod } = await import('./showPod');
  return showPod(context, request);
}

/** Attaches to the Pod or restores it; null where it is neither live nor restorable, and has to be started. */
async function openExisting(context: CommandContext, name: string, detach: boolean): Promise<number | null> {
  const { readPodList } = await import('./findPod');
  const { entries } = await readPodList(context);
  const entry = entries.find(({ id }) => id.name === name && id.place === context.homes[0].data);
  if (entry?.socketPath != null) {
    if (!detach && canShowPod(context)) {
      return show(context, { socketPath: entry.socketPath, podName: name, readOnly: false });
    }
    print(
      context.stdout,
      `Pod ${displayName(name)} is live already. Attach to it: podwatch attach ${commandName(name)}`,
    );
    return 0;
  }
  if (entry?.canRestore !== true) return null;
  const { restoreOne } = await import('./restore');
  return restoreOne(context, { name, argv: [], cwd: null, detach, anew: false, auth: null });
}

/** Program and arguments; a text says why there are none. */
function commandLine({ config }: CommandContext, { name, argv, agent }: RunArgs): readonly string[] | string {
  if (agent === null) return argv;
  if (agent.preset === '') {
    if (argv.length > 0) return argv;
    const word = name === null ? 'NAME' : commandName(name);
    return `Say which agent: podwatch run ${word} --agent AGENT (see podwatch agents), or podwatch run ${word} --agent -- CMD`;
  }
  const known = knownAgent(config.agents, agent.preset);
  if (known !== null) return [...known, ...argv];
  const shown = displayName(agent.preset);
  return `There is no agent "${shown}". See the known ones: podwatch agents. Any other: podwatch run NAME --agent -- CMD`;
}
