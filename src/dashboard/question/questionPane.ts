// The question of an agent over the pane: what it wants to do, what that changes, and the keys that answer.

import { displayName, displayText } from '../../cells/displayText';
import { rowOf, span } from '../../cells/spans';
import { podWord } from '../../podList/podPlace';
import { insideOverlay, overlayRows } from '../kit/box';
import { restWords } from '../kit/questionRows';
import { type Drawn, drawn, type Moment, placed } from '../loop/moment';
import type { QuestionPlan } from './questionPlan';

/** A box that scrolls where the change is higher than the screen. */
export function questionPane(moment: Moment, plan: QuestionPlan): Drawn {
  const { state } = moment;
  const { theme } = state;
  const { entry, question, rect, borders, rows, answers, top, end } = plan;
  const name = displayName(podWord(entry.id));
  const look = { double: true, border: theme.paused };
  const whole = insideOverlay(rect, borders);
  const inner = { ...whole, height: Math.max(0, whole.height - Math.max(1, answers.length)) };
  const keys = {
    ...inner,
    y: inner.y + inner.height,
    height: Math.min(answers.length, Math.max(0, rect.height - borders / 2)),
  };
  const count = question === null || question.open === 1 ? [] : [span(`1 of ${question.open}`, theme.paused)];
  return drawn([
    placed(moment, 'question:box', rect, [theme, name, question?.open, question?.ask.whose, top, end, borders], () =>
      overlayRows(look, rect, borders, {
        title: [
          span(
            question?.ask.whose == null
              ? `${name} asks for permission`
              : `${displayText(question.ask.whose)} of ${name} asks`,
            theme.strong,
          ),
        ],
        right: count,
        rest: restWords(top, end, false, theme),
      }),
    ),
    placed(moment, 'question:rows', inner, [theme, question?.ask, top], () =>
      question === null ? [rowOf([span('reading what it asks…', theme.dim)], inner.width)] : rows,
    ),
    placed(moment, 'question:keys', keys, [theme, question?.ask, state.question, keys.height], () => answers),
  ]);
}
