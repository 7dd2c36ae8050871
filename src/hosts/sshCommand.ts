// The one ssh command that a host is reached by: what we decide, and what stays the user's.
import type { HostSpec } from './hostSpec';

/** Of the connection alone; a host that is behind another may take longer, s. */
const CONNECT_TIMEOUT_S = 10;

/**
 * Ours on the command line beats every file: without it a `RemoteCommand` or `LocalForward` of the user's would end or
 * burden each connection. `ControlPath` stays: a connection that the user has opened carries us, and is never ours to end.
 */
const FIXED = [
  'BatchMode=yes',
  `ConnectTimeout=${CONNECT_TIMEOUT_S}`,
  'ControlMaster=no',
  'RemoteCommand=none',
  'RequestTTY=no',
  'ClearAllForwardings=yes',
  'ForwardAgent=no',
  'ForwardX11=no',
  'PermitLocalCommand=no',
  'LogLevel=ERROR',
];

/** @param configFile holds `sshConfigText`. @param alone past any connection that is shared. */
export function sshArguments(
  { ssh, command, compress }: HostSpec,
  configFile: string,
  alone = false,
): readonly string[] {
  const options = [...FIXED, ...(compress ? ['Compression=yes'] : []), ...(alone ? ['ControlPath=none'] : [])];
  return ['-T', ...options.flatMap((option) => ['-o', option]), '-F', configFile, '--', ssh, remoteCommand(command)];
}

/** What the user has said comes first, and the first value counts: ours stands where nothing is said. */
export function sshConfigText(userConfig: string | null): string {
  const user = userConfig === null ? '~/.ssh/config' : `"${userConfig}"`;
  return [
    `Include ${user}`,
    ...(userConfig === null ? ['Include /etc/ssh/ssh_config'] : []),
    'Host *',
    '  ServerAliveInterval 5',
    '  ServerAliveCountMax 3',
    '',
  ].join('\n');
}

/** The remote shell sees one string, whatever shell it is: no name and no argument of a Pod ever stands in it. */
function remoteCommand(command: readonly string[] | null): string {
  if (command !== null) return `exec ${[...command, 'serve', '--stdio'].map(quoted).join(' ')}`;
  const script = [
    'command -v podwatch >/dev/null 2>&1 && exec podwatch serve --stdio',
    // Shells of the kind of csh take no command as a login, and have read their start-up files by now.
    `case "\${SHELL##*/}" in *csh) echo "podwatch: not found" >&2; exit 127 ;; esac`,
    `exec "\${SHELL:-/bin/sh}" -lc "exec podwatch serve --stdio"`,
  ];
  return `exec sh -c ${quoted(script.join('; '))}`;
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
