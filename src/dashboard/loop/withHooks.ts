// What must hold before and after each step, in one order.
import { attentionAfterList, expectingEnds, readAbout, seeing, seenAfterJump } from '../attention/attentionHooks';
import { droppingTaken, forgettingReplaced, targetFollowing } from '../composer/composerHooks';
import { cancelForgotten, colouringCode, hearingConversation, readingAsked } from '../conversation/conversationHooks';
import { searchingAgain } from '../output/outputHooks';
import { askingLastScreen, keepingTop } from '../picker/pickerHooks';
import { forgettingAnswered, noticingQuestion, readingQuestion } from '../question/questionHooks';
import { placingDirectories } from '../scope/scopeHooks';
import { noticingChange } from './changedRow';
import type { Cause, StepHook } from './hook';
import { forgettingRestored } from './openPod';
import { keepingShown, selectingNew, settlingSelection } from './reduceList';
import type { DashboardState } from './state';
import type { Step } from './step';

/**
 * Each hook sees what those before it have made of the step. The order, and why:
 * 1. What the step itself says of a Pod's end and of what was read, before a list can make news of it.
 * 2. A new list: who calls first, because a scope may show only those; then what is hidden loses the selection, the first
 *    selection settles among what is left, and a new Pod takes it; then whether what is selected has become something
 *    else; a restored Pod that it shows is as it shows it.
 * 3. A new word of a Pod: the conversation gives the keys to a question, or takes them back, before that question goes.
 * 4. The composer's target, by the selection as it is now; what it holds for Pods that others have taken the names of,
 *    and what has been taken after all.
 * 5. What is before the user's eyes now, after everything that could change it: that is seen, a question there is
 *    looked at, the list stays where it was scrolled to, a last screen there is asked for.
 * 6. Where the directories lie that the scope is to be told of; what is searched, by the scope as it is now.
 */
const AFTER_STEP: readonly StepHook[] = [
  expectingEnds,
  readAbout,
  attentionAfterList,
  keepingShown,
  settlingSelection,
  selectingNew,
  noticingChange,
  forgettingRestored,
  hearingConversation,
  cancelForgotten,
  forgettingAnswered,
  targetFollowing,
  forgettingReplaced,
  droppingTaken,
  seeing,
  noticingQuestion,
  readingQuestion,
  readingAsked,
  keepingTop,
  colouringCode,
  askingLastScreen,
  placingDirectories,
  searchingAgain,
];

/**
 * A step with its hooks. Before it: what a jump has led to is seen with the next key, so that another jump goes on from
 * there.
 */
export function withHooks(before: DashboardState, cause: Cause, answer: (state: DashboardState) => Step): Step {
  const seen = seenAfterJump(before, cause);
  const answered = answer(seen.state);
  const step: Step = { state: answered.state, effects: [...seen.effects, ...answered.effects] };
  const past = { before: seen.state, cause };
  return AFTER_STEP.reduce<Step>((next, hook) => hook(next, past), step);
}
