// What `podwatch demo --hosts` adds: two more homes with Pods, and the way to them as to other machines.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { version } from '../../package.json';
import { OpenHosts } from '../places/hosts/openHosts';
import { type DemoHome, openDemoHome } from './demoHome';
import { openDemoHosts } from './demoHosts';
import { DEMO_HOSTS } from './demoPods';

export interface DemoAwayRequest {
  readonly podProgram: string;
  readonly cli: string;
  readonly env: NodeJS.ProcessEnv;
  /** The user's own configuration, which the demo's hosts stand beside; it may not be there. */
  readonly configFile: string;
}

export interface DemoAway {
  /** For the dashboard, beside what it has. */
  readonly env: Readonly<Record<string, string>>;
  /** One sentence for each Pod that failed to start. */
  start(): Promise<readonly string[]>;
  /** The hosts, as who looks sees them; `data`: of the home that looks. Whoever opens them closes them. */
  openHosts(data: string): OpenHosts;
  /** Everything of it ends and is removed; one sentence for each Pod that would not stop. */
  close(): Promise<readonly string[]>;
}

/** Null: OpenSSH is not there. */
export async function openDemoAway(request: DemoAwayRequest): Promise<DemoAway | null> {
  const { podProgram, cli, env, configFile } = request;
  const directory = mkdtempSync(path.join(os.tmpdir(), 'podwatch-demo-ssh-'));
  const homes = new Map<string, DemoHome>();
  for (const host of DEMO_HOSTS.keys()) homes.set(host, openDemoHome(podProgram, env));
  const data = new Map([...homes].map(([host, { home }]) => [host, home.data]));
  const hosts = await openDemoHosts({ directory, cli, env, homes: data });
  const close = async () => {
    hosts?.close();
    const left = await Promise.all([...homes.values()].map((home) => home.close()));
    await rm(directory, { recursive: true, force: true });
    return left.flat();
  };
  if (hosts === null) {
    await close();
    return null;
  }
  const config = path.join(directory, 'config.json');
  writeFileSync(config, JSON.stringify({ ...ownConfig(configFile), hosts: hosts.entries }), { mode: 0o600 });
  return {
    env: { PODWATCH_CONFIG: config },
    start: async () => {
      const started = await Promise.all([...homes].map(([host, home]) => home.start(DEMO_HOSTS.get(host) ?? [])));
      return started.flat();
    },
    openHosts: (ownData) => new OpenHosts({ specs: hosts.specs, env, version, data: ownData }),
    close,
  };
}

/** As it stands in the file; what is wrong in it the demo does not say. */
function ownConfig(file: string): object {
  try {
    const own: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof own === 'object' && own !== null ? own : {};
  } catch {
    return {};
  }
}
