// The columns of every compact list (`ls`, the picker): to add one, add one object.
import { bytesText, percentText } from './amountText';
import { describeFailure, describePodState } from './describePodState';
import { entryName, shortEntryName } from './entryName';
import { humanAge } from './humanAge';
import { lastActivity } from './lastActivity';
import type { HomeName } from './podFacts';
import type { PodEntry, PodList } from './podList';
import { directoryHere, hostOf } from './podPlace';
import { shortDirectory } from './shortDirectory';

/** What a cell says besides what the list knows of its Pod. */
export interface CellContext {
  /** Unix ms. */
  readonly now: number;
  /** The user's home directory, for `~`; missing = not known. */
  readonly home?: string | null;
  /** The branch that is checked out in a directory; null: none is, or it is not known (yet). */
  readonly branchOf?: (directory: string) => string | null;
  /** What the processes of a Pod use, by its key; missing: nobody has looked. */
  readonly usage?: ReadonlyMap<string, PodUsage>;
}

/** What the processes of one Pod use. */
export interface PodUsage {
  /** Percent of one core since the look before; null: this is the first one. */
  readonly cpu: number | null;
  /** Bytes in memory. */
  readonly memory: number;
}

/** Widths in cells. */
export interface Column {
  readonly id: string;
  readonly title: string;
  /** The narrowest useful width; a view that cannot give it may leave the column out. */
  readonly minWidth: number;
  /** No cell is wider; null = takes what the other columns leave. */
  readonly maxWidth: number | null;
  /** Before it gets narrower than this, less important columns go; missing = than its widest cell. */
  readonly usefulWidth?: number;
  readonly align: 'left' | 'right';
  /** 1 stays longest: when the terminal is too narrow, the highest number goes first. */
  readonly priority: number;
  /** What it leaves to a column without a `maxWidth`, or it goes; missing = no more than that one's `usefulWidth`. */
  readonly leaves?: number;
  /** Left out where every cell of it is empty. */
  readonly isOptional?: true;
  /** Where a text that does not fit is cut; missing = at its end. */
  readonly cut?: 'middle' | 'start';
  /** Untrusted and of any length: the view makes it safe and clips it. */
  readonly text: (entry: PodEntry, around: CellContext) => string;
}

const SHORT_ID = 8;

const NAME: Column = {
  id: 'name',
  title: 'NAME',
  minWidth: 8,
  maxWidth: 32,
  usefulWidth: 20,
  align: 'left',
  priority: 1,
  // Names of one kind differ at their end as often as at their beginning.
  cut: 'middle',
  text: shortEntryName,
};

const STATE: Column = {
  id: 'state',
  title: 'STATE',
  minWidth: 6,
  maxWidth: '[stopped/restorable]'.length,
  align: 'left',
  priority: 2,
  text: (entry) => describePodState(entry).label,
};

const UPDATED: Column = {
  id: 'updated',
  title: 'UPDATED',
  minWidth: 3,
  maxWidth: 7,
  align: 'right',
  priority: 3,
  text: (entry, { now }) => humanAge(lastActivity(entry), now),
};

const IDS: Column = {
  id: 'ids',
  title: 'SESSION/SEGMENT',
  minWidth: 21,
  maxWidth: 21,
  align: 'left',
  priority: 9,
  // Whoever needs them has them in `w`; a row says more with what it is about.
  leaves: 36,
  text: (entry) => `s:${shortId(entry.sessionId)} g:${shortId(entry.segmentId)}`,
};

const PREVIEW: Column = {
  id: 'preview',
  title: 'PREVIEW',
  minWidth: 10,
  maxWidth: null,
  // A shorter one says too little: `[live, pending segment]` has to fit.
  usefulWidth: '[live, pending segment]'.length,
  align: 'left',
  priority: 4,
  text: previewText,
};

const SESSION: Column = {
  id: 'name',
  title: 'SESSION',
  minWidth: 12,
  maxWidth: 50,
  align: 'left',
  priority: 1,
  text: entryName,
};

const TITLE: Column = {
  id: 'title',
  title: 'TITLE',
  minWidth: 12,
  maxWidth: 40,
  align: 'left',
  priority: 2,
  text: (entry) => entry.title ?? '',
};

const DIRECTORY: Column = {
  id: 'directory',
  title: 'DIRECTORY',
  minWidth: 10,
  maxWidth: 28,
  usefulWidth: 10,
  align: 'left',
  priority: 5,
  isOptional: true,
  // The last part says most.
  cut: 'start',
  text: (entry, { home = null }) => (entry.cwd === null ? '' : shortDirectory(entry.cwd, home)),
};

