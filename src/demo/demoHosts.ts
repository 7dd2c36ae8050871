// The two other machines of `podwatch demo --hosts`: homes behind an sshd of their own, which each ssh starts for itself. Nothing listens.
import { execFile } from 'node:child_process';
import { accessSync, chmodSync, constants, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { HostSpec } from '../hosts/hostSpec';

/** Where systems have OpenSSH's server; it starts itself anew by an absolute path only. */
const SSHD_PLACES = ['/usr/sbin/sshd', '/usr/local/sbin/sshd', '/usr/bin/sshd', '/opt/homebrew/sbin/sshd'];
/** Where a server of root goes before it knows its user. */
const PRIVILEGE_DIRECTORY = '/run/sshd';
const KEY_MS = 20_000;

export const NO_OPENSSH =
  'podwatch demo --hosts needs OpenSSH: ssh, ssh-keygen and the server sshd (on Debian: apt install openssh-server). Without it: podwatch demo.';

export interface DemoHosts {
  readonly specs: readonly HostSpec[];
  /** What a configuration says of them. */
  readonly entries: Readonly<Record<string, object>>;
  close(): void;
}

export interface DemoHostsRequest {
  /** An empty directory of ours alone (0700); its path holds no blank. */
  readonly directory: string;
  /** Absolute path of the built command line. */
  readonly cli: string;
  readonly env: NodeJS.ProcessEnv;
  /** By host, its store directory. */
  readonly homes: ReadonlyMap<string, string>;
}

/** Null: OpenSSH is not there, or cannot make keys. */
export async function openDemoHosts({ directory, cli, env, homes }: DemoHostsRequest): Promise<DemoHosts | null> {
  const sshd = SSHD_PLACES.find(canRun);
  if (sshd === undefined) return null;
  const at = (name: string) => path.join(directory, name);
  try {
    await promisify(execFile)('ssh', ['-V'], { env, timeout: KEY_MS });
    for (const key of ['host', 'user']) {
      const how = ['-q', '-t', 'ed25519', '-N', '', '-C', 'podwatch demo', '-f', at(key)];
      await promisify(execFile)('ssh-keygen', how, { env, timeout: KEY_MS });
    }
  } catch {
    return null;
  }
  const publicKey = (name: string) => readFileSync(at(`${name}.pub`), 'utf8').trim();
  write(at('authorized_keys'), publicKey('user'));
  write(at('known_hosts'), `podwatch-demo ${publicKey('host')}`);
  for (const [host, data] of homes) write(at(`${host}.sshd`), serverText({ directory, data, env }));
  write(at('ssh_config'), [...homes.keys()].map((host) => clientText({ directory, host, sshd })).join('\n'));
  const leave = makePrivilegeDirectory();
  const common = { command: [process.execPath, cli], compress: false, sshConfig: at('ssh_config') };
  return {
    specs: [...homes.keys()].map((name) => ({ name, ssh: name, ...common })),
    entries: Object.fromEntries(
      [...homes.keys()].map((name) => [name, { command: common.command, sshConfig: common.sshConfig }]),
    ),
    close: leave,
  };
}

function canRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function write(file: string, text: string): void {
  writeFileSync(file, `${text}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
}

interface ServerRequest extends Pick<DemoHostsRequest, 'directory' | 'env'> {
  readonly data: string;
}

/** One login, ours, by one key; all paths absolute. */
function serverText({ directory, data, env }: ServerRequest): string {
  const kept = { PODWATCH_HOME: data, ...(env.TMPDIR && { TMPDIR: env.TMPDIR }) };
  return [
    `HostKey ${path.join(directory, 'host')}`,
    `AuthorizedKeysFile ${path.join(directory, 'authorized_keys')}`,
    'PidFile none',
    'StrictModes no',
    'UsePAM no',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'PermitRootLogin prohibit-password',
    'AllowTcpForwarding no',
    'X11Forwarding no',
    `SetEnv ${Object.entries(kept)
      .map(([name, value]) => `"${name}=${value}"`)
      .join(' ')}`,
  ].join('\n');
}

interface ClientRequest {
  readonly directory: string;
  readonly host: string;
  readonly sshd: string;
}

/** The server at the other end of a pipe: it lives as long as its ssh does. */
function clientText({ directory, host, sshd }: ClientRequest): string {
  const at = (name: string) => path.join(directory, name);
  return [
    `Host ${host}`,
    '  HostKeyAlias podwatch-demo',
    `  User ${os.userInfo().username}`,
    `  ProxyCommand ${sshd} -i -f ${at(`${host}.sshd`)} -E ${at('sshd.log')}`,
    `  IdentityFile ${at('user')}`,
    '  IdentitiesOnly yes',
    '  IdentityAgent none',
    `  UserKnownHostsFile ${at('known_hosts')}`,
    '  GlobalKnownHostsFile none',
    '  StrictHostKeyChecking yes',
    '  ControlPath none',
  ].join('\n');
}

/** @returns what takes it away again. Where it cannot be made, the hosts say so. */
function makePrivilegeDirectory(): () => void {
  if (process.getuid?.() !== 0) return () => {};
  try {
    mkdirSync(PRIVILEGE_DIRECTORY, { mode: 0o755 });
  } catch {
    return () => {};
  }
  return () => {
    try {
      rmdirSync(PRIVILEGE_DIRECTORY);
    } catch {
      // Somebody else needs it by now.
    }
  };
}
