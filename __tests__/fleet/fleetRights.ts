// Who may do what on a server with the files of `podwatch fleet init`, and what it refuses of that.
import type { NatsConnection } from '@nats-io/transport-node';
import {
  beatSubject,
  bucketStream,
  type FleetRole,
  hostsBucket,
  inboxPrefix,
  podsBucket,
  recordKey,
  requestSubject,
  rollCallSubject,
  streamSubject,
} from '../../src/hosts/nats/subjects';

export const AGENT_H1: FleetRole = { kind: 'agent', host: 'h1' };
export const VIEWER: FleetRole = { kind: 'viewer' };
const READER: FleetRole = { kind: 'reader' };

type Act = readonly [kind: 'publish' | 'subscription', subject: string];

/** Which of these the server refuses; its answer to the flush comes behind. Ends the connection. */
export async function refusals(nc: NatsConnection, acts: readonly Act[]): Promise<ReadonlySet<string>> {
  const said = new Set<string>();
  const statuses = nc.status();
  const reading = (async () => {
    for await (const status of statuses) {
      if (status.type !== 'error') continue;
      said.add(`${Reflect.get(status.error, 'operation')} ${Reflect.get(status.error, 'subject')}`);
    }
  })();
  for (const [kind, subject] of acts) {
    if (kind === 'publish') nc.publish(subject, '{}');
    else nc.subscribe(subject, { callback: () => {} });
  }
  await nc.flush();
  await nc.flush();
  await nc.close();
  await reading;
  return said;
}

export const publishTo = (subject: string): Act => ['publish', subject];
const listenTo = (subject: string): Act => ['subscription', subject];
export const U = 'anna';
const stream = (api: string, more = '') => `$JS.API.${api}.${bucketStream(podsBucket(U))}${more}`;
const record = (host: string, bucket = podsBucket(U)) => `$KV.${bucket}.${recordKey(null, host, 'x')}`;

export type Who = 'h1' | 'pc' | 'wall' | 'bob';
export const ROLES: Readonly<Record<Who, readonly [member: string, role: FleetRole]>> = {
  h1: ['h1', AGENT_H1],
  pc: ['pc', VIEWER],
  wall: ['wall', READER],
  bob: ['bob@pc', VIEWER],
};

/** Who of them may; all others are refused. bob's account is another world: what he says there nobody here hears. */
export const MATRIX: readonly (readonly [what: string, act: Act, may: readonly Who[]])[] = [
  ['write a record of h1', publishTo(record('h1')), ['h1']],
  ['write a record of h2', publishTo(record('h2')), []],
  ['write a summary of h1', publishTo(record('h1', hostsBucket(U))), ['h1']],
  ['write a summary of h2', publishTo(record('h2', hostsBucket(U))), []],
  ['give a sign of h1', publishTo(beatSubject(U, null, 'h1')), ['h1']],
  ['give a sign of h2', publishTo(beatSubject(U, null, 'h2')), []],
  ['hear all signs', listenTo(`pw.${Buffer.from(U).toString('base64url')}.hb.>`), ['pc', 'wall']],
  ['call the roll', publishTo(rollCallSubject(U)), ['pc', 'wall']],
  ['ask h1', publishTo(requestSubject(U, 'rpc', 'h1')), ['pc']],
  ['dial h1', publishTo(requestSubject(U, 'dial', 'h1')), ['pc']],
  ['type into h1', publishTo(streamSubject(U, 'up', 'h1', 's')), ['pc']],
  ['be asked as h1', listenTo(requestSubject(U, 'rpc', 'h1')), ['h1']],
  ['be asked as h2', listenTo(requestSubject(U, 'rpc', 'h2')), []],
  ['hear what is typed into h1', listenTo(streamSubject(U, 'up', 'h1', '>')), ['h1']],
  ['hear what is typed into h2', listenTo(streamSubject(U, 'up', 'h2', '>')), []],
  ['hear what h2 shows', listenTo(streamSubject(U, 'dn', 'h2', '>')), ['pc']],
  ['show as h2', publishTo(streamSubject(U, 'dn', 'h2', 's')), []],
  ['read the records', publishTo(stream('CONSUMER.CREATE', '.x')), ['h1', 'pc', 'wall']],
  ['make the bucket', publishTo(stream('STREAM.CREATE')), ['h1']],
  ['change the bucket', publishTo(stream('STREAM.UPDATE')), []],
  ['delete the bucket', publishTo(stream('STREAM.DELETE')), []],
  ['purge the bucket', publishTo(stream('STREAM.PURGE')), []],
  ['hear everything', listenTo('>'), []],
  ['hear the answers to the viewer', listenTo(`${inboxPrefix(U, VIEWER)}.>`), ['pc']],
  ['hear the answers to everybody', listenTo('_INBOX.>'), []],
  ['hear the server itself', listenTo('$SYS.>'), []],
];
