// A machine of our own and hosts beside it, each a home with an agent of its own, that meet on a real nats-server.
import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { type NatsServer, startNats } from '../fixtures/natsServer';
import { CLI, makeTempHome, type TempHome } from '../fixtures/tempHome';
import { until } from '../fixtures/until';

export const USER = 'anna';

export interface AgentHost {
  readonly name: string;
  readonly home: TempHome;
  /** Starts its agent, and waits until it is connected. */
  start(args?: readonly string[]): Promise<void>;
  /** Ends it by a signal, and waits for its end. @returns its exit code. */
  end(signal: NodeJS.Signals): Promise<number | null>;
  /** Of the agent that runs. */
  readonly pid: number | undefined;
  /** What it has said, all in all. */
  log(): string;
}

export interface NatsFleet {
  readonly own: TempHome;
  readonly server: NatsServer;
  readonly host: (name: string) => AgentHost;
  /** What `fleet` of the viewer's configuration says now, beside server and user. */
  configure(more?: object): void;
  close(): Promise<void>;
}

/** `serverConfig`: see `startNats`. `ofHost`: more words of the hosts' configuration. */
export async function openNatsFleet(
  names: readonly string[],
  { serverConfig, ofHost = {} }: { readonly serverConfig?: string; readonly ofHost?: object } = {},
): Promise<NatsFleet> {
  const own = makeTempHome();
  const server = await startNats(own.directory, serverConfig);
  const fleetOf = (more: object) => ({ fleet: { servers: [server.url], user: USER, ...more } });
  const hosts = names.map((name) => agentHost(name, (more) => fleetOf({ name, ...ofHost, ...more })));
  const byName = new Map(hosts.map((host) => [host.name, host]));
  const configure: NatsFleet['configure'] = (more = {}) => writeConfig(own, fleetOf({ name: 'viewer', ...more }));
  configure();
  await Promise.all(hosts.map((host) => host.start()));
  return {
    own,
    server,
    host: (name) => {
      const found = byName.get(name);
      if (found === undefined) throw new Error(`There is no host ${name}`);
      return found;
    },
    configure,
    close: async () => {
      await Promise.all(hosts.map((host) => host.end('SIGTERM')));
      await server.stop();
      const closed = await Promise.allSettled([own.close(), ...hosts.map(({ home }) => home.close())]);
      for (const each of closed) if (each.status === 'rejected') throw each.reason;
    },
  };
}

export function writeConfig(home: TempHome, config: object): void {
  const file = path.join(home.directory, 'config.json');
  home.env.PODWATCH_CONFIG = file;
  fs.writeFileSync(file, JSON.stringify(config));
}

/** `config`: of its configuration file. */
export function agentHost(name: string, config: (more: object) => object): AgentHost {
  const home = makeTempHome();
  writeConfig(home, config({}));
  let said = '';
  let child: ChildProcess | null = null;
  return {
    name,
    home,
    get pid() {
      return child?.pid;
    },
    log: () => said,
    start: async (args = []) => {
      const from = said.length;
      const started = spawn(process.execPath, [CLI, 'agent', ...args], {
        env: home.env,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child = started;
      for (const stream of [started.stdout, started.stderr]) {
        stream.setEncoding('utf8').on('data', (chunk: string) => {
          said += chunk;
        });
      }
      await until(() => {
        if (started.exitCode !== null) throw new Error(`The agent has ended: ${said}`);
        return said.slice(from).includes('Connected to');
      });
    },
    end: async (signal) => {
      const ending = child;
      child = null;
      if (ending === null) return null;
      if (ending.exitCode === null && ending.signalCode === null) {
        const ended = new Promise((resolve) => ending.on('exit', resolve));
        ending.kill(signal);
        await ended;
      }
      return ending.exitCode;
    },
  };
}
