// The configuration of nats-server for a fleet: one account a user, in it one nkey a machine, each with the rights of its role.
import { type FleetRole, permissionsOf, recordsOf } from '../hosts/nats/subjects';
import type { Fleet, FleetMember } from './fleetRecord';

/** Some hundred thousand Pods of a user: 0.55 kB each was seen. */
const FILE_STORE_MB = 512;
const MEMORY_STORE_MB = 64;
/** A bucket of Pods, one of summaries, and room for those of a later version. */
const STREAMS = 8;
/** Each viewer watches with one or two. */
const CONSUMERS = 4096;

/** The text that nats-server 2.9 and later takes with `-c`. It holds public keys only. */
export function serverConfigText(fleet: Fleet): string {
  const { server, members, gone } = fleet;
  const users = [...new Set(members.map(({ user }) => user))];
  const lines = [
    '# The server of a podwatch fleet. Written by podwatch fleet, which also changes it: podwatch fleet add, remove.',
    'server_name: "podwatch"',
    `listen: ${quoted(`${server.tls === null ? '127.0.0.1' : '0.0.0.0'}:${server.port}`)}`,
    'max_payload: 1MB',
    // A busy machine signs slowly.
    'authorization { timeout: 10 }',
    ...(server.tls === null ? [] : tlsLines(server.tls)),
    'jetstream {',
    `  store_dir: ${quoted(server.store)}`,
    `  max_memory_store: ${MEMORY_STORE_MB * users.length}MB`,
    `  max_file_store: ${FILE_STORE_MB * users.length}MB`,
    '}',
    'accounts {',
    ...users.flatMap((user) =>
      accountLines(
        user,
        members.filter((member) => member.user === user),
        gone.filter((host) => host.user === user).map((host) => host.name),
      ),
    ),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

function tlsLines({ certificate, key }: { readonly certificate: string; readonly key: string }): readonly string[] {
  return ['tls {', `  cert_file: ${quoted(certificate)}`, `  key_file: ${quoted(key)}`, '  timeout: 5', '}'];
}

/** `gone`: hosts that have left. */
function accountLines(user: string, members: readonly FleetMember[], gone: readonly string[]): readonly string[] {
  return [
    `  ${quoted(user)} {`,
    '    jetstream {',
    `      max_memory: ${MEMORY_STORE_MB}MB`,
    `      max_file: ${FILE_STORE_MB}MB`,
    `      max_streams: ${STREAMS}`,
    `      max_consumers: ${CONSUMERS}`,
    '    }',
    '    users: [',
    ...members.flatMap((member) => memberLines(member, gone)),
    '    ]',
    '  }',
  ];
}

function memberLines({ user, roles, name, key }: FleetMember, gone: readonly string[]): readonly string[] {
  const { publish, subscribe } = permissionsOf(
    user,
    roles.map((role): FleetRole => (role === 'host' ? { kind: 'agent', host: name } : { kind: role })),
  );
  const mayWrite = [...publish, ...(roles.includes('viewer') ? gone.flatMap((host) => recordsOf(user, host)) : [])];
  return [
    `      # ${name}: ${roles.join(', ')}`,
    '      {',
    `        nkey: ${quoted(key)}`,
    '        permissions {',
    `          publish: { allow: [${mayWrite.map(quoted).join(', ')}] }`,
    `          subscribe: { allow: [${subscribe.map(quoted).join(', ')}] }`,
    // Where who has asked wants the answer is his own.
    ...(roles.includes('host') ? ['          allow_responses: { max: 1, expires: "2m" }'] : []),
    '        }',
    '      }',
  ];
}

/** A text as the server's own language has it. */
function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
