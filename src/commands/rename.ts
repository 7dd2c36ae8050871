// `podwatch rename OLD NEW`.
import { failure } from '../actions/actionFailure';
import { displayName } from '../cells/displayText';
import { hostOf, nameOnHost } from '../podList/podPlace';
import { newPodNameFault } from '../protocol/podName';
import { findPod } from './findPod';
import { hostWord } from './hostWords';
import { aPodName } from './line/commonFields';
import { defineCommand } from './line/defineCommand';
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
    const found = await findPod(context, name, 'rename');
    if (found.kind !== 'found') return reportFailure(context, found);
    const host = hostOf(found.entry.id);
    const word = host === null ? null : hostWord(newName);
    if (word !== null && word.host !== host) {
      const message = `A Pod stays on its host: "${displayName(newName)}" is on another one.`;
      return reportFailure(context, failure('usage', message));
    }
    const plain = word?.name ?? newName;
    const fault = newPodNameFault(plain);
    if (fault !== null) return reportFailure(context, failure('usage', fault));
    if (plain === found.entry.id.name) {
      print(context.stdout, `The Pod ${displayName(name)} has that name already.`);
      return 0;
    }
    const renamed = await found.place.rename(found.entry, plain);
    if (renamed.kind !== 'done') return reportFailure(context, renamed);
    print(context.stdout, `Renamed ${displayName(name)} to ${displayName(nameOnHost(host, plain))}.`);
    return 0;
  },
});
