// `podwatch fleet init|add|remove|join`: the files of a fleet that meets on a NATS server.
import { defineCommand } from './line/defineCommand';
import { UsageError } from './line/usageError';

const DEEDS = ['init', 'add', 'remove', 'join'] as const;

const members = { type: 'string', array: true, requiresArg: true, value: 'NAME' } as const;
const file = { type: 'string', requiresArg: true, value: 'FILE' } as const;
const directory = { type: 'string', requiresArg: true, value: 'DIR', complete: 'directories' } as const;

export const command = defineCommand({
  name: 'fleet',
  group: 'itself',
  summary: 'Make the files of a fleet that meets on a NATS server, change who is in it, or join one',
  details: [
    'init writes what nats-server needs (accounts, keys, rights, TLS) and a directory for each machine, with its key; add and remove change who is in it; join, on a machine, puts the key from such a directory in its place and says so in the configuration. docs/fleet.md goes through all of it.',
    'A machine is a host (its Pods are seen), a viewer (it sees and uses those of the hosts) or a reader (it only sees), or more than one of them. It is called NAME, or USER@NAME where it is of another user than --user: users see nothing of each other.',
    'What is written is shown first, and asked for; without a terminal it takes --yes. Nothing that is there is overwritten.',
  ],
  positionals: {
    deed: {
      type: 'string',
      demandOption: true,
      value: DEEDS.join('|'),
      complete: { words: DEEDS },
      describe: 'What to do',
    },
    names: { type: 'string', array: true, value: 'NAME', describe: 'remove: the machines; join: the directory' },
  },
  options: {
    server: {
      type: 'string',
      requiresArg: true,
      value: 'NAME',
      describe: 'init: the DNS name of the server, also NAME:PORT; "localhost" for one that only this machine reaches',
    },
    host: { ...members, describe: 'A machine with Pods (repeatable)' },
    viewer: { ...members, describe: 'A machine that sees and uses them (repeatable)' },
    reader: { ...members, describe: 'A machine that only sees them (repeatable)' },
    user: { type: 'string', requiresArg: true, value: 'USER', describe: 'init: whose they are (default: you)' },
    dir: { ...directory, describe: 'Where the files of the fleet are (default: "fleet" beside the configuration)' },
    'server-dir': {
      ...directory,
      describe: 'init: where those of the server will lie on its machine (default: where they are written)',
    },
    'store-dir': {
      ...directory,
      describe: 'init: where the server keeps the records, on its machine (default: in that directory)',
    },
    cert: { ...file, describe: 'init: a certificate of the server that it has already, a path on its machine' },
    key: { ...file, describe: 'init: the key of that certificate' },
    ca: { ...file, describe: 'init: the CA that has signed it, where systems do not trust that by themselves' },
    'dry-run': { type: 'boolean', default: false, describe: 'Show only' },
    yes: { type: 'boolean', alias: 'y', default: false, describe: 'Without asking' },
  },
  rest: 'nothing',
  run: async (context, { deed, names = [], host = [], viewer = [], reader = [], ...options }) => {
    const named = { host, viewer, reader };
    switch (DEEDS.find((each) => each === deed)) {
      case 'init':
        return (await import('./fleet/initFleet')).initFleet(context, { ...options, named });
      case 'add':
        return (await import('./fleet/changeFleet')).addToFleet(context, { ...options, named });
      case 'remove':
        return (await import('./fleet/changeFleet')).removeFromFleet(context, { ...options, names });
      case 'join':
        return (await import('./fleet/joinFleet')).joinFleet(context, { ...options, names });
      default:
        throw new UsageError(`podwatch fleet is followed by ${DEEDS.join(', ')}, not ${JSON.stringify(deed)}.`);
    }
  },
});
