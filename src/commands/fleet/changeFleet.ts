// `podwatch fleet add` and `remove`: who is in a fleet, as far as its files go; the server is told by its user.
import { rmSync } from 'node:fs';
import path from 'node:path';
import { failure } from '../../actions/actionFailure';
import { displayName } from '../../cells/displayText';
import {
  CA_FILE,
  type FleetFile,
  memberDirectory,
  memberFiles,
  membersFiles,
  SERVER_CONFIG,
} from '../../fleetSetup/fleetFiles';
import { type Fleet, type FleetMember, type MemberRole, memberWord, namedMembers } from '../../fleetSetup/fleetRecord';
import { newMemberKey } from '../../fleetSetup/memberKey';
import { serverConfigText } from '../../fleetSetup/serverConfigText';
import { errorWords } from '../../store/fileErrors';
import type { CommandContext } from '../commandContext';
import { UsageError } from '../line/usageError';
import { print } from '../printText';
import { reportFailure } from '../reportFailure';
import { type Agreement, isAgreed, showFiles } from './agreedOn';
import { fleetDirectory, readFleet, readFleetFile, writeFiles } from './fleetDirectory';
import { forgetSteps, memberSteps, reloadSteps } from './nextSteps';

interface ChangeOptions extends Agreement {
  readonly dir: string | undefined;
}

interface AddOptions extends ChangeOptions {
  readonly named: Readonly<Record<MemberRole, readonly string[]>>;
}

/** @returns the exit code. @throws UsageError */
export async function addToFleet(context: CommandContext, options: AddOptions): Promise<number> {
  const directory = fleetDirectory(context, options.dir);
  const fleet = fleetToChange(directory);
  if (typeof fleet === 'string') return reportFailure(context, failure('failed', fleet));
  const named = namedMembers(options.named, fleet.owner);
  if (!named.ok) throw new UsageError(named.error);
  if (named.value.length === 0) throw new UsageError(`Who is added? podwatch fleet add --host NAME`);
  const known = named.value.find((member) => fleet.members.some((other) => isSame(member, other)));
  if (known !== undefined) {
    const name = displayName(memberWord(known, fleet.owner));
    return reportFailure(
      context,
      failure('failed', `${name} is in it already. With a new key: podwatch fleet remove ${name}, and add it again`),
    );
  }
  const keys = named.value.map((member) => ({ ...member, ...newMemberKey() }));
  const added = keys.map(({ user, name, roles, key }): FleetMember => ({ user, name, roles, key }));
  const changed = {
    ...fleet,
    members: [...fleet.members, ...added],
    gone: fleet.gone.filter((host) => !added.some((member) => isSame(host, member))),
  };
  const ca = readFleetFile(directory, CA_FILE);
  const own = keys.flatMap(({ seed, ...member }) => memberFiles(changed, member, seed, ca));
  return change(context, { directory, before: fleet, after: changed, own, options }, () =>
    memberSteps(changed, directory, added),
  );
}

/** @returns the exit code. @throws UsageError */
export async function removeFromFleet(
  context: CommandContext,
  { names, ...options }: ChangeOptions & { readonly names: readonly string[] },
): Promise<number> {
  if (names.length === 0) throw new UsageError('Who goes? podwatch fleet remove NAME');
  const directory = fleetDirectory(context, options.dir);
  const fleet = fleetToChange(directory);
  if (typeof fleet === 'string') return reportFailure(context, failure('failed', fleet));
  const gone = fleet.members.filter((member) => names.includes(memberWord(member, fleet.owner)));
  const unknown = names.find((name) => !gone.some((member) => memberWord(member, fleet.owner) === name));
  if (unknown !== undefined) {
    const known = fleet.members.map((member) => displayName(memberWord(member, fleet.owner))).join(', ');
    return reportFailure(context, failure('not-found', `${displayName(unknown)} is not in it. In it are: ${known}`));
  }
  const hosts = gone.filter(({ roles }) => roles.includes('host'));
  const left = hosts.map(({ user, name }) => ({ user, name }));
  const changed = {
    ...fleet,
    members: fleet.members.filter((member) => !gone.includes(member)),
    gone: [...fleet.gone, ...left],
  };
  return change(context, { directory, before: fleet, after: changed, own: [], options }, () => {
    for (const member of gone)
      rmSync(path.join(directory, memberDirectory(fleet, member)), { recursive: true, force: true });
    return [
      ...gone.map(
        (member) => `${displayName(memberWord(member, fleet.owner))} is not let in any more, once the server knows.`,
      ),
      ...forgetSteps(left),
    ];
  });
}

interface Change {
  readonly directory: string;
  readonly before: Fleet;
  readonly after: Fleet;
  /** Of those that come. */
  readonly own: readonly FleetFile[];
  readonly options: ChangeOptions;
}

/** `finish`: what is left to do and to say. */
async function change(
  context: CommandContext,
  { directory, before, after, own, options }: Change,
  finish: () => readonly string[],
): Promise<number> {
  const files = [...own, ...membersFiles(after)];
  showFiles(context, directory, files, []);
  await showConfigChange(context, before, after);
  if (!(await isAgreed(context, options))) return options.dryRun ? 0 : 1;
  try {
    writeFiles(directory, files);
    print(context.stdout, [...reloadSteps(after, directory), ...finish()].join('\n'));
    return 0;
  } catch (error) {
    return reportFailure(
      context,
      failure('failed', `${displayName(directory)} cannot be written: ${errorWords(error)}.`),
    );
  }
}

async function showConfigChange({ stdout }: CommandContext, before: Fleet, after: Fleet): Promise<void> {
  const { changeText } = await import('../../conversation/conversationText');
  print(stdout, changeText({ path: SERVER_CONFIG, before: serverConfigText(before), after: serverConfigText(after) }));
}

/** A text says why it cannot be changed: what was written by hand into the server's configuration would be lost. */
function fleetToChange(directory: string): Fleet | string {
  const fleet = readFleet(directory);
  if (!fleet.ok) return fleet.error;
  const config = readFleetFile(directory, SERVER_CONFIG);
  if (config === null || config === serverConfigText(fleet.value)) return fleet.value;
  const file = path.join(directory, SERVER_CONFIG);
  return `${displayName(file)} was changed by hand, or by another version of podwatch, and stays as it is. Put what you have changed aside and remove that file: it is written anew then.`;
}

function isSame(a: Pick<FleetMember, 'user' | 'name'>, b: Pick<FleetMember, 'user' | 'name'>): boolean {
  return a.user === b.user && a.name === b.name;
}
