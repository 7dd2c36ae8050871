// Our own commands begin without NODE_EXTRA_CA_CERTS, which Node 20 reads at each start, and have it back at once for all that they start.

const OF_NODE = 'NODE_EXTRA_CA_CERTS';
/** Its name on the way to the command, also in the first lines of the installed one (`begunByShell` of the build). */
const ON_THE_WAY = 'PODWATCH_EXTRA_CA_CERTS';
/** A path that says the same whatever shell has read it, and from whatever directory. */
const PLAIN_PATH = /^\/[\w/.+@-]*$/;

/** Of the process: each bundle has a copy of this file. */
const MISSED = Symbol.for('podwatch.missedRoots');

/**
 * The environment for a command of ours that is started. To read a file with the roots of a whole system takes longer than all
 * else of a start, and no more than the server of a fleet needs them. What is loaded before our code sees the user's own.
 */
export function withRootsOnTheWay(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { [OF_NODE]: file, ...rest } = env;
  if (file === undefined || !PLAIN_PATH.test(file) || env.NODE_OPTIONS) return env;
  return { ...rest, [ON_THE_WAY]: file };
}

/** In the environment of this process, before anything is read there. */
export function takeBackRoots(env: NodeJS.ProcessEnv): void {
  const file = env[ON_THE_WAY];
  if (file === undefined) return;
  delete env[ON_THE_WAY];
  if (env[OF_NODE] !== undefined) return;
  env[OF_NODE] = file;
  Reflect.set(globalThis, MISSED, file);
}

/** The file of roots that this process has not read at its start; null: Node has what the user gave it. */
export function missedRoots(): string | null {
  const file: unknown = Reflect.get(globalThis, MISSED);
  return typeof file === 'string' ? file : null;
}
