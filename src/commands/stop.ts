// `podwatch stop NAME …`.
import { leftText } from '../actions/stopPod';
import { displayName } from '../cells/displayText';
import { eligibility } from '../podList/eligibility';
import type { PodEntry } from '../podList/podList';
import { eachPod, requireNames } from './eachPod';
import { somePodNames } from './line/commonFields';
import { defineCommand } from './line/defineCommand';
import { print } from './printText';
import { reportFailure } from './reportFailure';

export const command = defineCommand({
  name: 'stop',
  group: 'pods',
  summary: 'Stop live Pods; their records and last screens stay',
  positionals: { names: { ...somePodNames, complete: { pods: 'stop' } } },
  options: { all: { type: 'boolean', default: false, describe: 'All that are live on this machine' } },
  rest: 'words',
  run: (context, { names = [], all }, more) => {
    const wanted = [...names, ...more];
    requireNames(wanted, 'stop NAME… (or --all)', all);
    // All at once: each has a while to end politely.
    const living = all ? { are: isStoppable, none: 'No Pod is live here.' } : null;
    return eachPod(context, { names: wanted, all: living, action: 'stop', atOnce: true }, async (found, name) => {
      const stopped = await found.place.stop(found.entry);
      if (stopped.kind !== 'done') return reportFailure(context, stopped);
      const left = leftText(stopped);
      print(context.stdout, `Stopped ${displayName(name)}.${left === null ? '' : ` ${left}`}`);
      return 0;
    });
  },
});

function isStoppable(entry: PodEntry): boolean {
  return entry.foreign === undefined && eligibility(entry, 'stop').allowed;
}
