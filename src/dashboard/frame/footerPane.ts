// The foot of the screen: a message, or the keys that would do something here.

import { filledRow, span, spansWidth } from '../../cells/spans';
import type { Span } from '../../cells/textStyle';
import { runsElsewhere } from '../../podList/eligibility';
import { isGroupKey } from '../../podList/groupPods';
import { isHeld } from '../../podList/heldSessions';
import type { PodEntry } from '../../podList/podList';
import { isFoldedGroup } from '../groups/groupsSelectors';
import type { Placement, Rect } from '../kit/frame';
import { type KeyRow, showKey } from '../loop/keyRow';
import { type Moment, placed } from '../loop/moment';
import { selectedEntry, selectedRowKey } from '../loop/podSelection';
import type { DashboardState } from '../loop/state';
import { messageRows } from './messageRows';

/** One row, or those of a message, which stands until the next key. `rows`: the keys that lead somewhere here. */
export function footerPane(moment: Moment, area: Rect, rows: readonly KeyRow[]): readonly Placement[] {
  const { state } = moment;
  const { theme, message } = state;
  const selected = selectedEntry(state);
  const inputs = [theme, message, state.pane.kind, selected, submitWord(state), foldWord(state), ...rows];
  return [
    placed(moment, 'footer', area, inputs, () => [
      ...(message === null
        ? [filledRow(bar(state, rows, area.width), area.width, theme.text)]
        : messageRows(state).map((row) => filledRow([span(row, theme[message.kind])], area.width, theme.text))),
    ]),
  ];
}

/** As many whole labels as fit; help and the way out are never among those that do not. */
function bar(state: DashboardState, rows: readonly KeyRow[], width: number): readonly Span[] {
  const labels = rows.map((row) => ({ row, spans: label(row, state) }));
  const isVital = (row: KeyRow): boolean => ['help', 'quit', 'close', 'back'].includes(row.intent.kind);
  let left = width - labels.filter(({ row }) => isVital(row)).reduce((sum, { spans }) => sum + spansWidth(spans), 0);
  return labels.flatMap(({ row, spans }) => {
    if (isVital(row)) return spans;
    left -= spansWidth(spans);
    return left >= 0 ? spans : [];
  });
}

function label(row: KeyRow, state: DashboardState): readonly Span[] {
  const { theme } = state;
  return [span(`${showKey(row.keys[0] ?? '')} `, theme.key), span(`${wordOf(row, state)}  `, theme.text)];
}

/** What the key does just here. */
function wordOf({ bar, intent }: KeyRow, state: DashboardState): string {
  if (bar === 'open' && intent.kind === 'open') return openWord(selectedEntry(state));
  if (intent.kind === 'fold' && intent.to === 'other') return foldWord(state);
  return (intent.kind === 'submit' ? submitWord(state) : null) ?? bar ?? '';
}

/** In the prompt for a new Pod: only from its last field it starts. */
function submitWord({ overlay }: DashboardState): string | null {
  return overlay?.kind === 'prompt' && overlay.field !== 'command' && overlay.restores === null ? 'go on' : null;
}

/** A folded group is selected by its head. */
function foldWord(state: DashboardState): string {
  const selected = selectedRowKey(state);
  return selected !== null && isGroupKey(selected) && isFoldedGroup(state, selected) ? 'unfold' : 'fold';
}

function openWord(selected: PodEntry | null): string {
  if (selected === null) return 'open';
  if (runsElsewhere(selected)) return 'where';
  if (isHeld(selected)) return 'open';
  if (selected.canAttach) return selected.extensions.includes('terminal') ? 'attach' : 'talk';
  return selected.canRestore || selected.foreign?.lacksDirectory === true ? 'restore' : 'open';
}
