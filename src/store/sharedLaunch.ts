// One object for what many records say alike, how a Pod was started: of a hundred thousand most of what they would hold apart.
import type { StoredPod } from '../podList/podFacts';

type Launch = NonNullable<Extract<StoredPod['metadata'], { readonly kind: 'ok' }>['launch']>;

/** So many different ones are held. */
const MOST = 500;

const known = new Map<string, Launch>();

/** An object that says the same. */
export function sharedLaunch(launch: Launch): Launch {
  const { kind, argv, cwd, parent, earlierNames, session } = launch;
  if (parent !== undefined || earlierNames !== undefined || session !== undefined) return launch;
  const text = `${kind}\0${cwd}\0${argv.join('\0')}`;
  const before = known.get(text);
  if (before !== undefined) return isSame(before, launch) ? before : launch;
  if (known.size < MOST) known.set(text, launch);
  return launch;
}

/** Of one text; words with a NUL in them may be others all the same. */
function isSame(a: Launch, b: Launch): boolean {
  return a.cwd === b.cwd && a.argv.length === b.argv.length && a.argv.every((word, at) => word === b.argv[at]);
}
