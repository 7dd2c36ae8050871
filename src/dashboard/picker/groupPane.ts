// The Pods of a folded group that is selected, beside the list or below it.
import { cutText, textWidth } from '../../cells/cellWidth';
import { displayName } from '../../cells/displayText';
import type { ScreenRow } from '../../cells/podScreen';
import { paddedSpan, rowOf, span } from '../../cells/spans';
import { ATTENTION_MARK } from '../../podList/describeAttention';
import { describePodState } from '../../podList/describePodState';
import { shortEntryName } from '../../podList/entryName';
import type { PodGroup } from '../../podList/groupPods';
import type { PodEntry } from '../../podList/podList';
import { spelling } from '../../podList/spelling';
import { attentionIn } from '../attention/attentionSelectors';
import { borderRow, boxRows } from '../kit/box';
import type { Placement, Rect } from '../kit/frame';
import { type Moment, placed } from '../loop/moment';
import type { DashboardState } from '../loop/state';
import { groupHead } from '../tile/groupHead';
import { MARKED } from '../tile/tilePane';

/** No name takes more; what is longer is cut in its middle. */
const NAME_CELLS = 40;

/** A box with a row for each, as many as fit, and how many more there are. */
export function groupPane(moment: Moment, rect: Rect, group: PodGroup): readonly Placement[] {
  const { state } = moment;
  const { theme, composer, attention } = state;
  const look = { double: false, border: theme.border };
  const { place, counts } = groupHead(state, group);
  const inner = {
    x: rect.x + 2,
    y: rect.y + 1,
    width: Math.max(0, rect.width - 4),
    height: Math.max(0, rect.height - 2),
  };
  return [
    placed(moment, 'group:box', rect, [theme, place, counts], () => {
      const where = cutText(place, Math.max(1, rect.width - textWidth(counts) - 12), 'start');
      const title = borderRow('top', look, rect.width, [span(where, theme.strong)], [span(counts, theme.dim)]);
      return [title, ...boxRows(look, rect.width, rect.height).slice(1)];
    }),
    placed(moment, 'group:pods', inner, [theme, group, composer.marks, attention], () =>
      memberRows(state, group, inner),
    ),
  ];
}

function memberRows(state: DashboardState, { entries }: PodGroup, { width, height }: Rect): readonly ScreenRow[] {
  const isWhole = entries.length <= height;
  const shown = entries.slice(0, isWhole ? height : Math.max(0, height - 1));
  const widest = shown.reduce((most, entry) => Math.max(most, textWidth(nameIn(state, entry))), 0);
  const nameCells = Math.min(widest, NAME_CELLS, Math.max(1, Math.floor(width / 2)));
  const rows = shown.map((entry) => memberRow(state, entry, nameCells, width));
  const more = rowOf([span(`+${entries.length - shown.length} more`, state.theme.dim)], width);
  return isWhole ? rows : [...rows, more];
}

/** Safe. */
function nameIn({ list }: DashboardState, entry: PodEntry): string {
  return displayName(shortEntryName(entry)) + spelling(list.entries, entry);
}

function memberRow(state: DashboardState, entry: PodEntry, nameCells: number, width: number): ScreenRow {
  const { theme, composer } = state;
  const { mark, word, kind } = describePodState(entry);
  const calls = attentionIn(state, entry) !== null;
  const sign = composer.marks.has(entry.key) ? MARKED : calls ? ATTENTION_MARK : ' ';
  return rowOf(
    [
      span(`${sign} `, theme.attention),
      span(`${mark} `, theme[kind]),
      paddedSpan(cutText(nameIn(state, entry), nameCells, 'middle'), nameCells, calls ? theme.attention : theme.text),
      span(`  ${word}`, theme[kind]),
    ],
    width,
  );
}
