// `podwatch rm NAME …`.
import { displayName } from '../cells/displayText';
import type { CommandContext } from './commandContext';
import { findPod, readPodList } from './findPod';
import { defineCommand } from './line/command';
import { podNames } from './line/commonFields';
import { print } from './printText';
import { reportFailure } from './reportFailure';

export const command = defineCommand({
  name: 'rm',
  group: 'pods',
  summary: 'Remove stopped Pods and what they have stored',
  positionals: { names: { ...podNames, complete: { pods: 'remove' } } },
  options: {},
  rest: 'words',
  run: (context, { names }, more) => runRm(context, { names: [...names, ...more] }),
});

interface RmArgs {
  readonly names: readonly string[];
}

/** One after the other; the exit code is that of the first that did not work. */
async function runRm(context: CommandContext, { names }: RmArgs): Promise<number> {
  const list = await readPodList(context);
  let code = 0;
  for (const name of new Set(names)) {
    const found = await findPod(context, name, 'remove', list);
    const outcome = found.kind === 'found' ? await found.place.remove(found.entry.id) : found;
    if (outcome.kind === 'done') print(context.stdout, `Removed ${displayName(name)}.`);
    else code ||= reportFailure(context, outcome);
  }
  return code;
}