const BRANCH: Column = {
  id: 'branch',
  title: 'BRANCH',
  minWidth: 6,
  maxWidth: 20,
  usefulWidth: 10,
  align: 'left',
  priority: 6,
  isOptional: true,
  cut: 'middle',
  // A directory of another host is none of ours.
  text: (entry, { branchOf }) => {
    const directory = directoryHere(entry);
    return entry.foreign?.branch ?? (directory === null ? null : branchOf?.(directory)) ?? '';
  },
};

const CPU: Column = {
  id: 'cpu',
  title: 'CPU',
  minWidth: 4,
  maxWidth: 5,
  align: 'right',
  priority: 7,
  isOptional: true,
  text: ({ key }, { usage }) => {
    const cpu = usage?.get(key)?.cpu ?? null;
    return cpu === null ? '' : percentText(cpu);
  },
};

const MEMORY: Column = {
  id: 'memory',
  title: 'MEM',
  minWidth: 4,
  maxWidth: 5,
  align: 'right',
  priority: 8,
  isOptional: true,
  text: ({ key }, { usage }) => {
    const memory = usage?.get(key)?.memory;
    return memory === undefined ? '' : bytesText(memory);
  },
};

const HOST: Column = {
  id: 'host',
  title: 'HOST',
  minWidth: 4,
  maxWidth: 16,
  align: 'left',
  priority: 2.4,
  text: ({ id }) => hostOf(id) ?? '-',
};

/** In the order they stand on the screen. */
export const COLUMNS: readonly Column[] = [NAME, STATE, UPDATED, CPU, MEMORY, DIRECTORY, BRANCH, IDS, PREVIEW];
const COLUMNS_WITH_HOST: readonly Column[] = [NAME, HOST, ...COLUMNS.slice(1)];

/** From so many cells on a state is said in full: all others give way to it. */
export const CELLS_FOR_STATES = 60;

/** The columns of a list that is `cells` wide (null: as it comes); of several homes or hosts with those of each Pod. */
export function columnsFor(list: Pick<PodList, 'homes' | 'hosts'>, cells: number | null): readonly Column[] {
  const columns = columnsOf(list);
  if (cells !== null && cells < CELLS_FOR_STATES) return columns;
  const known =
    withStates.get(columns) ??
    columns.map((column) => (column === STATE ? { ...STATE, minWidth: STATE.maxWidth ?? STATE.minWidth } : column));
  withStates.set(columns, known);
  return known;
}

/** The same columns for the same ones. */
const withStates = new WeakMap<readonly Column[], readonly Column[]>();

function columnsOf({ homes = [], hosts = [] }: Pick<PodList, 'homes' | 'hosts'>): readonly Column[] {
  const plain = hosts.length === 0 ? COLUMNS : COLUMNS_WITH_HOST;
  if (homes.length < 2) return plain;
  const known = withHomes.get(homes) ?? new Map<readonly Column[], readonly Column[]>();
  const columns = known.get(plain) ?? [NAME, homeColumn(homes), ...plain.slice(1)];
  withHomes.set(homes, known.set(plain, columns));
  return columns;
}

/** The same columns for the same homes. */
const withHomes = new WeakMap<readonly HomeName[], Map<readonly Column[], readonly Column[]>>();

function homeColumn(homes: readonly HomeName[]): Column {
  const names = new Map(homes.map(({ place, name }) => [place, name]));
  return {
    id: 'home',
    title: 'HOME',
    minWidth: 4,
    maxWidth: 16,
    align: 'left',
    priority: 2.5,
    text: ({ id }) => names.get(id.place) ?? '-',
  };
}

/** Where sessions of other programs are listed. */
export const SESSION_COLUMNS: readonly Column[] = [
  ...[SESSION, { ...STATE, priority: 5 }, UPDATED, TITLE, { ...DIRECTORY, maxWidth: 40, priority: 4 }, BRANCH],
  { ...PREVIEW, priority: 7, text: (entry) => entry.preview ?? '' },
];

/** Of a session its title comes first: its name says nothing. */
function previewText({ lastExit, foreign, title, preview }: PodEntry): string {
  const shown = foreign === undefined || title === preview ? null : title;
  return [describeFailure(lastExit), shown, preview].filter((part) => part !== null).join(' · ');
}

/** The first 8 characters, or as many dashes. */
function shortId(id: string | null): string {
  return id === null ? '-'.repeat(SHORT_ID) : id.slice(0, SHORT_ID);
}

/** The columns that a table shows, given which of them have a text in some row. */
export function columnsWith(columns: readonly Column[], hasText: (column: Column) => boolean): readonly Column[] {
  return columns.filter((column) => column.isOptional !== true || hasText(column));
}
