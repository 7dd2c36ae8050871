// `podwatch stop NAME …`.
import type { StoppedPod } from '../actions/stopPod';
import { displayName } from '../cells/displayText';
import type { CommandContext } from './commandContext';
import { findPod, readPodList } from './findPod';
import { defineCommand } from './line/command';
import { podNames } from './line/commonFields';
import { print } from './printText';
import { reportFailure } from './reportFailure';

export const command = defineCommand({
  name: 'stop',
  group: 'pods',
  summary: 'Stop live Pods; their records and last screens stay',
  positionals: { names: { ...podNames, complete: { pods: 'stop' } } },
  options: {},
  rest: 'words',
  run: (context, { names }, more) => runStop(context, { names: [...names, ...more] }),
});

interface StopArgs {
  readonly names: readonly string[];
}

/** All at once; the exit code is that of the first that did not work. */
async function runStop(context: CommandContext, { names }: StopArgs): Promise<number> {
  const list = await readPodList(context);
  const codes = await Promise.all(
    [...new Set(names)].map(async (name) => {
      const found = await findPod(context, name, 'stop', list);
      if (found.kind !== 'found') return reportFailure(context, found);
      const stopped = await found.place.stop(found.entry);
      if (stopped.kind !== 'done') return reportFailure(context, stopped);
      print(context.stdout, `Stopped ${displayName(name)}.${leftText(stopped)}`);
      return 0;
    }),
  );
  return codes.find((code) => code !== 0) ?? 0;
}

/** What goes on, as it has left the Pod's terminal on purpose. */
function leftText({ left }: StoppedPod): string {
  if (left === undefined || left.count === 0) return '';
  const named = left.named.map(({ pid, name }) => `${displayName(name)} (pid ${pid})`).join(', ');
  const more = left.count > left.named.length ? ` and ${left.count - left.named.length} more` : '';
  const what =
    left.count === 1
      ? '1 process has left its terminal and runs on'
      : `${left.count} processes have left its terminal and run on`;
  return ` ${what}: ${named}${more}.`;
}
