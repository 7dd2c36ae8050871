// `podwatch ls`: all Pods as a table, or as JSON for scripts.

import { padText, textWidth } from '../cells/cellWidth';
import { displayName, displayText } from '../cells/displayText';
import { COLUMNS, type Column } from '../podList/columns';
import { describePodState, type PodStateKind } from '../podList/describePodState';
import { jsonEntry } from '../podList/jsonEntry';
import { truncatePodList } from '../podList/truncatePodList';
import type { PodEntry, PodList } from '../podList/types';
import type { CommandContext } from './commandContext';
import { readPodList } from './findPod';

export interface LsArgs {
  readonly json: boolean;
  readonly all: boolean;
  /** Rows; null: none given. */
  readonly limit: number | null;
}

/** Stopped Pods that a terminal is shown without `--all`. */
const STOPPED_ON_TERMINAL = 20;
const GAP = '  ';
/** Cells below which the column that takes the rest is worth more than a less important one. */
const READABLE_REST = 30;

/** SGR parameters; palette colours, so that the user's scheme decides. */
const COLOURS: Readonly<Partial<Record<PodStateKind, string>>> = {
  running: '32',
  idle: '36',
  paused: '33',
  unknown: '35',
  restorable: '34',
  stopped: '90',
  probing: '90',
  corrupt: '31',
  unreachable: '31',
};

export async function runLs(context: CommandContext, args: LsArgs): Promise<number> {
  const { stdout, stderr } = context;
  const list = await readPodList(context);
  for (const { message } of list.problems) stderr.write(`podwatch: ${displayText(message)}\n`);
  const { entries, hidden } = truncatePodList(list, rowLimit(context, args, list));
  if (args.json) {
    stdout.write(`${JSON.stringify(entries.map(jsonEntry), null, 2)}\n`);
    return 0;
  }
  if (list.entries.length === 0) {
    if (stdout.isTTY) stdout.write('No Pods yet. Start one: podwatch run NAME -- CMD\n');
    return 0;
  }
  const width = stdout.isTTY ? stdout.columns || 80 : null;
  stdout.write(`${table(entries, { width, colour: context.colour, now: Date.now() }).join('\n')}\n`);
  if (hidden > 0) stdout.write(`+${hidden} more (--all)\n`);
  return 0;
}

function rowLimit({ stdout }: CommandContext, { json, all, limit }: LsArgs, list: PodList): number | null {
  if (limit !== null) return limit;
  if (all || json || !stdout.isTTY) return null;
  return list.entries.filter(({ state }) => state === 'live').length + STOPPED_ON_TERMINAL;
}

interface TableStyle {
  /** In cells; null: as wide as it comes. */
  readonly width: number | null;
  readonly colour: boolean;
  readonly now: number;
}

function table(entries: readonly PodEntry[], { width, colour, now }: TableStyle): string[] {
  const cells = entries.map((entry) => new Map(COLUMNS.map((column) => [column.id, safeText(column, entry, now)])));
  const widths = columnWidths(cells, width);
  const row = (textOf: (column: Column) => string, paint: (column: Column, text: string) => string) =>
    COLUMNS.flatMap((column) => {
      const cellWidth = widths.get(column.id);
      return cellWidth === undefined ? [] : [paint(column, padText(textOf(column), cellWidth, column.align))];
    })
      .join(GAP)
      .trimEnd();
  const header = row(
    ({ title }) => title,
    (_, text) => (colour ? `\x1b[1m${text}\x1b[m` : text),
  );
  const rows = entries.map((entry, index) => {
    const code = COLOURS[describePodState(entry).kind];
    return row(
      ({ id }) => cells[index]?.get(id) ?? '',
      ({ id }, text) => (colour && id === 'state' && code !== undefined ? `\x1b[${code}m${text}\x1b[m` : text),
    );
  });
  return [header, ...rows];
}

function safeText(column: Column, entry: PodEntry, now: number): string {
  const text = column.text(entry, now);
  return column.id === 'name' ? displayName(text) : displayText(text);
}

/** Every column as wide as its text, within its bounds; the least important ones go where there is no room. */
function columnWidths(
  cells: readonly ReadonlyMap<string, string>[],
  width: number | null,
): ReadonlyMap<string, number> {
  const natural = ({ id, title }: Column) =>
    Math.max(textWidth(title), ...cells.map((row) => textWidth(row.get(id) ?? '')));
  if (width === null) return new Map(COLUMNS.map((column) => [column.id, natural(column)]));
  const wanted = new Map(COLUMNS.map((column) => [column.id, Math.min(natural(column), column.maxWidth ?? width)]));
  let shown = [...COLUMNS];
  const taken = (columns: readonly Column[], of: (column: Column) => number) =>
    columns.reduce((sum, column) => sum + of(column) + GAP.length, -GAP.length);
  const least = (column: Column) => Math.min(column.minWidth, wanted.get(column.id) ?? 0);
  const useful = ({ id, maxWidth }: Column) => Math.min(wanted.get(id) ?? 0, maxWidth ?? READABLE_REST);
  const rest = COLUMNS.find(({ maxWidth }) => maxWidth === null)?.priority ?? 0;
  for (;;) {
    const last = Math.max(...shown.map(({ priority }) => priority));
    const isTooWide = taken(shown, least) > width || (last > rest && taken(shown, useful) > width);
    if (!isTooWide || shown.length === 1) break;
    shown = shown.filter(({ priority }) => priority !== last);
  }
  // What is missing is taken from the least important columns first.
  let missing = taken(shown, ({ id }) => wanted.get(id) ?? 0) - width;
  for (const column of [...shown].sort((a, b) => b.priority - a.priority)) {
    if (missing <= 0) break;
    const own = wanted.get(column.id) ?? 0;
    const cut = Math.min(missing, own - least(column));
    wanted.set(column.id, own - cut);
    missing -= cut;
  }
  return new Map(shown.map(({ id }) => [id, Math.min(width, wanted.get(id) ?? 0)]));
}
