// The grid: a tile for each live Pod of the page, and below them the newest of those that are not live.

import { clipText, cutText, textWidth } from '../../cells/cellWidth';
import { displayName, displayText } from '../../cells/displayText';
import type { ScreenRow } from '../../cells/podScreen';
import { filledRow, paddedSpan, rowOf, span } from '../../cells/spans';
import { ATTENTION_MARK } from '../../podList/describeAttention';
import { describeFailure, describePodState } from '../../podList/describePodState';
import { humanAge } from '../../podList/humanAge';
import type { PodEntry } from '../../podList/podList';
import { podWord } from '../../podList/podPlace';
import { spelling } from '../../podList/spelling';
import { attentionIn } from '../attention/attentionSelectors';
import { emptyPane } from '../frame/emptyPane';
import type { Placement } from '../kit/frame';
import type { Style, Theme } from '../kit/theme';
import { keyOfIntent } from '../loop/keyRow';
import { type Drawn, drawn, type Moment, placed } from '../loop/moment';
import { selectedKey, selectedRowKey } from '../loop/podSelection';
import { groupHead, groupHeadRow } from '../tile/groupHead';
import { MARKED, tilePane } from '../tile/tilePane';
import type { GridPlan, PlannedHead } from './gridPlan';

/** Draws the page that `planGrid` lays out. */
export function gridPane(moment: Moment, plan: GridPlan): Drawn {
  const selected = selectedKey(moment.state);
  const strip = stoppedRows(moment, plan.stopped);
  if (plan.tiles.length === 0 && plan.heads.length === 0) return drawn([...emptyPane(moment), ...strip]);
  const tiles = plan.tiles.flatMap(({ entry, rect }) => tilePane(moment, rect, entry, entry.key === selected));
  return drawn([...plan.heads.map((head) => headOf(moment, head)), ...tiles, ...strip]);
}

function headOf(moment: Moment, { group, isFolded, rect }: PlannedHead): Placement {
  const { state } = moment;
  const isSelected = selectedRowKey(state) === group.key;
  const head = groupHead(state, group);
  const inputs = [state.theme, isFolded, isSelected, head.place, head.counts, head.calls, head.branch];
  return placed(moment, `group:${group.key}`, rect, inputs, () => [
    groupHeadRow(state, head, isFolded, isSelected, rect.width),
  ]);
}

function stoppedRows(moment: Moment, stopped: GridPlan['stopped']): readonly Placement[] {
  if (stopped === null) return [];
  const { rect, list } = stopped;
  const { theme, composer, running } = moment.state;
  const spelt = list.entries.map((entry) => spelling(moment.state.list.entries, entry));
  const ages = list.entries.map((entry) => humanAge(entry.updatedAt, moment.now));
  const calls = list.entries.map((entry) => attentionIn(moment.state, entry) !== null);
  const selected = selectedKey(moment.state);
  const selectedAt = list.entries.findIndex(({ key }) => key === selected);
  const all = keyOfIntent(moment.state.keymap, 'togglePicker');
  const marked = list.entries.map(({ key }) => composer.marks.has(key));
  const doing = list.entries.map(({ key }) => running.get(key) ?? null);
  const word = list.isAllStopped ? 'stopped' : 'not live';
  const lines = placed(
    moment,
    'stopped',
    rect,
    [theme, list.total, word, ...list.entries, ...spelt, ...ages, ...calls, ...marked, ...doing, selectedAt],
    () => {
      const hint = all === null ? '' : ` (${all} shows all)`;
      const shown = list.hidden === 0 ? '' : `, the newest ${list.entries.length}${hint}`;
      const title = `─ ${list.total} ${word}${shown} `;
      const rows = list.entries.map((entry, index) => {
        const row = {
          entry,
          spelt: spelt[index] ?? '',
          calls: calls[index] ?? false,
          isMarked: marked[index] ?? false,
          doing: doing[index] ?? null,
          age: ages[index] ?? '',
          isSelected: index === selectedAt,
        };
        return stoppedRow(row, rect.width, theme);
      });
      const line = '─'.repeat(Math.max(0, rect.width - textWidth(title)));
      return [rowOf([span(title + line, theme.border)], rect.width), ...rows];
    },
  );
  return [lines];
}

interface StoppedRow {
  readonly entry: PodEntry;
  /** See `spelling`. */
  readonly spelt: string;
  readonly calls: boolean;
  readonly isMarked: boolean;
  /** What is being done with it, or null. */
  readonly doing: string | null;
  readonly age: string;
  readonly isSelected: boolean;
}

const NAME_CELLS = 20;
const AGE_CELLS = 4;

function stoppedRow(
  { entry, spelt, calls, isMarked, doing, age, isSelected }: StoppedRow,
  width: number,
  theme: Theme,
): ScreenRow {
  const words = describePodState(entry);
  const parts = doing === null ? [describeFailure(entry.lastExit), entry.preview] : [`${doing}…`];
  const text = parts.filter((part) => part !== null).join(' · ');
  const nameCells = Math.min(NAME_CELLS, Math.floor(width / 3));
  const styled = (own: Style) => (isSelected ? theme.selected : own);
  return filledRow(
    [
      span(isSelected ? '>' : ' ', styled(theme.text)),
      span(isMarked ? MARKED : calls ? ATTENTION_MARK : ' ', styled(theme.attention)),
      span(`${words.mark} `, styled(theme[words.kind])),
      paddedSpan(
        cutText(displayName(podWord(entry.id)) + spelt, nameCells, 'middle'),
        nameCells,
        styled(calls ? theme.attention : theme.text),
      ),
      paddedSpan(age, AGE_CELLS + 1, styled(theme.dim), 'right'),
      span(`  ${clipText(displayText(text), Math.max(0, width - 11))}`, styled(theme.dim)),
    ],
    width,
    styled(theme.text),
  );
}
