// `podwatch`: the dashboard, or with `-r` the picker alone.
import { isInForeground } from '../terminal/foreground';
import { TerminalKeeper } from '../terminal/terminalKeeper';
import type { CommandContext } from './commandContext';
import { defineCommand } from './line/defineCommand';
import { UsageError } from './line/usageError';

export const command = defineCommand({
  name: '',
  group: 'pods',
  summary: 'Open the dashboard: a tile for each live Pod with its real screen',
  details: ['With -r the picker alone: all Pods, live first; it ends after one attach.'],
  positionals: {},
  options: {
    resume: { type: 'boolean', alias: 'r', default: false, describe: 'Pick one Pod and open it' },
    rows: { type: 'string', requiresArg: true, value: 'N', describe: 'With -r: show at most so many rows' },
  },
  rest: 'nothing',
  run: async (context, { resume, rows }) => {
    const mostRows = rowsOf(rows, resume);
    const keeper = keeperOf(context);
    const { showDashboard } = await import('./showDashboard');
    const rowLimit = mostRows === null ? {} : { mostRows };
    return showDashboard(context, { mode: resume ? 'picker' : 'grid', ...keeper, ...rowLimit });
  },
});

/**
 * Started while all the rest is loaded; a process is also the dearer to start the more has been loaded. In the background the
 * terminal has the settings of the shell.
 */
function keeperOf({ stdin, stdout }: CommandContext): { keeper?: TerminalKeeper } {
  if (!stdin.isTTY || !stdout.isTTY || !isInForeground()) return {};
  return { keeper: new TerminalKeeper({ input: stdin.fd, output: stdout.fd, giveBack: '', settings: 'look' }) };
}

/** @throws UsageError */
function rowsOf(text: string | undefined, resume: boolean): number | null {
  if (text === undefined) return null;
  if (!resume) throw new UsageError('--rows goes with -r.');
  if (!/^[1-9]\d{0,3}$/.test(text))
    throw new UsageError(`--rows must be a whole number from 1: ${JSON.stringify(text)}`);
  return Number(text);
}
