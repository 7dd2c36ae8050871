// One connection to the server of a fleet: by its name, with our key, or why there is none.
import { closeSync, fstatSync, readFileSync } from 'node:fs';
import { createSecureContext, type SecureContext } from 'node:tls';
import {
  type Authenticator,
  type ConnectionOptions,
  connect,
  credsAuthenticator,
  type NatsConnection,
  nkeyAuthenticator,
} from '@nats-io/transport-node';
import { missedRoots } from '../../loading/extraRoots';
import { errorWords } from '../../store/fileErrors';
import { openRegular } from '../../store/regularFile';
import { type HostFault, needsYou } from '../hostFault';
import { isUntrusted, serverFault } from './fleetFault';
import type { FleetSpec } from './fleetSpec';
import { type FleetRole, inboxPrefix } from './subjects';

/** To the end of the greeting, ms. */
const CONNECT_MS = 5000;
/** Who can be told the key of others. */
const OTHERS = 0o077;

export type OpenedServer =
  | { readonly ok: true; readonly nc: NatsConnection }
  | { readonly ok: false; readonly fault: HostFault };

/** Nothing is tried again here. */
export async function openServer(spec: FleetSpec, role: FleetRole): Promise<OpenedServer> {
  const authenticator = authenticatorOf(spec);
  if ('state' in authenticator) return { ok: false, fault: authenticator };
  const tls = tlsOf(spec);
  if ('state' in tls) return { ok: false, fault: tls };
  const options: ConnectionOptions = {
    servers: [...spec.servers],
    name: `podwatch ${role.kind}`,
    inboxPrefix: inboxPrefix(spec.user, role),
    timeout: CONNECT_MS,
    reconnect: false,
    // Whom the server names as its like we do not know.
    ignoreClusterUpdates: true,
    ...authenticator,
    ...tls,
  };
  try {
    return { ok: true, nc: await connectTrusting(options) };
  } catch (error) {
    return { ok: false, fault: serverFault(error) };
  }
}

/** A server may ask for TLS though its address does not: the client takes no roots before it is known to. */
async function connectTrusting(options: ConnectionOptions): Promise<NatsConnection> {
  try {
    return await connect(options);
  } catch (error) {
    const isMissed = options.tls === undefined && isUntrusted(error) && missedRoots() !== null;
    if (!isMissed) throw error;
    return connect({ ...options, tls: { handshakeFirst: false, ...withExtraRoots() } });
  }
}

function authenticatorOf({ nkey, creds }: FleetSpec): { authenticator?: Authenticator } | HostFault {
  const file = nkey ?? creds;
  if (file === null) return {};
  const key = readKey(file, nkey === null ? 'fleet.creds' : 'fleet.nkey');
  if ('state' in key) return key;
  try {
    return { authenticator: nkey === null ? credsAuthenticator(key.bytes) : nkeyAuthenticator(seedIn(key.bytes)) };
  } catch {
    return needsYou(`${file} holds no key`, 'Make one: podwatch fleet init');
  }
}

/** A seed may have comments around it. @throws where there is none. */
function seedIn(bytes: Uint8Array): Uint8Array {
  const seed = /\bSU[A-Z2-7]{56}\b/.exec(Buffer.from(bytes).toString('latin1'))?.[0];
  if (seed === undefined) throw new Error('no seed');
  return Buffer.from(seed, 'latin1');
}

/** What others can read is no secret: it is not used. */
function readKey(file: string, setting: string): { readonly bytes: Uint8Array } | HostFault {
  try {
    const descriptor = openRegular(file);
    try {
      const { mode, size } = fstatSync(descriptor);
      const others = mode & OTHERS;
      if (others !== 0) {
        const shown = (mode & 0o777).toString(8).padStart(4, '0');
        return needsYou(`the key ${file} can be read by others (${shown})`, `Run: chmod 600 ${file}`);
      }
      if (size > 64 * 1024) return needsYou(`${file} is too long for a key`, `Set ${setting} to the right file.`);
      return { bytes: readFileSync(descriptor) };
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    return needsYou(`the key ${file} cannot be read: ${errorWords(error)}`, `Set ${setting} to the right file.`);
  }
}

/** `servername` is what Node checks the certificate against; the client would check that of an address against "localhost". */
function tlsOf({ servers, ca, tlsName }: FleetSpec): Pick<ConnectionOptions, 'tls'> | HostFault {
  const isWanted = ca !== null || tlsName !== null || servers.some((server) => server.startsWith('tls:'));
  if (!isWanted) return {};
  try {
    const tls = {
      ...(ca !== null && { ca: readFileSync(ca, 'utf8') }),
      ...(tlsName !== null && { servername: tlsName }),
      ...(ca === null && withExtraRoots()),
    };
    return { tls };
  } catch (error) {
    return needsYou(`the certificate ${ca} cannot be read: ${errorWords(error)}`, 'Set fleet.ca to the right file.');
  }
}

/**
 * What Node itself would trust, had it read the user's extra roots at its start; nothing where it has. A file that is no such is
 * passed over, as by Node. Roots are added to Node's own by what its contexts are made with: a `ca` would stand in their place.
 */
function withExtraRoots(): { readonly secureContext?: SecureContext } {
  const file = missedRoots();
  if (file === null) return {};
  const made = createSecureContext();
  try {
    Reflect.get(made.context, 'addCACert').call(made.context, readFileSync(file));
  } catch {
    // Whom only they vouch for is not trusted, and that is said.
  }
  return { secureContext: made };
}
