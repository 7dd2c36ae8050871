// A new Pod whose command goes on with a session of an agent CLI must not be that one's second writer.
import type { Outcome } from '../actions/actionFailure';
import type { HomePaths } from '../protocol/homePaths';
import { mayHoldSession } from './mayHoldSession';

interface NewPod {
  readonly home: HomePaths;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly name: string;
  readonly argv: readonly string[];
  /** Absolute. */
  readonly cwd: string;
  /** Who asks keeps others away already, and has looked. */
  readonly isLocked?: boolean;
}

/** As `claimSession`, and nothing is loaded or read for a command that can go on with none. */
export async function claimNewPod({
  home,
  env,
  name,
  argv,
  cwd,
  isLocked = false,
}: NewPod): Promise<Outcome<{ readonly release: () => void }>> {
  const pod = { kind: 'terminal' as const, argv, cwd };
  if (isLocked || !mayHoldSession(pod)) return { kind: 'done', release: () => {} };
  const { claimSession } = await import('./claimSession');
  return claimSession({ home, env, podName: name, pod, segment: null, isLocked: false });
}
