// The grid: a tile for each live Pod of the page, and below them the newest of the closed ones.

import { clipText, textWidth } from '../../cells/cellWidth';
import { displayName, displayText } from '../../cells/displayText';
import type { ScreenRow } from '../../cells/podScreen';
import { filledRow, paddedSpan, rowOf, span } from '../../cells/spans';
import { ATTENTION_MARK } from '../../podList/describeAttention';
import { describeFailure, describePodState } from '../../podList/describePodState';
import { humanAge } from '../../podList/humanAge';
import type { PodEntry } from '../../podList/types';
import { attentionIn } from '../attention/attentionSelectors';
import { emptyPane } from '../frame/emptyPane';
import type { Placement } from '../kit/frame';
import type { Style, Theme } from '../kit/theme';
import { keyOfIntent } from '../loop/keyRow';
import { type Drawn, drawn, type Moment, placed } from '../loop/moment';
import { selectedKey } from '../loop/podSelection';
import { tilePane } from '../tile/tilePane';
import type { GridPlan } from './gridPlan';

/** Draws the page that `planGrid` lays out. */
export function gridPane(moment: Moment, plan: GridPlan): Drawn {
  const selected = selectedKey(moment.state);
  const strip = closedStrip(moment, plan.closed);
  if (plan.tiles.length === 0) return drawn([...emptyPane(moment), ...strip]);
  const tiles = plan.tiles.flatMap(({ entry, rect }) => tilePane(moment, rect, entry, entry.key === selected));
  return drawn([...tiles, ...strip]);
}

function closedStrip(moment: Moment, closed: GridPlan['closed']): readonly Placement[] {
  if (closed === null) return [];
  const { rect, list } = closed;
  const { theme } = moment.state;
  const ages = list.entries.map((entry) => humanAge(entry.updatedAt, moment.now));
  const calls = list.entries.map((entry) => attentionIn(moment.state, entry) !== null);
  const selected = selectedKey(moment.state);
  const selectedAt = list.entries.findIndex(({ key }) => key === selected);
  const all = keyOfIntent(moment.state.keymap, 'togglePicker');
  const lines = placed(
    moment,
    'closed',
    rect,
    [theme, list.total, ...list.entries, ...ages, ...calls, selectedAt],
    () => {
      const hidden = list.hidden === 0 ? '' : `, +${list.hidden} hidden${all === null ? '' : ` (${all} shows all)`}`;
      const title = `─ closed: ${list.total} total${hidden} `;
      const rows = list.entries.map((entry, index) => {
        const row = { entry, calls: calls[index] ?? false, age: ages[index] ?? '', isSelected: index === selectedAt };
        return closedRow(row, rect.width, theme);
      });
      const line = '─'.repeat(Math.max(0, rect.width - textWidth(title)));
      return [rowOf([span(title + line, theme.border)], rect.width), ...rows];
    },
  );
  return [lines];
}

interface ClosedRow {
  readonly entry: PodEntry;
  readonly calls: boolean;
  readonly age: string;
  /** It has ended while it was selected. */
  readonly isSelected: boolean;
}

const NAME_CELLS = 20;
const AGE_CELLS = 4;

function closedRow({ entry, calls, age, isSelected }: ClosedRow, width: number, theme: Theme): ScreenRow {
  const words = describePodState(entry);
  const text = [describeFailure(entry.lastExit), entry.preview].filter((part) => part !== null).join(' · ');
  const styled = (own: Style) => (isSelected ? theme.selected : own);
  return filledRow(
    [
      span(calls ? ATTENTION_MARK : isSelected ? '>' : ' ', styled(theme.attention)),
      span(`${words.mark} `, styled(theme[words.kind])),
      paddedSpan(
        displayName(entry.id.name),
        Math.min(NAME_CELLS, Math.floor(width / 3)),
        styled(calls ? theme.attention : theme.text),
      ),
      paddedSpan(age, AGE_CELLS + 1, styled(theme.dim), 'right'),
      span(`  ${clipText(displayText(text), Math.max(0, width - 10))}`, styled(theme.dim)),
    ],
    width,
    styled(theme.text),
  );
}
