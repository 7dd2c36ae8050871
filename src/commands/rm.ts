// `podwatch rm NAME …`.
import { removePod } from '../actions/removePod';
import { displayName } from '../cells/displayText';
import type { CommandContext } from './commandContext';
import { findPod, readPodList } from './findPod';
import { reportFailure } from './reportFailure';

export interface RmArgs {
  readonly names: readonly string[];
}

/** One after the other; the exit code is that of the first that did not work. */
export async function runRm(context: CommandContext, { names }: RmArgs): Promise<number> {
  const list = await readPodList(context);
  let code = 0;
  for (const name of new Set(names)) {
    const found = await findPod(context, name, 'remove', list);
    const outcome = found.kind === 'found' ? await removePod(found.home, name) : found;
    if (outcome.kind === 'done') context.stdout.write(`Removed ${displayName(name)}.\n`);
    else code ||= reportFailure(context, outcome);
  }
  return code;
}
