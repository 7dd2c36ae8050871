// A machine of our own and hosts beside it, each a home behind a real sshd on loopback.
import fs from 'node:fs';
import path from 'node:path';
import type { HostSpec } from '../../src/hosts/hostSpec';
import { OpenHosts } from '../../src/places/hosts/openHosts';
import { type CutProxy, startCutProxy } from '../fixtures/cutProxy';
import { type LoopbackSshd, SSHD, type SshdOptions, startSshd } from '../fixtures/loopbackSshd';
import { MARK_VARIABLE } from '../fixtures/processesWithMark';
import { CLI, makeTempHome, type TempHome } from '../fixtures/tempHome';

/** Skips with a message where there is no OpenSSH server. */
export const describeFleet = SSHD === null ? describe.skip : describe;
if (SSHD === null) process.stderr.write('There is no sshd: tests of hosts are skipped.\n');

export interface FleetHost {
  readonly name: string;
  /** Where its Pods are; `podwatch` there runs on it itself. */
  readonly home: TempHome;
  readonly sshd: LoopbackSshd;
  /** Between us and its sshd: what a test cuts and holds. */
  readonly line: CutProxy;
}

export interface Fleet {
  readonly own: TempHome;
  readonly host: (name: string) => FleetHost;
  /** What `hosts` of the configuration says now; `more` by host. */
  configure(more?: Readonly<Record<string, object>>, blocks?: string): void;
  /** The same hosts in this process, as a dashboard has them; closed with the fleet. */
  open(): OpenHosts;
  close(): Promise<void>;
}

/** What a shell finds as `node` is the one that runs the tests. */
export async function openFleet(names: readonly string[], options: Partial<SshdOptions> = {}): Promise<Fleet> {
  const own = makeTempHome();
  const hosts = await Promise.all(names.map((name) => openHost(name, options)));
  const byName = new Map(hosts.map((host) => [host.name, host]));
  const config = path.join(own.directory, 'config.json');
  own.env.PODWATCH_CONFIG = config;
  const configure: Fleet['configure'] = (more = {}, blocks) => {
    const sshConfig = path.join(own.directory, 'ssh_config');
    fs.writeFileSync(
      sshConfig,
      blocks ?? hosts.map(({ name, sshd, line }) => sshd.hostBlock(name, line.port)).join('\n'),
      {
        mode: 0o600,
      },
    );
    const entries = [...new Set([...names, ...Object.keys(more)])].map((name) => {
      const plain = { command: [process.execPath, CLI], sshConfig };
      return [name, { ...plain, ...more[name] }] as const;
    });
    fs.writeFileSync(config, JSON.stringify({ hosts: Object.fromEntries(entries) }));
  };
  configure();
  const opened: OpenHosts[] = [];
  return {
    own,
    host: (name) => {
      const found = byName.get(name);
      if (found === undefined) throw new Error(`There is no host ${name}`);
      return found;
    },
    configure,
    open: () => {
      const { hosts: entries }: { hosts: Record<string, Partial<HostSpec>> } = JSON.parse(
        fs.readFileSync(config, 'utf8'),
      );
      const specs = Object.entries(entries).map(([name, entry]) => ({
        ...{ name, ssh: name, command: null, compress: false, sshConfig: null },
        ...entry,
      }));
      const hosts = new OpenHosts({ specs, env: own.env, version: '0', data: own.paths.data });
      opened.push(hosts);
      return hosts;
    },
    close: async () => {
      await Promise.all(opened.map((each) => each.close()));
      await Promise.all(hosts.map(({ line }) => line.close()));
      await Promise.all(hosts.map(({ sshd }) => sshd.stop()));
      const closed = await Promise.allSettled([own.close(), ...hosts.map(({ home }) => home.close())]);
      for (const each of closed) if (each.status === 'rejected') throw each.reason;
    },
  };
}

async function openHost(name: string, options: Partial<SshdOptions>): Promise<FleetHost> {
  const home = makeTempHome();
  const directory = path.join(home.directory, 'ssh');
  fs.mkdirSync(directory, { mode: 0o700 });
  const env = {
    PODWATCH_HOME: home.paths.data,
    [MARK_VARIABLE]: home.directory,
    LANG: 'C.UTF-8',
    PS1: '$ ',
    ...options.env,
  };
  const sshd = await startSshd({ ...options, directory, env });
  const line = await startCutProxy({ port: sshd.port, host: '127.0.0.1' });
  return { name, home, sshd, line };
}
