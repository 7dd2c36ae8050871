// The last row: a question, a message, or the keys that work here.

import { displayName, displayText } from '../../cells/displayText';
import { eligibility } from '../../podList/eligibility';
import type { PodAction, PodEntry } from '../../podList/types';
import { attentionCount } from '../attention/reduceAttention';
import { isTurnRunning } from '../conversation/conversationScene';
import { filledRow, type Span, span, spansWidth } from '../kit/styledRow';
import type { Intent } from '../loop/intent';
import { barRows, type KeyRow, modeOf, showKey } from '../loop/keymap';
import { type DashboardState, selectedEntry } from '../loop/state';
import { type Pane, placed } from '../loop/view';
import { nextAsking } from '../question/reduceQuestion';

/** One row. A message stands until the next key, or until it is no longer true. */
export const footerPane: Pane = (moment, area) => {
  const { state } = moment;
  const { theme, message, overlay } = state;
  const selected = selectedEntry(state);
  const running = selected === null ? undefined : state.running.get(selected.key);
  const inputs = [
    theme,
    message,
    overlay,
    modeOf(state),
    state.pane.kind,
    selected,
    running,
    attentionCount(state) > 0,
    nextAsking(state) !== null,
    isRunning(state),
  ];
  return [
    placed(moment, 'footer', area, inputs, () => [filledRow(footerSpans(state, area.width), area.width, theme.text)]),
  ];
};

function footerSpans(state: DashboardState, width: number): readonly Span[] {
  const { theme, message, overlay } = state;
  if (overlay?.kind === 'confirm') {
    const name = displayName(overlay.entry.id.name);
    const text = overlay.action === 'stop' ? `Stop ${name}? y/n` : `Remove ${name} for good? y/n`;
    return [span(` ${text} `, theme.selected)];
  }
  if (message !== null) {
    const mark = message.kind === 'error' ? '! ' : '';
    return [span(mark + displayText(message.text), theme[message.kind])];
  }
  return bar(state, width);
}

/** As many whole labels as fit; help and the way out are never among those that do not. */
function bar(state: DashboardState, width: number): readonly Span[] {
  const rows = barRows(modeOf(state), state.keymap).filter(({ intent }) => leadsSomewhere(state, intent));
  const labels = rows.map((row) => ({ row, spans: label(row, state) }));
  const isVital = (row: KeyRow): boolean => ['help', 'quit', 'close', 'back'].includes(row.intent.kind);
  let left = width - labels.filter(({ row }) => isVital(row)).reduce((sum, { spans }) => sum + spansWidth(spans), 0);
  return labels.flatMap(({ row, spans }) => {
    if (isVital(row)) return spans;
    left -= spansWidth(spans);
    return left >= 0 ? spans : [];
  });
}

/** A key that leads nowhere now is no help. */
function leadsSomewhere(state: DashboardState, intent: Intent): boolean {
  const { pane } = state;
  switch (intent.kind) {
    case 'jump':
      return attentionCount(state) > 0;
    case 'answer':
      return nextAsking(state) !== null;
    case 'talk':
      if (intent.act === 'cancel') return isRunning(state);
      return intent.act !== 'write' || pane.kind !== 'conversation' || !pane.isReadOnly;
    default:
      return true;
  }
}

/** A turn runs in the open conversation. */
function isRunning(state: DashboardState): boolean {
  return state.pane.kind === 'conversation' && isTurnRunning(state, state.pane);
}

function label(row: KeyRow, state: DashboardState): readonly Span[] {
  const { theme } = state;
  const selected = selectedEntry(state);
  const action = actionOf(row.intent);
  const isDim =
    action !== null && (selected === null || state.running.has(selected.key) || !isPossible(state, selected, action));
  const word = row.bar === 'open' && row.intent.kind === 'open' ? openWord(state, selected) : (row.bar ?? '');
  return [
    span(`${showKey(row.keys[0] ?? '')} `, isDim ? theme.dim : theme.key),
    span(`${word}  `, isDim ? theme.dim : theme.text),
  ];
}

function actionOf(intent: Intent): PodAction | null {
  return intent.kind === 'open' || intent.kind === 'stop' || intent.kind === 'remove' ? intent.kind : null;
}

/** The grid opens what is live: a Pod that has ended under the user's hands is restored from the list. */
function isPossible({ pane }: DashboardState, selected: PodEntry, action: PodAction): boolean {
  return eligibility(selected, action).allowed && !(action === 'open' && pane.kind === 'grid' && !selected.canAttach);
}

function openWord({ pane }: DashboardState, selected: PodEntry | null): string {
  if (selected === null) return 'open';
  if (selected.canAttach) return selected.extensions.includes('terminal') ? 'attach' : 'talk';
  if (pane.kind === 'grid') return 'attach';
  return selected.canRestore ? 'restore' : 'open';
}
