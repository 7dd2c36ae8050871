// Before an agent starts that npx would have to fetch first: fetches it, so that its silence meanwhile is nobody's fault.
import path from 'node:path';
import type { ActionFailure } from './actionFailure';
import { agentStanding } from './agentStanding';
import { fetchAgent } from './fetchAgent';

/** Hears of fetches, which can take minutes. */
export interface FetchWatch {
  /** `wanted`: the package with its version; untrusted. */
  readonly begins: (wanted: string) => RunningFetch;
  /** Ends them all: nobody waits for them any more. */
  readonly stop?: AbortSignal;
}

/** Hears of one of them. */
export interface RunningFetch {
  /** Each second that it lasts. */
  readonly lasts: (seconds: number) => void;
  readonly ended: () => void;
}

const UNWATCHED: FetchWatch = { begins: () => ({ lasts: () => {}, ended: () => {} }) };

/** Null: it is there, or nothing that npx would fetch. */
export async function fetchMissing(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
  watch: FetchWatch = UNWATCHED,
): Promise<ActionFailure | null> {
  const [program = '', ...args] = argv;
  const wanted = path.basename(program) === 'npx' ? args.find((arg) => !arg.startsWith('-')) : undefined;
  if (wanted === undefined || agentStanding(argv, env) !== 'fetched') return null;
  const running = watch.begins(wanted);
  const fetched = await fetchAgent({ wanted, env, onProgress: running.lasts, stop: watch.stop });
  running.ended();
  return fetched.kind === 'done' ? null : fetched;
}
