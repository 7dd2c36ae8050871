// What is left to be done by hand after the files of a fleet are written, as lines to copy.
import path from 'node:path';
import { displayName } from '../../cells/displayText';
import { memberDirectory, SERVER_CONFIG, SERVER_DIRECTORY } from '../../fleetSetup/fleetFiles';
import { type Fleet, type FleetMember, memberWord } from '../../fleetSetup/fleetRecord';

/** For the machine of the server. `directory`: of the fleet, here. */
export function serverSteps({ server }: Fleet, directory: string): readonly string[] {
  const here = path.join(directory, SERVER_DIRECTORY);
  const config = path.join(server.directory, path.basename(SERVER_CONFIG));
  const isHere = here === server.directory;
  return [
    isHere
      ? 'The server (nats-server 2.9 or later; 2.12 is advised). On another machine say --server-dir, and copy it there:'
      : `The server (nats-server 2.9 or later; 2.12 is advised), with all of ${displayName(here)} in ${displayName(server.directory)}:`,
    ...(isHere ? [] : [`  scp -r ${word(here)} ${word(`${server.name}:${server.directory}`)}`]),
    `  nats-server -c ${word(config)}`,
    '',
  ];
}

/** For each of `members`. */
export function memberSteps(fleet: Fleet, directory: string, members: readonly FleetMember[]): readonly string[] {
  return members.flatMap((member) => {
    const here = path.join(directory, memberDirectory(fleet, member));
    return [
      `${displayName(memberWord(member, fleet.owner))} (${member.roles.join(', ')}):`,
      `  scp -r ${word(here)} ${word(`${member.name}:podwatch-fleet`)}`,
      `  podwatch fleet join podwatch-fleet     # there; then: rm -r podwatch-fleet`,
      ...(member.roles.includes('host') ? ['  podwatch agent --install               # there'] : []),
      '',
    ];
  });
}

/** After a change of who is in it. */
export function reloadSteps({ server }: Fleet, directory: string): readonly string[] {
  const here = path.join(directory, SERVER_CONFIG);
  const there = path.join(server.directory, path.basename(SERVER_CONFIG));
  return [
    'The server takes it up without an interruption:',
    ...(here === there ? [] : [`  scp ${word(here)} ${word(`${server.name}:${there}`)}`]),
    '  nats-server --signal reload',
    '',
  ];
}

/** Once the server knows that these hosts have left. */
export function forgetSteps(hosts: readonly { readonly name: string }[]): readonly string[] {
  if (hosts.length === 0) return [];
  return [
    'What it has told of its Pods stays until it is taken away, on a viewer:',
    ...hosts.map(({ name }) => `  podwatch hosts forget ${word(name)}`),
  ];
}

/** As a shell takes it. */
function word(text: string): string {
  return /^[\w@%+=:,./~-]+$/.test(text) ? text : `'${displayName(text).replaceAll("'", `'\\''`)}'`;
}
