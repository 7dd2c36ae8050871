// What goes wrong between us and the server of a fleet, in one sentence each, and what to do.
import { displayText } from '../../cells/displayText';
import { errorText } from '../../store/fileErrors';
import { type HostFault, needsYou } from '../hostFault';

const MAX_WORDS = 200;

/** By the names and codes that the client and Node give. */
const CERTIFICATE_CODES = /^(UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|CERT_|ERR_TLS_(?!CERT_ALTNAME))/;
/** JetStream's own codes: it is not on for this account, or at all. */
const NO_JETSTREAM = new Set([10039, 10076]);
const NO_STREAM = 10059;

/** Why there is no connection. */
export function serverFault(error: unknown): HostFault {
  const { name, code, message, cause } = factsOf(error);
  if (name === 'AuthorizationError' || name === 'UserAuthenticationExpiredError') {
    return needsYou(
      'the fleet server does not take our key (authorization violation)',
      'Have the public key of fleet.nkey put into its configuration, or set fleet.nkey to the right file.',
    );
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return needsYou(
      `the certificate of the fleet server is made out to another name (${clause(message)})`,
      'Reach it by its name in fleet.servers, or set fleet.tlsName.',
    );
  }
  if (isUntrusted(error)) {
    return needsYou(
      `nobody whom we trust vouches for the fleet server (${clause(message)})`,
      'Set fleet.ca to the certificate of who has signed its own.',
    );
  }
  if (/does not support 'tls'|'tls' is not available/.test(message)) {
    return needsYou(
      'the fleet server speaks no TLS',
      'Configure it there; without, it may serve its own machine only.',
    );
  }
  const words = cause === null ? message : factsOf(cause).message;
  return { state: 'lost', problem: `the fleet server is not reached (${clause(words)})`, advice: null };
}

/** Whether none of the roots at hand vouches for the server. */
export function isUntrusted(error: unknown): boolean {
  const { code } = factsOf(error);
  return typeof code === 'string' && CERTIFICATE_CODES.test(code);
}

/** Why the server does not do what is asked of its JetStream. */
export function bucketFault(bucket: string, error: unknown): HostFault {
  const { name, code, message } = factsOf(error);
  if (name === 'JetStreamNotEnabled' || (typeof code === 'number' && NO_JETSTREAM.has(code)) || isSilent(error)) {
    return needsYou('JetStream is off on the fleet server', 'Put "jetstream { }" into its configuration.');
  }
  if (name === 'StreamNotFoundError' || code === NO_STREAM || message === 'stream not found') {
    return needsYou(
      `the fleet server has no bucket ${bucket}`,
      'The first podwatch agent of this user makes it: start one, and see that fleet.user is the same everywhere.',
    );
  }
  if (name === 'PermissionViolationError' || isRefused(error)) {
    return needsYou(
      'the fleet server refuses us its records: our key may not read them',
      'See its permissions for our key.',
    );
  }
  return { state: 'lost', problem: `the fleet server gives no records (${clause(message)})`, advice: null };
}

/** What a key is refused while all else works. */
export function permissionFault(operation: string, subject: string): HostFault {
  const what = operation === 'publish' ? 'publish to' : 'subscribe to';
  return needsYou(
    `the fleet server does not let our key ${what} ${clause(subject)}`,
    'See its permissions for our key: podwatch fleet init writes them.',
  );
}

/** A server whose known faults others could use; null: none that we know of. */
export function serverWarning(version: string): string | null {
  const [major = 0, minor = 0, patch = 0] = version.split(/[.-]/).map(Number);
  const at = major * 1e6 + minor * 1e3 + patch;
  const isMended = at >= 2_012_006 || (at >= 2_011_016 && at < 2_012_000);
  if (isMended) return null;
  return `nats-server ${displayText(version)} has known security faults: use 2.11.16, 2.12.6 or later.`;
}

/** Nobody answers to its API: JetStream is off for this account. */
function isSilent(error: unknown): boolean {
  const { name, cause } = factsOf(error);
  return name === 'NoRespondersError' || (cause !== null && factsOf(cause).name === 'NoRespondersError');
}

function isRefused(error: unknown): boolean {
  const { cause } = factsOf(error);
  return cause !== null && factsOf(cause).name === 'PermissionViolationError';
}

interface ErrorFacts {
  readonly name: string;
  readonly code: string | number | null;
  readonly message: string;
  readonly cause: unknown;
}

function factsOf(error: unknown): ErrorFacts {
  const of = (key: string): unknown => (typeof error === 'object' && error !== null ? Reflect.get(error, key) : null);
  const [name, code, cause] = [of('name'), of('code'), of('cause')];
  return {
    name: typeof name === 'string' ? name : '',
    code: typeof code === 'string' || typeof code === 'number' ? code : null,
    message: errorText(error),
    cause: cause ?? null,
  };
}

function clause(text: string): string {
  const line = displayText(text.split('\n')[0] ?? '')
    .trim()
    .replace(/\.$/, '');
  return line.length <= MAX_WORDS ? line : `${line.slice(0, MAX_WORDS)}…`;
}
