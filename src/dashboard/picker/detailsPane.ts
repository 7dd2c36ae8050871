// What is known of one Pod that is not live: what it was, how it ended, what can be done, and what is wrong with it.

import { displayName, displayText } from '../../cells/displayText';
import type { ScreenRow } from '../../cells/podScreen';
import { rowOf, span } from '../../cells/spans';
import { wrapText } from '../../cells/wrapSpans';
import { commandText } from '../../podList/commandText';
import { describeExit, describePodState } from '../../podList/describePodState';
import { shortEntryName } from '../../podList/entryName';
import type { PodEntry } from '../../podList/podList';
import { borderRow, boxRows } from '../kit/box';
import type { Placement, Rect } from '../kit/frame';
import type { Theme } from '../kit/theme';
import { type Moment, placed } from '../loop/moment';

type Fact = readonly [label: string, text: string | null];

const LABEL_CELLS = 11;
/** Fewer would say nothing. */
const MIN_SCREEN_ROWS = 3;

/** A session that runs in something that shows it is told of in words, like one that does not run. */
export function hasPicture({ canAttach, foreign }: PodEntry): boolean {
  return canAttach && foreign?.kind !== 'session';
}

function enterText({ heldBy, foreign }: PodEntry): string {
  const name = heldBy?.name ?? foreign?.liveElsewhere?.pod?.name;
  return name === undefined ? 'Enter starts it again and attaches' : `Enter opens the Pod "${name}", which has it`;
}

/** The most useful first. `isShown`: its last screen stands below, and with it its last words. */
function facts(entry: PodEntry, isShown: boolean): readonly Fact[] {
  const { launch } = entry;
  return [
    ['state', describePodState(entry).word],
    ['runs', entry.canAttach ? `${entry.foreign?.liveElsewhere?.where ?? 'elsewhere'}: Enter goes there` : null],
    ['restore', entry.canRestore ? enterText(entry) : entry.notRestorableReason],
    ['ended', describeExit(entry.lastExit)],
    ...entry.diagnostics
      .filter(({ message }) => message !== entry.notRestorableReason)
      .map(({ message }): Fact => ['note', message]),
    ['command', launch === null ? null : commandText(launch.argv)],
    ['directory', entry.cwd],
    ['last words', isShown ? null : entry.preview],
    ['session', entry.sessionId],
    ['segment', entry.segmentId],
    ['home', entry.id.place],
  ];
}

function factRows(entry: PodEntry, isShown: boolean, width: number, theme: Theme): readonly ScreenRow[] {
  return facts(entry, isShown).flatMap(([label, text]) => {
    if (text === null) return [];
    const wrapped = wrapText(displayText(text), width - LABEL_CELLS);
    return wrapped.map((row, index) =>
      rowOf([span((index === 0 ? label : '').padEnd(LABEL_CELLS), theme.dim), span(row, theme.text)], width),
    );
  });
}

/** What is known, and the end of its last screen: in at least half of the rows, where there are enough for both. */
function bodyRows(
  entry: PodEntry,
  screen: readonly ScreenRow[] | null,
  { width, height }: Pick<Rect, 'width' | 'height'>,
  theme: Theme,
): readonly ScreenRow[] {
  const half = Math.floor(height / 2) - 1;
  const isShown = screen !== null && screen.length > 0 && half >= MIN_SCREEN_ROWS;
  const known = factRows(entry, isShown, width, theme);
  if (!isShown) return known.slice(0, height);
  const room = Math.max(half, height - known.length - 1);
  const shown = screen.slice(-room);
  const title = ` its last screen ${'─'.repeat(width)}`;
  return [
    ...known.slice(0, height - shown.length - 1),
    rowOf([span(`─${title}`.slice(0, width), theme.border)], width),
    ...shown,
  ];
}

/** A box with one fact a row, as many as fit, and the last screen under them. */
export function detailsPane(moment: Moment, rect: Rect, entry: PodEntry): readonly Placement[] {
  const { theme, picker } = moment.state;
  const { lastScreen } = picker;
  const screen = lastScreen?.key === entry.key ? lastScreen.rows : null;
  const words = describePodState(entry);
  const look = { double: false, border: theme.border };
  const inner = {
    x: rect.x + 2,
    y: rect.y + 1,
    width: Math.max(0, rect.width - 4),
    height: Math.max(0, rect.height - 2),
  };
  const box = placed(moment, 'details:box', rect, [theme, entry], () => {
    const title = borderRow('top', look, rect.width, [
      span(`${words.mark} ${displayName(shortEntryName(entry))}`, theme[words.kind]),
    ]);
    return [title, ...boxRows(look, rect.width, rect.height).slice(1)];
  });
  return [
    box,
    placed(moment, 'details:facts', inner, [theme, entry, screen], () => bodyRows(entry, screen, inner, theme)),
  ];
}
