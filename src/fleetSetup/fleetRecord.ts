// A fleet as `podwatch fleet` keeps it beside the files that it has made: its server and who may be there. No secrets.
import * as v from 'valibot';
import { type Parsed, parseJson } from '../protocol/parsed';
import { parseWith } from '../protocol/parseWith';

/** Users and machines: what stands in a subject, in a file's name and before the `/` of `HOST/NAME`. */
const name = v.pipe(
  v.string(),
  v.regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/,
    'Only letters, digits and . _ - make a name, and it begins with a letter or digit',
  ),
);

/** The public part of an nkey of a user. */
const publicKey = v.pipe(v.string(), v.regex(/^U[A-Z2-7]{55}$/, 'Not the public key of a user'));

/** In this order in what is written and shown. */
export const ROLES = ['host', 'viewer', 'reader'] as const;
export type MemberRole = (typeof ROLES)[number];

const memberSchema = v.object({
  user: name,
  name,
  roles: v.pipe(v.array(v.picklist(ROLES)), v.minLength(1)),
  key: publicKey,
});

const absolutePath = v.pipe(v.string(), v.regex(/^\//, 'Not an absolute path'));

const fleetSchema = v.object({
  /** Of the file. */
  podwatchFleet: v.literal(1),
  server: v.object({
    name: v.string(),
    port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)),
    directory: absolutePath,
    store: absolutePath,
    tls: v.nullable(v.object({ certificate: absolutePath, key: absolutePath })),
  }),
  /** Who is meant where no user is named. */
  owner: name,
  members: v.array(memberSchema),
  /** Hosts that have left, and may have records still: a viewer of their user may take these away. */
  gone: v.fallback(v.array(v.object({ user: name, name })), []),
});

/** One machine of one user: a host has Pods, a viewer sees and uses those of the user's hosts, a reader sees them. One key for all. */
export type FleetMember = v.InferOutput<typeof memberSchema>;

/**
 * `server.name`: a DNS name, or a loopback address. `directory`, `store`, and the paths of `tls` are those of the server's
 * machine. `tls` null: on loopback only.
 */
export type Fleet = v.InferOutput<typeof fleetSchema>;

/** `laptop`, `anna@laptop`: a machine, and whose it is where that is not `user`. */
function parseMemberName(text: string, user: string): Parsed<{ readonly user: string; readonly name: string }> {
  const at = text.indexOf('@');
  const parts = at < 0 ? { user, name: text } : { user: text.slice(0, at), name: text.slice(at + 1) };
  const parsed = parseWith(v.object({ user: name, name }), parts);
  return parsed.ok ? parsed : { ok: false, error: `${JSON.stringify(text)} is no [USER@]MACHINE: ${parsed.error}` };
}

/** An error is a clause about the text. */
export function parseFleet(text: string): Parsed<Fleet> {
  const json = parseJson(text);
  return json.ok ? parseWith(fleetSchema, json.value) : json;
}

/** The text that `parseFleet` reads. */
export function fleetText(fleet: Fleet): string {
  return `${JSON.stringify(fleet, null, 2)}\n`;
}

/** What it is called where its user is `owner`, and elsewhere: `laptop`, `bob@laptop`; also its directory. */
export function memberWord({ user, name: machine }: Pick<FleetMember, 'user' | 'name'>, owner: string): string {
  return user === owner ? machine : `${user}@${machine}`;
}

/** The machines that are named, each with the roles in which it is. An error is a sentence. */
export function namedMembers(
  named: Readonly<Record<MemberRole, readonly string[]>>,
  user: string,
): Parsed<readonly Omit<FleetMember, 'key'>[]> {
  const found = new Map<string, { user: string; name: string; roles: MemberRole[] }>();
  for (const role of ROLES) {
    for (const text of named[role]) {
      const parsed = parseMemberName(text, user);
      if (!parsed.ok) return parsed;
      const key = `${parsed.value.user}@${parsed.value.name}`;
      const known = found.get(key) ?? { ...parsed.value, roles: [] };
      if (!known.roles.includes(role)) known.roles.push(role);
      found.set(key, known);
    }
  }
  return { ok: true, value: [...found.values()] };
}

/** What clients are told. */
export function serverUrl({ name: host, port, tls }: Fleet['server']): string {
  return `${tls === null ? 'nats' : 'tls'}://${host}:${port}`;
}
