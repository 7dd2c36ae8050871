// `podwatch unarchive NAME …`.
import { displayName } from '../cells/displayText';
import { eachPod } from './eachPod';
import { podNames } from './line/commonFields';
import { defineCommand } from './line/defineCommand';
import { print } from './printText';
import { reportFailure } from './reportFailure';

export const command = defineCommand({
  name: 'unarchive',
  group: 'pods',
  summary: 'Bring archived Pods back to the lists',
  positionals: { names: { ...podNames, complete: { pods: null } } },
  options: {},
  rest: 'words',
  run: (context, { names }, more) =>
    eachPod(context, { names: [...names, ...more], action: null }, async ({ place, entry }, name) => {
      if (!entry.isArchived) {
        print(context.stdout, `The Pod ${displayName(name)} is not archived.`);
        return 0;
      }
      const done = await place.archive(entry.id, false);
      if (done.kind !== 'done') return reportFailure(context, done);
      print(context.stdout, `Brought back ${displayName(name)}.`);
      return 0;
    }),
});
