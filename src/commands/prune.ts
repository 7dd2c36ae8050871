// `podwatch prune --older-than AGE`.
import type { Outcome } from '../actions/actionFailure';
import { displayName } from '../cells/displayText';
import { eligibility } from '../podList/eligibility';
import { humanAge } from '../podList/humanAge';
import type { PodId } from '../podList/podId';
import type { PodEntry } from '../podList/podList';
import { hostOf, podWord } from '../podList/podPlace';
import type { CommandContext } from './commandContext';
import { placeOf, readPodList } from './findPod';
import { checkHosts } from './hostWords';
import { defineCommand } from './line/defineCommand';
import { UsageError } from './line/usageError';
import { listFaults } from './listFaults';
import { complain, print } from './printText';
import { reportFailure } from './reportFailure';

const DAY_MS = 86_400_000;
const UNITS: Readonly<Record<string, number>> = { h: 3_600_000, d: DAY_MS, w: 7 * DAY_MS };

export const command = defineCommand({
  name: 'prune',
  group: 'pods',
  summary: 'Remove stopped Pods in which nothing has happened for long, with what they have stored',
  details: [
    'Only those of your own home; with --host those of a host. A Pod of which it is not known when something happened last is kept.',
  ],
  positionals: {},
  options: {
    'older-than': {
      type: 'string',
      requiresArg: true,
      demandOption: true,
      value: 'AGE',
      describe: 'E.g. 30d; h, d and w are hours, days, weeks',
    },
    host: {
      type: 'string',
      array: true,
      requiresArg: true,
      value: 'HOST',
      describe: 'Those of this host of the configuration instead (repeatable)',
    },
    'dry-run': { type: 'boolean', default: false, describe: 'Only say which' },
  },
  rest: 'nothing',
  run: (context, { olderThan, host = [], dryRun }) => {
    checkHosts(host, context.config);
    return runPrune(context, ageOf(olderThan), host, dryRun);
  },
});

/** @returns ms. @throws UsageError */
function ageOf(text: string): number {
  const [, number, unit = ''] = /^(\d{1,6})([hdw])$/.exec(text) ?? [];
  const size = UNITS[unit];
  if (number !== undefined && size !== undefined) return Number(number) * size;
  throw new UsageError(`--older-than is a number with a unit (12h, 30d, 8w): ${JSON.stringify(text)}`);
}

/** Oldest first; the exit code is that of the first that did not work. */
async function runPrune(
  context: CommandContext,
  ageMs: number,
  hosts: readonly string[],
  isDry: boolean,
): Promise<number> {
  const { stdout, stderr, homes } = context;
  const now = Date.now();
  const list = await readPodList(
    context,
    hosts.map((host) => `${host}/*`),
  );
  const { entries } = list;
  const faults = listFaults(list, hosts).filter(({ place }) =>
    hosts.length === 0 ? place === homes[0].data : !place.startsWith('/'),
  );
  for (const { message } of faults) complain(stderr, message);
  const isOld = (entry: PodEntry) =>
    (hosts.length === 0 ? entry.id.place === homes[0].data : hosts.includes(hostOf(entry.id) ?? '')) &&
    entry.state === 'stopped' &&
    entry.updatedAt > 0 &&
    entry.updatedAt < now - ageMs &&
    eligibility(entry, 'remove').allowed;
  const old = entries.filter(isOld).sort((a, b) => a.updatedAt - b.updatedAt);
  let code = faults.length === 0 ? 0 : 1;
  let removed = 0;
  for (const { id, updatedAt } of old) {
    const words = `${displayName(podWord(id))} (${humanAge(updatedAt, now)})`;
    const outcome = isDry ? ({ kind: 'done' } as const) : await removeIn(context, id);
    if (outcome.kind === 'done') removed += 1;
    else code ||= reportFailure(context, outcome);
    if (outcome.kind === 'done') print(stdout, isDry ? `Would remove ${words}.` : `Removed ${words}.`);
  }
  const what = `${removed} ${removed === 1 ? 'Pod' : 'Pods'}`;
  print(stdout, isDry ? `${what} would be removed.` : `${what} removed.`);
  return code;
}

async function removeIn(context: CommandContext, id: PodId): Promise<Outcome> {
  const place = await placeOf(context, id);
  return 'kind' in place ? place : place.remove(id);
}
