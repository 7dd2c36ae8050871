// The names that a fleet uses on its NATS server: subjects, buckets, keys, and which of them each role may use.
import { createHash } from 'node:crypto';

/** Stands for "in no group"; no name becomes such a token. */
const NO_GROUP = '-';
/** Behind a host's prefix: what the host says of itself. */
const HOST_ITSELF = '-';

/** A name as one token of a subject: what it holds, a dot or a blank too, means nothing to the server. */
export function nameToken(name: string): string {
  return Buffer.from(name, 'utf8').toString('base64url');
}

/** Null: no name makes such a token. */
export function tokenName(token: string): string | null {
  const name = Buffer.from(token, 'base64url').toString('utf8');
  return name !== '' && nameToken(name) === token ? name : null;
}

function groupToken(group: string | null): string {
  return group === null ? NO_GROUP : nameToken(group);
}

/** The bucket of the Pods of a user: one value a Pod, and one a host. */
export function podsBucket(user: string): string {
  return `pods_${nameToken(user)}`;
}

/** The bucket of a user's hosts: one short summary each. */
export function hostsBucket(user: string): string {
  return `hosts_${nameToken(user)}`;
}

/** The stream that a bucket is. */
export function bucketStream(bucket: string): string {
  return `KV_${bucket}`;
}

/** A Pod in the keys of its host, of one length whatever its home is called: its value says which Pod it is. */
export function podToken(home: string, name: string): string {
  return createHash('sha256').update(`${home}\0${name}`).digest().subarray(0, 16).toString('base64url');
}

/** @param pod of `podToken`. */
export function recordKey(group: string | null, host: string, pod: string): string {
  return `${groupToken(group)}.${nameToken(host)}.${pod}`;
}

/** Where a host says who it is: the owner of all keys beside this one. */
export function hostKey(group: string | null, host: string): string {
  return recordKey(group, host, HOST_ITSELF);
}

/** All keys of a host, in whichever group. */
export function hostKeys(host: string): string {
  return `*.${nameToken(host)}.*`;
}

/** All keys of a group; null: of all groups. */
export function groupKeys(group: string | null): string {
  return group === null ? '>' : `${groupToken(group)}.>`;
}

export interface KeyParts {
  readonly group: string | null;
  readonly host: string;
  /** Null: it is the host's own. */
  readonly pod: string | null;
}

/** Null: no agent has made such a key. */
export function parseKey(key: string): KeyParts | null {
  const [group, host, pod, ...more] = key.split('.');
  if (group === undefined || host === undefined || pod === undefined || pod === '' || more.length > 0) return null;
  const groupName = group === NO_GROUP ? null : tokenName(group);
  const hostName = tokenName(host);
  if (hostName === null || (groupName === null && group !== NO_GROUP)) return null;
  return { group: groupName, host: hostName, pod: pod === HOST_ITSELF ? null : pod };
}

function subject(user: string, ...tokens: readonly string[]): string {
  return ['pw', nameToken(user), ...tokens].join('.');
}

/** A host's signs of life. */
export function beatSubject(user: string, group: string | null, host: string): string {
  return subject(user, 'hb', groupToken(group), nameToken(host));
}

/** The signs of life of a group; null: of all groups. */
export function beatsOf(user: string, group: string | null): string {
  return group === null ? subject(user, 'hb', '>') : subject(user, 'hb', groupToken(group), '*');
}

/** The signs of life of whoever speaks for this host, in whichever group. */
export function beatsOfHost(user: string, host: string): string {
  return subject(user, 'hb', '*', nameToken(host));
}

/** Who listens here gives a sign at once. */
export function rollCallSubject(user: string): string {
  return subject(user, 'who');
}

/** Where a host is asked to do something, or (`dial`) for a channel to one of its Pods. */
export function requestSubject(user: string, kind: 'rpc' | 'dial', host: string): string {
  return subject(user, kind, nameToken(host));
}

/**
 * What goes to a host (`up`) and comes from it (`dn`): of a viewer's session, and in it of one call or channel.
 * @param session a token; `*` and `>` stand for all.
 */
export function streamSubject(user: string, way: 'up' | 'dn', host: string, session: string): string {
  return subject(user, way, host === '*' ? '*' : nameToken(host), session);
}

/** Viewers look and act, readers look, an agent speaks for its host and for no other. */
export type FleetRole =
  | { readonly kind: 'viewer' }
  | { readonly kind: 'reader' }
  | { readonly kind: 'agent'; readonly host: string };

/** Answers to one identity: with a common prefix everybody would read everybody's. */
export function inboxPrefix(user: string, role: FleetRole): string {
  const who = role.kind === 'agent' ? ['agent', nameToken(user), nameToken(role.host)] : [role.kind, nameToken(user)];
  return ['_INBOX', ...who].join('.');
}

export interface Permissions {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
}

/** The subjects of everything that is recorded of a host. */
export function recordsOf(user: string, host: string): readonly string[] {
  return [podsBucket(user), hostsBucket(user)].map((bucket) => `$KV.${bucket}.*.${nameToken(host)}.>`);
}

/** What a key may publish and subscribe to; one that has several roles, all that they may. */
export function permissionsOf(user: string, roles: readonly FleetRole[]): Permissions {
  const each = roles.map((role) => rolePermissions(user, role));
  const all = (side: keyof Permissions) => [...new Set(each.flatMap((permissions) => permissions[side]))];
  return { publish: all('publish'), subscribe: all('subscribe') };
}

function rolePermissions(user: string, role: FleetRole): Permissions {
  const inbox = `${inboxPrefix(user, role)}.>`;
  const readsRecords = [podsBucket(user), hostsBucket(user)].flatMap(readBucket);
  if (role.kind === 'agent') return agentPermissions(user, role.host, inbox, readsRecords);
  const reader = {
    publish: [rollCallSubject(user), '$JS.API.INFO', ...readsRecords, '$JS.FC.>'],
    subscribe: [beatsOf(user, null), inbox],
  };
  if (role.kind === 'reader') return reader;
  return {
    publish: [...reader.publish, ...(['rpc', 'dial', 'up'] as const).map((way) => subject(user, way, '>'))],
    subscribe: [...reader.subscribe, streamSubject(user, 'dn', '*', '>')],
  };
}

/** Its own beats too: an agent that hears another one under its name steps back. Buckets it may make, but not change or empty. */
function agentPermissions(user: string, host: string, inbox: string, readsRecords: readonly string[]): Permissions {
  const buckets = [podsBucket(user), hostsBucket(user)];
  const beats = beatsOfHost(user, host);
  return {
    publish: [
      beats,
      streamSubject(user, 'dn', host, '>'),
      ...recordsOf(user, host),
      ...buckets.map((bucket) => `$JS.API.STREAM.CREATE.${bucketStream(bucket)}`),
      '$JS.API.INFO',
      ...readsRecords,
      '$JS.FC.>',
    ],
    subscribe: [
      beats,
      rollCallSubject(user),
      requestSubject(user, 'rpc', host),
      requestSubject(user, 'dial', host),
      streamSubject(user, 'up', host, '>'),
      inbox,
    ],
  };
}

function readBucket(bucket: string): readonly string[] {
  const stream = bucketStream(bucket);
  return [
    `$JS.API.STREAM.INFO.${stream}`,
    `$JS.API.STREAM.MSG.GET.${stream}`,
    `$JS.API.CONSUMER.CREATE.${stream}.>`,
    `$JS.API.CONSUMER.DELETE.${stream}.>`,
    `$JS.API.DIRECT.GET.${stream}.>`,
  ];
}
