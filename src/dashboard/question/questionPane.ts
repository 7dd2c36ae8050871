// The question of an agent over the overview: what it wants to do, what that changes, and the keys that answer.
import { displayName } from '../../cells/displayText';
import { borderRow, boxRows } from '../kit/box';
import { answerKeys } from '../kit/questionRows';
import { filledRow, rowOf, span } from '../kit/styledRow';
import { type Pane, placed } from '../loop/view';
import { planPermission } from './questionPlan';
import { canAnswer, questionOf } from './questionSelectors';

/** A box that scrolls where the change is higher than the screen. */
export const permissionPane: Pane = (moment) => {
  const { state } = moment;
  const { overlay, theme } = state;
  if (overlay?.kind !== 'permission') return [];
  const { rect, rows, top, end } = planPermission(state, overlay);
  const { width, height } = rect;
  const question = questionOf(state, overlay.entry);
  const isReady = canAnswer(state);
  const name = displayName(overlay.entry.id.name);
  const look = { double: true, border: theme.paused };
  const inner = { x: rect.x + 2, y: rect.y + 1, width: Math.max(0, width - 4), height: Math.max(0, height - 3) };
  const keys = { ...inner, y: rect.y + height - 2, height: Math.min(1, Math.max(0, height - 1)) };
  const count = question === null || question.open === 1 ? [] : [span(`1 of ${question.open}`, theme.paused)];
  return [
    placed(moment, 'permission:box', rect, [theme, name, question?.open, top, end], () => [
      borderRow('top', look, width, [span(`${name} asks for permission`, theme.strong)], count),
      ...boxRows(look, width, height).slice(1, -1),
      borderRow('bottom', look, width, top < end ? [span(`+${end - top} more, ↓ scrolls`, theme.strong)] : []),
    ]),
    placed(moment, 'permission:rows', inner, [theme, question?.ask, top], () =>
      question === null ? [rowOf([span('reading what it asks…', theme.dim)], inner.width)] : rows,
    ),
    placed(moment, 'permission:keys', keys, [theme, question?.ask, isReady], () => [
      filledRow(question === null ? [] : answerKeys(question.ask, isReady, '', theme), inner.width, theme.text),
    ]),
  ];
};
