// Other hosts over ssh while nothing happens there: what the viewer and its ssh cost, and what a host pays for being watched.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { CLI, makeBenchHome } from './benchHome.mjs';
import { absent, figure } from './figure.mjs';
import { freePort } from './freePort.mjs';
import { cpuOf, pssOf } from './processCost.mjs';
import { openTerminal } from './ptyDriver.mjs';

const HOSTS = 5;
const PODS = 20;
const WINDOW_MS = 10_000;
/** Until start-up, garbage collection and the Pods' fall to idle are over. */
const SETTLE_MS = 20_000;
const SSHD = '/usr/sbin/sshd';

export const title = `idle: the dashboard (200×60) over ${HOSTS} hosts × ${PODS} quiet Pods by ssh on loopback, ${WINDOW_MS / 1000} s`;

function isOpen(port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.on('error', () => resolve(false));
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}

/** A home behind an sshd of its own; its block of ssh_config. */
async function openHost(name) {
  const home = makeBenchHome();
  for (let n = 0; n < PODS; n++) home.startPod(`quiet-${n}`, ['/bin/sh', '-c', 'echo up; exec sleep 3600']);
  const at = (file) => path.join(home.directory, file);
  for (const key of ['host_key', 'key']) execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at(key)]);
  const port = await freePort();
  fs.writeFileSync(at('known'), `[127.0.0.1]:${port} ${fs.readFileSync(at('host_key.pub'), 'utf8')}`);
  const lines = [
    ...[`Port ${port}`, 'ListenAddress 127.0.0.1', `HostKey ${at('host_key')}`, 'PidFile none', 'UsePAM no'],
    ...[`AuthorizedKeysFile ${at('key.pub')}`, 'StrictModes no', 'PermitRootLogin yes'],
    `SetEnv PODWATCH_HOME=${home.directory}`,
  ];
  fs.writeFileSync(at('sshd_config'), `${lines.join('\n')}\n`);
  if (process.getuid?.() === 0) fs.mkdirSync('/run/sshd', { recursive: true });
  const sshd = spawn(SSHD, ['-D', '-f', at('sshd_config'), '-E', at('sshd.log')], { stdio: 'ignore' });
  const gone = new Promise((resolve) => sshd.once('exit', resolve));
  for (let left = 200; !(await isOpen(port)); left -= 1) {
    if (left === 0) throw new Error('sshd does not start');
    await pause(50);
  }
  const own = [`HostName 127.0.0.1`, `Port ${port}`, `IdentityFile ${at('key')}`, 'IdentitiesOnly yes'];
  const block = [`Host ${name}`, ...own, 'IdentityAgent none', `UserKnownHostsFile ${at('known')}`].join('\n  ');
  const close = async () => {
    sshd.kill('SIGTERM');
    await gone;
    await home.close();
  };
  return { name, sshd, block, close };
}

function childrenOf(pid) {
  const text = fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').trim();
  return text === '' ? [] : text.split(' ').map(Number);
}

const descendantsOf = (pid) => childrenOf(pid).flatMap((child) => [child, ...descendantsOf(child)]);
const commandOf = (pid) => fs.readFileSync(`/proc/${pid}/cmdline`, 'latin1');
const sumOf = (pids, cost) => pids.map(cost).reduce((sum, each) => sum + each, 0);

async function figuresOver(dashboard, hosts) {
  const row = 'hosts-idle';
  const unit = '% of a core';
  const ours = descendantsOf(dashboard.pid);
  const ssh = ours.filter((pid) => commandOf(pid).startsWith('ssh\0'));
  const own = [dashboard.pid, ...ours.filter((pid) => !ssh.includes(pid))];
  const theirs = hosts.flatMap(({ sshd }) => descendantsOf(sshd.pid));
  const serves = theirs.filter((pid) => commandOf(pid).includes('serve'));
  if (ssh.length !== HOSTS || serves.length !== HOSTS) throw new Error(`${ssh.length} ssh, ${serves.length} serve`);
  const look = () => [own, ssh, theirs].map((pids) => sumOf(pids, cpuOf));
  const before = look();
  await pause(WINDOW_MS);
  const [viewer, ways, there] = look().map((after, at) => (100 * (after - before[at])) / WINDOW_MS);
  const most = { most: 1, of: 'value' };
  return [
    figure({ row, what: 'the viewer and all its ssh', unit, samples: [viewer + ways], target: most }),
    figure({ row, what: 'of it the viewer', unit, samples: [viewer] }),
    figure({ row, what: 'serve and sshd of all hosts together', unit, samples: [there] }),
    figure({ row, what: 'the viewer, PSS', unit: 'MB', samples: [pssOf(dashboard.pid)] }),
    figure({ row, what: 'an ssh, PSS', unit: 'MB', samples: ssh.map(pssOf) }),
    figure({ row, what: 'a serve, PSS', unit: 'MB', samples: serves.map(pssOf) }),
  ];
}

export async function run() {
  if (!fs.existsSync(SSHD)) return [absent('hosts-idle', 'an sshd', 'sshd')];
  const hosts = [];
  const viewer = makeBenchHome();
  try {
    for (let n = 1; n <= HOSTS; n++) hosts.push(await openHost(`h${n}`));
    const sshConfig = path.join(viewer.directory, 'ssh_config');
    fs.writeFileSync(sshConfig, `${hosts.map(({ block }) => block).join('\n')}\n`, { mode: 0o600 });
    const entries = hosts.map(({ name }) => [name, { sshConfig, command: [process.execPath, CLI] }]);
    const config = path.join(viewer.directory, 'config.json');
    fs.writeFileSync(config, JSON.stringify({ hosts: Object.fromEntries(entries) }));
    const env = { ...viewer.env, PODWATCH_CONFIG: config };
    const dashboard = openTerminal(viewer.podwatch(), { env, cols: 200, rows: 60 });
    await dashboard.waitFor('quiet-');
    await pause(SETTLE_MS);
    const figures = await figuresOver(dashboard, hosts);
    await dashboard.close();
    return figures;
  } finally {
    await Promise.all(hosts.map(({ close }) => close()));
    await viewer.close();
  }
}
