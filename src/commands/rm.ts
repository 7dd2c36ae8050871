// `podwatch rm NAME …`.
import { leftEndedText } from '../actions/removePod';
import { displayName } from '../cells/displayText';
import { eligibility } from '../podList/eligibility';
import type { PodEntry } from '../podList/podList';
import { askYes } from './askYes';
import type { CommandContext } from './commandContext';
import { eachPod, requireNames } from './eachPod';
import { readPodList } from './findPod';
import { somePodNames } from './line/commonFields';
import { defineCommand } from './line/defineCommand';
import { print } from './printText';
import { reportFailure } from './reportFailure';
import { hasTerminal } from './showPod';

export const command = defineCommand({
  name: 'rm',
  group: 'pods',
  summary: 'Remove stopped Pods and what they have stored',
  details: ['--all-stopped leaves archived Pods where they are, and asks first on a terminal.'],
  positionals: { names: { ...somePodNames, complete: { pods: 'remove' } } },
  options: {
    'all-stopped': { type: 'boolean', default: false, describe: 'All of this machine that do not run' },
    yes: { type: 'boolean', alias: 'y', default: false, describe: 'Without asking' },
  },
  rest: 'words',
  run: async (context, { names = [], allStopped, yes }, more) => {
    const wanted = [...names, ...more];
    requireNames(wanted, 'rm NAME… (or --all-stopped)', allStopped, '--all-stopped');
    const asks = allStopped && !yes && hasTerminal(context);
    const asked = asks ? await disposable(context) : null;
    if (asked !== null && asked.length > 0 && !(await isSure(context, asked))) return 1;
    // What has stopped while the question stood there was not meant.
    const isMeant = ({ key }: PodEntry) => asked?.some((entry) => entry.key === key) ?? true;
    const are = (entry: PodEntry) => isDisposable(entry) && isMeant(entry);
    return eachPod(
      context,
      {
        names: wanted,
        all: allStopped ? { are, none: 'There is nothing to remove.' } : null,
        action: 'remove',
      },
      async ({ place, entry }, name) => {
        const removed = await place.remove(entry.id);
        if (removed.kind !== 'done') return reportFailure(context, removed);
        const ended = leftEndedText(removed);
        print(context.stdout, `Removed ${displayName(name)}.${ended === null ? '' : ` ${ended}`}`);
        return 0;
      },
    );
  },
});

function isDisposable(entry: PodEntry): boolean {
  return entry.foreign === undefined && !entry.isArchived && eligibility(entry, 'remove').allowed;
}

/** Names that a question has room for. */
const NAMED = 10;

async function disposable(context: CommandContext): Promise<readonly PodEntry[]> {
  return (await readPodList(context)).entries.filter(isDisposable);
}

async function isSure(context: CommandContext, asked: readonly PodEntry[]): Promise<boolean> {
  const names = asked.map(({ id }) => displayName(id.name));
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
  const question = `Remove ${names.length === 1 ? '1 Pod' : `${names.length} Pods`} for good: ${names.slice(0, NAMED).join(', ')}${more}? [y/N] `;
  return askYes(context, question);
}
