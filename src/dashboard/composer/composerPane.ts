// The composer: to whom the text goes and whether they take it, and the text with its cursor.

import { displayName, displayText } from '../../cells/displayText';
import type { ScreenRow } from '../../cells/podScreen';
import { filledRow, rowOf, span, spansWidth } from '../../cells/spans';
import type { Span } from '../../cells/textStyle';
import { describePodState } from '../../podList/describePodState';
import type { Rect } from '../kit/frame';
import { fieldText } from '../kit/textField';
import { keyOfIntent } from '../loop/keyRow';
import { type Drawn, type Moment, NOTHING_DRAWN, placed } from '../loop/moment';
import type { DashboardState } from '../loop/state';
import { type Addressed, addressed, isOneRow, podName, type Target, TEXT_MARGIN } from './composerSelectors';
import { BROADCAST, draftField, isSendingTo } from './composerState';
import { textView } from './textView';

/** Draws what `composerHeight` has made room for. */
export function composerPane(moment: Moment, area: Rect): Drawn {
  if (area.height === 0 || area.width === 0) return NOTHING_DRAWN;
  const { state } = moment;
  const to = addressed(state);
  return isOneRow(state) ? oneRow(moment, area, to) : targetAbove(moment, area, to);
}

/** What the words on the target depend on, besides the theme. */
function inputsOf({ composer }: DashboardState, { targets }: Addressed): readonly unknown[] {
  return [composer, ...targets.flatMap(({ entry, refusal }) => [entry, refusal])];
}

function targetAbove(moment: Moment, area: Rect, to: Addressed): Drawn {
  const { state } = moment;
  const { theme } = state;
  const field = draftField(state.composer, to.draftKey);
  const textArea = { ...area, y: area.y + 1, height: area.height - 1 };
  const inner = { ...textArea, x: area.x + TEXT_MARGIN, width: Math.max(2, area.width - TEXT_MARGIN) };
  const view = textView(field, inner);
  const target = placed(moment, 'composer:target', { ...area, height: 1 }, [theme, ...inputsOf(state, to)], () => {
    const words = [span('─ to ', theme.border), ...targetWords(state, to, true), span(' ', theme.border)];
    const line = '─'.repeat(Math.max(0, area.width - spansWidth(words)));
    return [rowOf([...words, span(line, theme.border)], area.width)];
  });
  const text = placed(moment, 'composer:text', textArea, [theme, field, ...inputsOf(state, to)], () =>
    view.rows.map((row, index) =>
      rowOf([span(index === 0 ? '› ' : '  ', theme.key), textSpan(state, to, row)], area.width),
    ),
  );
  const cursor = { x: inner.x + view.cursor.x, y: inner.y + view.cursor.y };
  return { placements: [target, text], cursor: cursor.y < area.y + area.height ? cursor : null };
}

/** An empty text shows what is on its way to the target instead. */
function textSpan({ composer, theme }: DashboardState, { draftKey }: Addressed, row: string): Span {
  if (composer.drafts.has(draftKey)) return span(row, theme.text);
  const delivery = composer.deliveries.find((each) => each.draftKey === draftKey);
  return span(delivery === undefined ? row : `sending: ${displayText(delivery.text)}`, theme.dim);
}

function oneRow(moment: Moment, area: Rect, to: Addressed): Drawn {
  const { state } = moment;
  const { theme, composer } = state;
  const field = draftField(composer, to.draftKey);
  const words = [...targetWords(state, to, !composer.focused && area.width >= 60)];
  const head = rowOf(words, Math.floor(area.width / 2));
  const headWidth = head.reduce((sum, run) => sum + [...run.text].length * run.width, 0);
  const margin = headWidth + 3;
  const view = textView(field, { width: Math.max(2, area.width - margin), height: 1 });
  const row = placed(moment, 'composer:row', area, [theme, field, ...inputsOf(state, to)], (): ScreenRow[] => {
    const writes = composer.focused ? null : keyOfIntent(state.keymap, 'compose');
    const hint = writes === null ? [] : [span(` (${writes} writes)`, theme.dim)];
    const text = composer.focused ? textSpan(state, to, view.rows[0] ?? '') : idleText(state, to);
    return [[...head, ...filledRow([span(' › ', theme.key), text, ...hint], area.width - headWidth, theme.text)]];
  });
  const cursor = composer.focused ? { x: area.x + margin + view.cursor.x, y: area.y } : null;
  return { placements: [row], cursor };
}

function idleText(state: DashboardState, to: Addressed): Span {
  const { composer, theme } = state;
  const text = displayText(fieldText(draftField(composer, to.draftKey)));
  if (text !== '') return span(text, theme.text);
  const sending = textSpan(state, to, '');
  if (sending.text !== '' || composer.drafts.size === 0) return sending;
  const owners = [...composer.drafts.keys()].map((key) =>
    key === BROADCAST ? 'marked Pods' : displayName(podName(state, key)),
  );
  return span(`a text waits for ${owners.join(', ')}`, theme.dim);
}

/** `○ demo idle · takes text`, `2 Pods: api, web · Enter sends`, `3 Pods · 1 not eligible: …`. `isLong`: with why not, where there is room. */
function targetWords(state: DashboardState, to: Addressed, isLong: boolean): readonly Span[] {
  const { draftKey, targets } = to;
  const { theme, composer } = state;
  const [first] = targets;
  if (first === undefined) return [span('no Pod is selected', theme.error)];
  const refused = targets.filter(({ refusal }) => refusal !== null);
  const who = draftKey === first.key ? podWords(state, first) : [span(countWords(targets.length), theme.strong)];
  if (targets.some(({ key }) => isSendingTo(composer, key))) return [...who, span(' · sending…', theme.info)];
  const failure = composer.drafts.get(draftKey)?.failure ?? null;
  if (!isLong) return refused.length > 0 || failure !== null ? [...who, span(' !', theme.error)] : who;
  if (failure !== null) return [...who, span(` · not sent: ${displayText(failure)}`, theme.error)];
  if (refused.length === 0) {
    // Elsewhere Enter opens the Pod.
    return [...who, ...namesOf(state, to), ...(composer.focused ? [span(' · Enter sends', theme.dim)] : [])];
  }
  const why = refused.map(({ name, refusal }) =>
    targets.length === 1 && draftKey === first.key ? refusal : `${displayName(name)}: ${refusal}`,
  );
  const count = draftKey === first.key ? 'cannot be sent to' : `${refused.length} not eligible`;
  return [...who, span(` · ${count}: ${displayText(why.join('; '))}`, theme.error)];
}

function countWords(count: number): string {
  return count === 1 ? '1 marked Pod' : `${count} Pods`;
}

/** Of the marked ones: some may stand on another page, and a text should not go to a Pod that has been forgotten. */
function namesOf({ theme }: DashboardState, { draftKey, targets }: Addressed): readonly Span[] {
  if (draftKey === targets[0]?.key) return [];
  return [span(`: ${targets.map(({ name }) => displayName(name)).join(', ')}`, theme.text)];
}

function podWords({ theme }: DashboardState, { entry, name }: Target): readonly Span[] {
  if (entry === null) return [span(displayName(name), theme.strong)];
  const words = describePodState(entry);
  return [
    span(`${words.mark} `, theme[words.kind]),
    span(displayName(name), theme.strong),
    span(` ${words.word}`, theme[words.kind]),
  ];
}
