// `podwatch ls`: all Pods as a table, or as JSON for scripts.
import { displayName } from '../cells/displayText';
import { repositoryReader } from '../places/repository';
import { buildPodList } from '../podList/buildPodList';
import { columnsFor, SESSION_COLUMNS } from '../podList/columns';
import { isHeld, noteHolders } from '../podList/heldSessions';
import { jsonEntry } from '../podList/jsonEntry';
import type { HostFact } from '../podList/podFacts';
import type { PodEntry, PodList } from '../podList/podList';
import { hostOf } from '../podList/podPlace';
import { orderTree, parentFinder } from '../podList/podTree';
import { summarizeHosts } from '../podList/summarizePods';
import { truncatePodList } from '../podList/truncatePodList';
import { stoppedPods } from '../store/stoppedPods';
import type { CommandContext } from './commandContext';
import { checkHosts } from './hostWords';
import { jsonField } from './line/commonFields';
import { defineCommand } from './line/defineCommand';
import { UsageError } from './line/usageError';
import { listFaults } from './listFaults';
import { podTable } from './podTable';
import { complain, print, printJson, printStyled } from './printText';
import { secondsOf } from './secondsOf';

export const command = defineCommand({
  name: 'ls',
  group: 'pods',
  summary: 'List the Pods, live ones first',
  details: [
    'A terminal is shown the newest 20 stopped ones; a file or a pipe gets all. The exit code is 1 where a home could not be read; a host that is not reached is told in words.',
    'With --json it prints one array; docs/ls.schema.json says what is in it. With --watch and --json each change prints the whole array on a line of its own.',
  ],
  positionals: {},
  options: {
    json: jsonField,
    all: { type: 'boolean', alias: 'a', default: false, describe: 'All stopped Pods too' },
    limit: { type: 'string', requiresArg: true, value: 'N', describe: 'At most so many rows' },
    sessions: { type: 'boolean', default: false, describe: 'The sessions of agent CLIs (claude, codex …) instead' },
    everything: { type: 'boolean', default: false, describe: 'Pods and sessions' },
    tool: { type: 'string', requiresArg: true, value: 'TOOL', describe: 'Only the sessions of this agent CLI' },
    here: { type: 'boolean', default: false, describe: 'Only what belongs to this directory' },
    host: {
      type: 'string',
      array: true,
      requiresArg: true,
      value: 'HOST',
      describe: 'Only the Pods of this host of the configuration (repeatable)',
    },
    local: { type: 'boolean', default: false, describe: 'Only the Pods of this machine; no host is asked' },
    wait: { type: 'string', requiresArg: true, value: 'S', describe: 'Wait at most so many seconds for a host (3)' },
    tree: { type: 'boolean', default: false, describe: 'Each Pod below the one that has started it' },
    'with-archived': { type: 'boolean', default: false, describe: 'The archived ones too' },
    watch: {
      type: 'boolean',
      alias: 'w',
      default: false,
      describe: 'Again after every change, until it is interrupted',
    },
  },
  rest: 'nothing',
  run: (context, { limit, host = [], wait, ...args }) => {
    if (args.local && host.length > 0) throw new UsageError('Say either --local or --host, not both.');
    checkHosts(host, context.config);
    const waitMs = wait === undefined ? null : secondsOf(wait) * 1000;
    const hosts = args.local ? [] : host.length > 0 ? host : 'all';
    return runLs(context, {
      ...{ ...args, tool: args.tool ?? null, limit: limitOf(limit), hosts, waitMs },
      onlyHosts: host.length > 0,
    });
  },
});

/** @throws UsageError */
function limitOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`--limit must be a whole number from 0: ${JSON.stringify(text)}`);
  return Number(text);
}

interface LsArgs {
  readonly json: boolean;
  readonly all: boolean;
  /** Rows; null: none given. */
  readonly limit: number | null;
  readonly sessions: boolean;
  readonly everything: boolean;
  readonly tool: string | null;
  readonly here: boolean;
  readonly tree: boolean;
  readonly withArchived: boolean;
  readonly watch: boolean;
  /** That are asked, by their names. */
  readonly hosts: 'all' | readonly string[];
  /** Without those of this machine. */
  readonly onlyHosts: boolean;
  /** How long a host is waited for; null: as usual. */
  readonly waitMs: number | null;
}

/** Stopped Pods that a terminal is shown without `--all`. */
const STOPPED_ON_TERMINAL = 20;

async function runLs(context: CommandContext, args: LsArgs): Promise<number> {
  const isWanted = await rowFilter(context, args);
  const show = (list: PodList) => printList(context, args, wanted(list, args, isWanted));
  const stopped = quickList(context, args);
  if (stopped !== null) {
    show(stopped.list);
    stopped.keep();
    return 0;
  }
  const { readList, followList } = await import('./lsLists');
  const order = { hosts: args.hosts, waitMs: args.waitMs, sessions: withSessions(args) };
  if (args.watch) {
    await followList(context, order, show);
    return 0;
  }
  const list = await readList(context, order);
  show(list);
  return listFaults(list).length === 0 ? 0 : 1;
}

