// `podwatch ls`: all Pods as a table, or as JSON for scripts.

import { cutText, padText, textWidth } from '../cells/cellWidth';
import { columnWidths } from '../cells/columnWidths';
import { displayName, displayText } from '../cells/displayText';
import { styledText } from '../cells/sgrSequence';
import { PLAIN_STYLE, STYLE, type TextStyle, withFlags } from '../cells/textStyle';
import { COLUMNS, type Column, columnsWith, SESSION_COLUMNS } from '../podList/columns';
import { describePodState, type PodStateKind } from '../podList/describePodState';
import { noteHolders, withoutHeldSessions } from '../podList/heldSessions';
import { jsonEntry } from '../podList/jsonEntry';
import { truncatePodList } from '../podList/truncatePodList';
import type { PodEntry, PodList } from '../podList/types';
import type { CommandContext } from './commandContext';
import { readPodList } from './findPod';
import { defineCommand } from './line/command';
import { jsonField } from './line/commonFields';
import { UsageError } from './line/usageError';
import { complain, print, printJson, printStyled } from './printText';

export const command = defineCommand({
  name: 'ls',
  group: 'pods',
  summary: 'List the Pods, live ones first',
  details: ['A terminal is shown the newest 20 stopped ones; a file or a pipe gets all.'],
  positionals: {},
  options: {
    json: jsonField,
    all: { type: 'boolean', alias: 'a', default: false, describe: 'All stopped Pods too' },
    limit: { type: 'string', requiresArg: true, value: 'N', describe: 'At most so many rows' },
    sessions: { type: 'boolean', default: false, describe: 'The sessions of agent CLIs (claude, codex …) instead' },
    everything: { type: 'boolean', default: false, describe: 'Pods and sessions' },
    tool: { type: 'string', requiresArg: true, value: 'TOOL', describe: 'Only the sessions of this agent CLI' },
    here: { type: 'boolean', default: false, describe: 'Only what belongs to this directory' },
  },
  rest: 'nothing',
  run: (context, { limit, ...args }) => runLs(context, { ...args, tool: args.tool ?? null, limit: limitOf(limit) }),
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
}

/** Stopped Pods that a terminal is shown without `--all`. */
const STOPPED_ON_TERMINAL = 20;
const GAP = '  ';

const colour = (fg: number): TextStyle => ({ ...PLAIN_STYLE, fg });

/** Palette colours, so that the user's scheme decides. */
const STYLES: Readonly<Partial<Record<PodStateKind, TextStyle>>> = {
  running: colour(2),
  idle: colour(6),
  paused: colour(3),
  unknown: colour(5),
  restorable: colour(4),
  stopped: colour(8),
  probing: colour(8),
  corrupt: colour(1),
  unreachable: colour(1),
};
const TITLE = withFlags(PLAIN_STYLE, STYLE.bold);

async function runLs(context: CommandContext, args: LsArgs): Promise<number> {
  const { stdout, stderr } = context;
  const list = await listOf(context, args);
  for (const { message } of list.problems) complain(stderr, message);
  const { entries, hidden } = truncatePodList(list, rowLimit(context, args, list));
  if (args.json) {
    printJson(stdout, entries.map(jsonEntry), 2);
    return 0;
  }
  if (list.entries.length === 0) {
    if (stdout.isTTY)
      print(stdout, withSessions(args) ? 'No sessions.' : 'No Pods yet. Start one: podwatch run NAME -- CMD');
    return 0;
  }
  const width = stdout.isTTY ? stdout.columns || 80 : null;
  const columns = withSessions(args) ? SESSION_COLUMNS : COLUMNS;
  const home = context.env.HOME ?? null;
  const style = { columns, width, colour: context.colour, now: Date.now(), home };
  printStyled(stdout, `${table(entries, style).join('\n')}\n`);
  if (hidden > 0) print(stdout, `+${hidden} more (--all)`);
  return 0;
}

function withSessions({ sessions, everything, tool }: LsArgs): boolean {
  return sessions || everything || tool !== null;
}

/** Pods, sessions or both, of everywhere or of this directory. @throws UsageError */
async function listOf(context: CommandContext, args: LsArgs): Promise<PodList> {
  const list = await readPodList(context, { sessions: withSessions(args) });
  const isWanted = await rowFilter(context, args);
  const held = args.everything ? withoutHeldSessions(list.entries) : noteHolders(list.entries);
  return { ...list, entries: held.filter(isWanted) };
}

async function rowFilter(context: CommandContext, args: LsArgs): Promise<(entry: PodEntry) => boolean> {
  const { everything, tool, here } = args;
  if (tool !== null && !(await isTool(context, tool)))
    throw new UsageError(`No sessions of "${displayName(tool)}" can be read`);
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

interface TableStyle {
  readonly columns: readonly Column[];
  /** In cells; null: as wide as it comes. */
  readonly width: number | null;
  readonly colour: boolean;
  readonly now: number;
  /** The user's, for `~`. */
  readonly home: string | null;
}

function table(entries: readonly PodEntry[], { width, colour: inColour, now, home, ...style }: TableStyle): string[] {
  const cells = entries.map(
    (entry) => new Map(style.columns.map((column) => [column.id, safeText(column, entry, now, home)])),
  );
  const columns = columnsWith(style.columns, ({ id }) => cells.some((row) => row.get(id) !== ''));
  const widths = widthsOf(columns, cells, width);
  const row = (textOf: (column: Column) => string, paint: (column: Column, text: string) => string) =>
    columns
      .flatMap((column) => {
        const cellWidth = widths.get(column.id);
        if (cellWidth === undefined) return [];
        const text = cutText(textOf(column), cellWidth, column.cut ?? 'end');
        return [paint(column, padText(text, cellWidth, column.align))];
      })
      .join(GAP)
      .trimEnd();
  const header = row(
    ({ title }) => title,
    (_, text) => (inColour ? styledText(text, TITLE) : text),
  );
  const rows = entries.map((entry, index) => {
    const style = STYLES[describePodState(entry).kind];
    return row(
      ({ id }) => cells[index]?.get(id) ?? '',
      ({ id }, text) => (inColour && id === 'state' && style !== undefined ? styledText(text, style) : text),
    );
  });
  return [header, ...rows];
}

function safeText(column: Column, entry: PodEntry, now: number, home: string | null): string {
  const text = column.text(entry, now, home);
  return column.id === 'name' ? displayName(text) : displayText(text);
}

/** Every column as wide as its text, within its bounds; the least important ones go where there is no room. */
function widthsOf(
  columns: readonly Column[],
  cells: readonly ReadonlyMap<string, string>[],
  width: number | null,
): ReadonlyMap<string, number> {
  const needs = columns.map((column) => ({
    column,
    widest: Math.max(textWidth(column.title), ...cells.map((row) => textWidth(row.get(column.id) ?? ''))),
  }));
  if (width === null) return new Map(needs.map(({ column, widest }) => [column.id, widest]));
  return new Map(columnWidths(needs, width, GAP.length).map(({ column, width: own }) => [column.id, own]));
}
