// `podwatch`: the dashboard, or with `-r` the picker alone.
import { defineCommand } from './line/command';

export const command = defineCommand({
  name: '',
  group: 'pods',
  summary: 'Open the dashboard: a tile for each live Pod with its real screen',
  details: ['With -r the picker alone: all Pods, live first; it ends after one attach.'],
  positionals: {},
  options: {
    resume: { type: 'boolean', alias: 'r', default: false, describe: 'Pick one Pod and open it' },
  },
  rest: 'nothing',
  run: async (context, { resume }) => {
    const { showDashboard } = await import('./showDashboard');
    return showDashboard(context, { mode: resume ? 'picker' : 'grid' });
  },
});