/** Where no socket, no host and no other program has to be asked. Null: somebody has to be. */
function quickList(
  { homes, openHosts }: CommandContext,
  args: LsArgs,
): { readonly list: PodList; readonly keep: () => void } | null {
  const [home, ...others] = homes;
  const asksHosts = openHosts !== null && args.hosts.length > 0;
  if (args.watch || withSessions(args) || asksHosts || others.length > 0) return null;
  const stopped = stoppedPods(home);
  if (stopped === null) return null;
  const { stored, keep } = stopped;
  return { list: buildPodList({ stored, live: [], problems: [], loading: false }), keep };
}

function printList(context: CommandContext, args: LsArgs, list: PodList): void {
  const { stdout, stderr } = context;
  for (const { message } of list.problems) complain(stderr, message);
  const summarized = list.hosts?.filter(({ summary }) => summary !== undefined) ?? [];
  if (summarized.length > 0) complain(stderr, summariesText(summarized));
  const { entries, hidden } = truncatePodList(list, rowLimit(context, args, list));
  if (args.json) {
    const repositoryOf = repositoryReader();
    const parentOf = parentFinder(list.entries);
    const rows = entries.map((entry) =>
      jsonEntry(
        entry,
        entry.cwd === null || hostOf(entry.id) !== null ? null : repositoryOf(entry.cwd),
        parentOf(entry),
      ),
    );
    printJson(stdout, rows, args.watch ? undefined : 2);
    return;
  }
  if (list.entries.length === 0) {
    if (stdout.isTTY)
      print(stdout, withSessions(args) ? 'No sessions.' : 'No Pods yet. Start one: podwatch run NAME -- CMD');
    return;
  }
  const width = stdout.isTTY ? stdout.columns || 80 : null;
  const columns = withSessions(args) ? SESSION_COLUMNS : columnsFor(list, width);
  const home = context.env.HOME ?? null;
  const repositoryOf = repositoryReader();
  const branchOf = (directory: string): string | null => repositoryOf(directory)?.branch ?? null;
  const around = { now: Date.now(), home, branchOf };
  const style = { columns, width, colour: context.colour, around };
  const rows = args.tree ? orderTree(entries) : entries.map((entry) => ({ entry, depth: 0 }));
  printStyled(stdout, `${podTable(rows, style).join('\n')}\n`);
  if (hidden > 0) print(stdout, `+${hidden} more (--all)`);
}

/** Whose Pods are not in the list, and how to see them. */
function summariesText(hosts: readonly HostFact[]): string {
  const { pods } = summarizeHosts(hosts);
  const count = hosts.length === 1 ? '1 host' : `${hosts.length} hosts`;
  return `${pods} Pods on ${count} are not read: podwatch hosts says how many each has, podwatch ls --host HOST lists them.`;
}

function withSessions({ sessions, everything, tool }: LsArgs): boolean {
  return sessions || everything || tool !== null;
}

/** Pods, sessions or both, of everywhere or of this directory. */
function wanted(
  list: PodList,
  { everything, withArchived, onlyHosts }: LsArgs,
  isWanted: (entry: PodEntry) => boolean,
): PodList {
  return {
    ...list,
    entries: noteHolders(list.entries).filter(
      (entry) =>
        isWanted(entry) &&
        !(everything && isHeld(entry)) &&
        (withArchived || !entry.isArchived) &&
        (!onlyHosts || hostOf(entry.id) !== null),
    ),
  };
}

/** @throws UsageError */
async function rowFilter(context: CommandContext, args: LsArgs): Promise<(entry: PodEntry) => boolean> {
  const { everything, tool, here } = args;
  if (tool !== null && !(await isTool(context, tool)))
    throw new UsageError(`There are no sessions of "${displayName(tool)}" that could be read. See: podwatch ls --help`);
  const isOfKind = ({ foreign }: PodEntry) =>
    everything || (args.sessions && tool === null ? foreign?.kind === 'session' : isForeign(foreign, args));
  const isOfTool = ({ foreign }: PodEntry) => tool === null || foreign?.tool === tool;
  if (!here) return (entry) => isOfKind(entry) && isOfTool(entry);
  const { directoriesLike } = await import('../places/sameDirectory');
  const isHere = directoriesLike(context.cwd);
  return (entry) => isOfKind(entry) && isOfTool(entry) && entry.cwd !== null && isHere(entry.cwd);
}

function isForeign(foreign: PodEntry['foreign'], args: LsArgs): boolean {
  return (foreign !== undefined) === withSessions(args);
}

async function isTool(context: CommandContext, name: string): Promise<boolean> {
  const { openSessionPlaces } = await import('./findSession');
  return openSessionPlaces(context).places.some(({ id }) => id === name);
}

function rowLimit({ stdout }: CommandContext, { json, all, limit }: LsArgs, list: PodList): number | null {
  if (limit !== null) return limit;
  if (all || json || !stdout.isTTY) return null;
  return list.entries.filter(({ state }) => state === 'live').length + STOPPED_ON_TERMINAL;
}
