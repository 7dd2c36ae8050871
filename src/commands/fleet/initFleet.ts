// `podwatch fleet init`: from names to the files of a server and of each machine.
import os from 'node:os';
import path from 'node:path';
import { failure } from '../../actions/actionFailure';
import { displayName } from '../../cells/displayText';
import {
  CA_FILE,
  certificateFiles,
  type FleetFile,
  memberFiles,
  membersFiles,
  SERVER_CERTIFICATE,
  SERVER_CONFIG,
  SERVER_DIRECTORY,
  SERVER_KEY,
} from '../../fleetSetup/fleetFiles';
import { type Fleet, type FleetMember, type MemberRole, namedMembers } from '../../fleetSetup/fleetRecord';
import { newMemberKey } from '../../fleetSetup/memberKey';
import { makeOwnCertificate } from '../../fleetSetup/ownCertificate';
import { parseServerName, type ServerName } from '../../fleetSetup/serverName';
import { errorWords } from '../../store/fileErrors';
import { MAX_RECORD_FILE_BYTES, readText } from '../../store/regularFile';
import type { CommandContext } from '../commandContext';
import { UsageError } from '../line/usageError';
import { print } from '../printText';
import { reportFailure } from '../reportFailure';
import { type Agreement, isAgreed, showFiles } from './agreedOn';
import { fleetDirectory, isEmptyDirectory, writeNewDirectory } from './fleetDirectory';
import { memberSteps, serverSteps } from './nextSteps';

interface InitOptions extends Agreement {
  readonly named: Readonly<Record<MemberRole, readonly string[]>>;
  readonly server: string | undefined;
  readonly user: string | undefined;
  readonly dir: string | undefined;
  readonly serverDir: string | undefined;
  readonly storeDir: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
  readonly ca: string | undefined;
}

/** @returns the exit code. @throws UsageError */
export async function initFleet(context: CommandContext, options: InitOptions): Promise<number> {
  const directory = fleetDirectory(context, options.dir);
  if (!isEmptyDirectory(directory)) {
    const words = `${displayName(directory)} holds something already, and stays as it is.`;
    return reportFailure(
      context,
      failure('failed', `${words} Take another one (--dir DIR), or change that fleet: podwatch fleet add`),
    );
  }
  const server = serverOf(options.server);
  const owner = options.user ?? os.userInfo().username;
  const members = namedMembers(options.named, owner);
  if (!members.ok) throw new UsageError(members.error);
  if (members.value.length === 0) throw new UsageError('Who is in it? Name a host at least: --host NAME --viewer NAME');
  const serverDirectory = path.resolve(context.cwd, options.serverDir ?? path.join(directory, SERVER_DIRECTORY));
  const certificates = await certificatesOf(server, options, serverDirectory);
  if (typeof certificates === 'string') return reportFailure(context, failure('failed', certificates));
  const keys = members.value.map((member) => ({ member, ...newMemberKey() }));
  const fleet: Fleet = {
    podwatchFleet: 1,
    owner,
    server: {
      name: server.name,
      port: server.port,
      directory: serverDirectory,
      store: path.resolve(context.cwd, options.storeDir ?? serverDirectory),
      tls: certificates.tls,
    },
    members: keys.map(({ member, key }): FleetMember => ({ ...member, key })),
    gone: [],
  };
  const files = [
    ...membersFiles(fleet),
    ...certificates.files,
    ...keys.flatMap(({ member, key, seed }) => memberFiles(fleet, { ...member, key }, seed, certificates.ca)),
  ];
  showFiles(context, directory, files, [SERVER_CONFIG]);
  if (!(await isAgreed(context, options))) return options.dryRun ? 0 : 1;
  try {
    writeNewDirectory(directory, files);
  } catch (error) {
    return reportFailure(
      context,
      failure('failed', `${displayName(directory)} cannot be written: ${errorWords(error)}.`),
    );
  }
  print(context.stdout, [...serverSteps(fleet, directory), ...memberSteps(fleet, directory, fleet.members)].join('\n'));
  return 0;
}

/** @throws UsageError */
function serverOf(text: string | undefined): ServerName {
  if (text === undefined)
    throw new UsageError('Where is the server? --server NAME, or --server localhost to try it here');
  const parsed = parseServerName(text);
  if (!parsed.ok) throw new UsageError(parsed.error);
  return parsed.value;
}

interface Certificates {
  readonly tls: Fleet['server']['tls'];
  readonly files: readonly FleetFile[];
  /** PEM that members are given. */
  readonly ca: string | null;
}

/** Those that are there, or new ones. A text says why there are none. @throws UsageError */
async function certificatesOf(
  { name, isLoopback }: ServerName,
  { cert, key, ca }: InitOptions,
  directory: string,
): Promise<Certificates | string> {
  if ((cert === undefined) !== (key === undefined))
    throw new UsageError('A certificate and its key go together: --cert FILE --key FILE');
  if (ca !== undefined && cert === undefined)
    throw new UsageError('--ca FILE says who has signed a certificate: --cert FILE --key FILE');
  if (cert !== undefined && key !== undefined) return givenCertificates({ cert, key, ca });
  if (isLoopback) return { tls: null, files: [], ca: null };
  const made = await makeOwnCertificate(name);
  if (!made.ok) return `${made.error} Install it, or name a certificate that the server has: --cert FILE --key FILE`;
  return {
    tls: { certificate: path.join(directory, SERVER_CERTIFICATE), key: path.join(directory, SERVER_KEY) },
    files: certificateFiles(made.value),
    ca: made.value.ca,
  };
}

/** Certificate and key stay where they are on the server's machine. @throws UsageError */
function givenCertificates({
  cert,
  key,
  ca,
}: {
  cert: string;
  key: string;
  ca: string | undefined;
}): Certificates | string {
  for (const file of [cert, key]) {
    if (!path.isAbsolute(file))
      throw new UsageError(`${file} is a file of the server's machine: it takes an absolute path.`);
  }
  const tls = { certificate: cert, key };
  if (ca === undefined) return { tls, files: [], ca: null };
  try {
    const text = readText(ca, MAX_RECORD_FILE_BYTES);
    if (!text.includes('-----BEGIN CERTIFICATE-----')) return `${displayName(ca)} holds no certificate (PEM).`;
    return { tls, files: [{ path: CA_FILE, text, use: 'what members know the server by', isSecret: false }], ca: text };
  } catch (error) {
    return `${displayName(ca)} cannot be read: ${errorWords(error)}.`;
  }
}
