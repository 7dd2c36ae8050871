// `podwatch rename OLD NEW`.
import { failure } from '../actions/actionFailure';
import { displayName } from '../cells/displayText';
import { newPodNameFault } from '../protocol/podName';
import { findPod } from './findPod';
import { defineCommand } from './line/command';
import { aPodName } from './line/commonFields';
import { print } from './printText';
import { reportFailure } from './reportFailure';

export const command = defineCommand({
  name: 'rename',
  group: 'pods',
  summary: 'Give a Pod another name, whether it runs or not',
  details: [
    'What runs in a live one goes on, and keeps the old name in its environment (PODWATCH_POD); its hooks work as before. The old name is free for another Pod when it has been stopped.',
  ],
  positionals: {
    name: { ...aPodName, complete: { pods: 'rename' } },
    new: { type: 'string', demandOption: true, value: 'NEW', describe: 'The name that it gets' },
  },
  options: {},
  rest: 'nothing',
  run: async (context, { name, new: newName }) => {
    const fault = newPodNameFault(newName);
    if (fault !== null) return reportFailure(context, failure('usage', fault));
    const found = await findPod(context, name, 'rename');
    if (found.kind !== 'found') return reportFailure(context, found);
    if (newName === name) return 0;
    const renamed = await found.place.rename(found.entry, newName);
    if (renamed.kind !== 'done') return reportFailure(context, renamed);
    print(context.stdout, `Renamed ${displayName(name)} to ${displayName(newName)}.`);
    return 0;
  },
});
