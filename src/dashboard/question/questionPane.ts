// The question of an agent over the pane: what it wants to do, what that changes, and the keys that answer.
import { displayName } from '../../cells/displayText';
import { filledRow, rowOf, span } from '../../cells/spans';
import { borderRow, boxRows } from '../kit/box';
import { answerKeys } from '../kit/questionRows';
import { type Drawn, drawn, type Moment, placed } from '../loop/moment';
import type { QuestionPlan } from './questionPlan';
import { canAnswer } from './questionSelectors';

/** A box that scrolls where the change is higher than the screen. */
export function questionPane(moment: Moment, plan: QuestionPlan): Drawn {
  const { state } = moment;
  const { theme } = state;
  const { entry, question, rect, rows, top, end } = plan;
  const { width, height } = rect;
  const isReady = canAnswer(state);
  const name = displayName(entry.id.name);
  const look = { double: true, border: theme.paused };
  const inner = { x: rect.x + 2, y: rect.y + 1, width: Math.max(0, width - 4), height: Math.max(0, height - 3) };
  const keys = { ...inner, y: rect.y + height - 2, height: Math.min(1, Math.max(0, height - 1)) };
  const count = question === null || question.open === 1 ? [] : [span(`1 of ${question.open}`, theme.paused)];
  return drawn([
    placed(moment, 'question:box', rect, [theme, name, question?.open, top, end], () => [
      borderRow('top', look, width, [span(`${name} asks for permission`, theme.strong)], count),
      ...boxRows(look, width, height).slice(1, -1),
      borderRow('bottom', look, width, top < end ? [span(`+${end - top} more, ↓ scrolls`, theme.strong)] : []),
    ]),
    placed(moment, 'question:rows', inner, [theme, question?.ask, top], () =>
      question === null ? [rowOf([span('reading what it asks…', theme.dim)], inner.width)] : rows,
    ),
    placed(moment, 'question:keys', keys, [theme, question?.ask, isReady], () => [
      filledRow(question === null ? [] : answerKeys(question.ask, isReady, '', theme), inner.width, theme.text),
    ]),
  ]);
}
