// A stopped Pod of insomnia is started again by its own program; one that lives by now is attached to.
import { failure, type Outcome } from '../../actions/actionFailure';
import { commandName } from '../../actions/commandName';
import type { RestoredPod } from '../../actions/restorePod';
import { directoryFault } from '../../actions/runPod';
import { displayName } from '../../cells/displayText';
import { answers } from '../../client/answers';
import { type HomePaths, podSocketPath } from '../../protocol/homePaths';
import { readAllocations } from '../../store/readRegistry';
import type { RestoreOrder } from '../place';
import { startInsomnia } from './startInsomnia';
import { workingDirectory } from './workingDirectory';

export interface InsomniaRestore {
  readonly home: HomePaths;
  readonly podName: string;
  readonly order: RestoreOrder;
  readonly env: NodeJS.ProcessEnv;
}

/** Done: it answers, whoever has started it. Several at a time give one Pod, and all have it. */
export async function restoreInsomnia({ home, podName, order, env }: InsomniaRestore): Promise<Outcome<RestoredPod>> {
  const name = displayName(podName);
  if (order.argv.length > 0) {
    const advice = `Leave the command out: podwatch restore ${commandName(podName)}`;
    return failure('not-eligible', `The Pod "${name}" is insomnia's, which starts it by its own program. ${advice}`);
  }
  const live = await liveSocket(home, podName);
  if (live !== null) return { kind: 'done', socketPath: live, holds: 'agent' };
  const cwd = order.cwd ?? workingDirectory(home, podName) ?? order.fallbackCwd;
  const fault = directoryFault(cwd);
  if (fault !== null) {
    const advice = `Restore it elsewhere: podwatch restore ${commandName(podName)} --cwd DIR`;
    return failure(fault.kind, `The Pod "${name}" cannot be restored: ${fault.message} ${advice}`);
  }
  const started = await startInsomnia({ home, podName, cwd, env });
  if (started.kind === 'done') return { ...started, holds: 'agent' };
  const after = await liveSocket(home, podName);
  return after === null ? started : { kind: 'done', socketPath: after, holds: 'agent' };
}

/** Its own socket first, then that of the registry (formats §7). */
async function liveSocket(home: HomePaths, podName: string): Promise<string | null> {
  const own = podSocketPath(home, podName);
  if (await answers(own)) return own;
  const registered = (await readAllocations(home)).find((entry) => entry.pod_name === podName)?.socket ?? null;
  return registered !== null && registered !== own && (await answers(registered)) ? registered : null;
}
