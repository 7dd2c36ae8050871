// `podwatch archive NAME …`.
import { displayName } from '../cells/displayText';
import { eachPod } from './eachPod';
import { podNames } from './line/commonFields';
import { defineCommand } from './line/defineCommand';
import { print } from './printText';
import { reportFailure } from './reportFailure';

export const command = defineCommand({
  name: 'archive',
  group: 'pods',
  summary: 'Put stopped Pods away: lists leave them out, nothing of them is removed',
  details: ['See them: podwatch ls --with-archived. A restore brings a Pod back, too.'],
  positionals: { names: { ...podNames, complete: { pods: 'archive' } } },
  options: {},
  rest: 'words',
  run: (context, { names }, more) =>
    eachPod(context, { names: [...names, ...more], action: 'archive' }, async ({ place, entry }, name) => {
      const done = await place.archive(entry.id, true);
      if (done.kind !== 'done') return reportFailure(context, done);
      print(context.stdout, `Archived ${displayName(name)}.`);
      return 0;
    }),
});
