// The agent as a service of its user, in the words of systemd.
import path from 'node:path';

export const AGENT_UNIT = 'podwatch-agent.service';
/** A file that begins otherwise is not ours. */
export const UNIT_HEAD = '# Written by podwatch agent --install; podwatch agent --uninstall takes it away.\n';

export interface AgentUnit {
  /** The program and its arguments, absolute. */
  readonly argv: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** What decides where homes and configuration are, and what a new Pod finds; the rest is the service manager's. */
const KEPT_VARIABLES = [
  'PATH',
  'LANG',
  'PODWATCH_HOME',
  'PODWATCH_DATA_DIR',
  'PODWATCH_RUNTIME_DIR',
  'PODWATCH_CONFIG',
  'XDG_DATA_HOME',
  'XDG_CONFIG_HOME',
];

/** Exit code of a command that cannot be done as it stands: trying again would not help. */
const USAGE = 2;

/** The text of the unit. Pods that the agent starts are no part of it: they go on when it ends. */
export function agentUnitText({ argv, env }: AgentUnit): string {
  const kept = KEPT_VARIABLES.flatMap((name) => {
    const value = env[name];
    return value ? [`Environment=${quoted(`${name}=${value}`)}`] : [];
  });
  return [
    `${UNIT_HEAD.trimEnd()}`,
    '[Unit]',
    'Description=podwatch agent: the Pods of this machine, for its fleet',
    'StartLimitIntervalSec=0',
    '',
    '[Service]',
    `ExecStart=${commandLine(argv)}`,
    ...kept,
    'Restart=always',
    'RestartSec=2',
    `RestartPreventExitStatus=${USAGE}`,
    '# Pods that were started through it are processes of their own, and outlive it.',
    'KillMode=process',
    '',
    '[Install]',
    'WantedBy=default.target',
    '',
  ].join('\n');
}

/** Where systemd looks for it; null: there is no home directory. */
export function agentUnitFile({ XDG_CONFIG_HOME, HOME }: NodeJS.ProcessEnv): string | null {
  const base = XDG_CONFIG_HOME || (HOME ? path.join(HOME, '.config') : null);
  return base === null ? null : path.join(base, 'systemd', 'user', AGENT_UNIT);
}

/** systemd starts no program with a blank or a quote in its path: another one does, for which it is an argument. */
function commandLine(argv: readonly string[]): string {
  const isPlain = /^[\w/.+@-]+$/.test(argv[0] ?? '');
  const words = isPlain ? argv : ['/usr/bin/env', ...argv];
  return words.map((word) => quoted(word.replaceAll('$', '$$$$'))).join(' ');
}

/** One word of a unit: in quotes, and none of it a specifier. */
function quoted(text: string): string {
  const safe = text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n').replaceAll('%', '%%');
  return `"${safe}"`;
}
