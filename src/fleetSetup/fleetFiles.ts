// Which files a fleet is made of, and what stands in each: written by nobody here.
import path from 'node:path';
import { type Fleet, type FleetMember, fleetText, memberWord, serverUrl } from './fleetRecord';
import type { OwnCertificate } from './ownCertificate';
import { serverConfigText } from './serverConfigText';

/** All are for their owner alone. */
export interface FleetFile {
  /** Below the directory of the fleet. */
  readonly path: string;
  readonly text: string;
  /** What it is for, a clause. */
  readonly use: string;
  readonly isSecret: boolean;
}

export const FLEET_FILE = 'fleet.json';
export const SERVER_DIRECTORY = 'server';
export const SERVER_CONFIG = path.join(SERVER_DIRECTORY, 'nats-server.conf');
export const SERVER_CERTIFICATE = 'server.pem';
export const SERVER_KEY = 'server-key.pem';
export const CA_FILE = path.join('ca', 'ca.pem');

const MEMBERS_DIRECTORY = 'machines';
/** In the directory of a member, and where they lie at last beside its configuration. */
export const MEMBER_KEY = 'fleet.nk';
export const MEMBER_CA = 'fleet-ca.pem';
export const MEMBER_CONFIG = 'config.json';
/** Where a member's configuration is, if nothing of its environment says otherwise. */
const USUAL_DIRECTORY = '~/.config/podwatch';

/** What says who is in it: they change with each member. */
export function membersFiles(fleet: Fleet): readonly FleetFile[] {
  return [
    { path: FLEET_FILE, text: fleetText(fleet), use: 'who is in it; for fleet add and remove', isSecret: false },
    { path: SERVER_CONFIG, text: serverConfigText(fleet), use: 'for nats-server -c', isSecret: false },
  ];
}

/** What goes to the server, and what signs it. */
export function certificateFiles({ ca, caKey, certificate, key }: OwnCertificate): readonly FleetFile[] {
  const at = (name: string) => path.join(SERVER_DIRECTORY, name);
  return [
    { path: at(SERVER_CERTIFICATE), text: certificate, use: 'the certificate of the server', isSecret: false },
    { path: at(SERVER_KEY), text: key, use: 'its key', isSecret: true },
    { path: CA_FILE, text: ca, use: 'what members know the server by', isSecret: false },
    {
      path: path.join('ca', 'ca-key.pem'),
      text: caKey,
      use: 'signs certificates: keep it off the server',
      isSecret: true,
    },
  ];
}

/** Below that of the fleet. */
export function memberDirectory({ owner }: Fleet, member: Pick<FleetMember, 'user' | 'name'>): string {
  return path.join(MEMBERS_DIRECTORY, memberWord(member, owner));
}

/** What goes to a member. `seed`: the secret half of its nkey; `ca`: PEM, where it needs one. */
export function memberFiles(fleet: Fleet, member: FleetMember, seed: string, ca: string | null): readonly FleetFile[] {
  const at = (name: string) => path.join(memberDirectory(fleet, member), name);
  return [
    { path: at(MEMBER_KEY), text: `${seed}\n`, use: 'its key', isSecret: true },
    ...(ca === null ? [] : [{ path: at(MEMBER_CA), text: ca, use: 'the CA that it trusts', isSecret: false }]),
    {
      path: at(MEMBER_CONFIG),
      text: memberConfigText(fleet, member, ca !== null),
      use: 'its settings',
      isSecret: false,
    },
  ];
}

/** As it stands in its configuration. */
function memberConfigText({ server }: Fleet, { user, name, roles }: FleetMember, hasCa: boolean): string {
  const settings = {
    servers: [serverUrl(server)],
    user,
    name,
    nkey: `${USUAL_DIRECTORY}/${MEMBER_KEY}`,
    ...(hasCa && { ca: `${USUAL_DIRECTORY}/${MEMBER_CA}` }),
    ...(!roles.includes('viewer') && roles.includes('reader') && { isReadOnly: true }),
  };
  return `${JSON.stringify({ fleet: settings }, null, 2)}\n`;
}
