// What every command gets: the homes, the configuration, where the Pod program is, and the user's terminal.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { version } from '../../package.json';
import type { FetchWatch } from '../actions/fetchMissing';
import { type Config, faultSentence, readConfig } from '../config/readConfig';
import type { OpenHosts } from '../places/hosts/openHosts';
import { type Home, type HomePaths, resolveHome } from '../protocol/homePaths';
import type { Parsed } from '../protocol/parsed';
import { runtimeBaseFault } from '../store/runtimeBaseFault';
import type { DetachKey } from '../terminal/detachKey';
import type { TtyInput, TtyOutput } from '../terminal/takeTerminal';
import { knownHomes } from './knownHomes';
import { complain } from './printText';
import { sayFetching } from './sayFetching';
import { standardOutput } from './standardOutput';

/** From the bundle that holds this file to the directory of them all; the build fills it in. */
declare const WAY_TO_DIST: string;

export interface CommandContext {
  /** At least one; new Pods go to the first. Each has a name of its own. */
  readonly homes: readonly [Home, ...Home[]];
  readonly config: Config;
  /** Absolute path of the built Pod program. */
  readonly podProgram: string;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly stdin: TtyInput;
  readonly stdout: TtyOutput;
  readonly stderr: NodeJS.WritableStream;
  /** Standard output is a terminal, and nobody asked for plain text. */
  readonly colour: boolean;
  /** Says that an agent has to be fetched before it starts, and how long that takes. */
  readonly fetching: FetchWatch;
  /** Opened when they are first asked for, closed when the command is over; null: none is configured. */
  readonly openHosts: (() => Promise<OpenHosts>) | null;
}

export interface GlobalArgs {
  /** As given with `--home`: homes of others, read beside the one that the environment names. */
  readonly homes: readonly string[];
  readonly noColor: boolean;
  /** Overrides the configured one. */
  readonly detachKey: DetachKey | null;
}

export type InContext = (context: CommandContext) => Promise<number>;

/**
 * Runs the command; what is wrong in the configuration is said before, or instead where it cannot be read at all.
 * @returns the exit code.
 */
export async function inContext(args: GlobalArgs, command: InContext, saysFaults: boolean): Promise<number> {
  const context = await commandContext(args);
  if (!context.ok) {
    complain(standardOutput('stderr'), context.error);
    return 2;
  }
  const { file, faults } = context.value.config;
  if (saysFaults) for (const fault of faults) complain(standardOutput('stderr'), faultSentence(file, fault));
  const { openHosts } = context.value;
  if (openHosts === null) return command(context.value);
  const door = hostDoor(openHosts);
  return command({ ...context.value, openHosts: door.open }).finally(door.close);
}

/** Hosts are opened once in a command, and closed behind it. */
function hostDoor(open: () => Promise<OpenHosts>): { open: () => Promise<OpenHosts>; close: () => Promise<void> } {
  let opened: Promise<OpenHosts> | null = null;
  return {
    open: () => {
      opened ??= open();
      return opened;
    },
    close: async () => {
      if (opened !== null) await (await opened).close();
    },
  };
}

/** A runtime directory of somebody else is passed over as an unset one is (XDG base directories), and that is said. */
function withOwnRuntime(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const base = env.XDG_RUNTIME_DIR;
  if (!base || env.PODWATCH_HOME || env.PODWATCH_RUNTIME_DIR) return env;
  const fault = runtimeBaseFault(base);
  if (fault === null) return env;
  complain(
    standardOutput('stderr'),
    `XDG_RUNTIME_DIR (${base}) is not used: ${fault}. Sockets and registry are kept beside the store.`,
  );
  return { ...env, XDG_RUNTIME_DIR: '' };
}

/** A home that was named and is not there has no Pods, which looks as if there were none. */
function sayMissing(homes: readonly string[]): void {
  for (const directory of homes) {
    if (existsSync(directory)) continue;
    complain(standardOutput('stderr'), `--home: there is no directory ${path.resolve(directory)}.`);
  }
}

/** An error is one sentence about the configuration. */
export async function commandContext({ homes, noColor, detachKey }: GlobalArgs): Promise<Parsed<CommandContext>> {
  const { env } = process;
  const stdout = standardOutput('stdout');
  const config = await readConfig(env);
  if (!config.ok) return config;
  const home = resolveHome(withOwnRuntime(env));
  if (!home.ok) return home;
  sayMissing(homes);
  return {
    ok: true,
    value: {
      homes: knownHomes({ own: home.value, configured: config.value.homes, named: homes, env }),
      config: detachKey === null ? config.value : { ...config.value, detachKeys: [detachKey] },
      podProgram: path.resolve(__dirname, WAY_TO_DIST, 'pod', 'podMain.js'),
      env,
      cwd: process.cwd(),
      // Made when they are read.
      get stdin() {
        return process.stdin;
      },
      get stderr() {
        return standardOutput('stderr');
      },
      stdout,
      fetching: sayFetching(() => standardOutput('stderr'), stdout),
      // https://no-color.org: any value but the empty one.
      colour: stdout.isTTY === true && !noColor && !env.NO_COLOR && env.TERM !== 'dumb',
      openHosts:
        config.value.hosts.length === 0 && config.value.fleet === null
          ? null
          : () => hostsOf(config.value, home.value, env),
    },
  };
}

/** Nothing of hosts is loaded before. */
async function hostsOf({ hosts, fleet }: Config, { data }: HomePaths, env: NodeJS.ProcessEnv): Promise<OpenHosts> {
  const { OpenHosts: Opened } = await import('../places/hosts/openHosts');
  const request = { specs: hosts, env, version, data };
  if (fleet === null) return new Opened(request);
  const { ViewerFleet } = await import('../hosts/nats/viewerFleet');
  return new Opened({ ...request, fleet: new ViewerFleet({ spec: fleet, data: path.join(data, 'fleet') }) });
}
