// The open conversation after each step: what a new word of the Pod means for who looks at it.
import type { Conversation } from '../../conversation/conversation';
import { withDraft } from '../composer/composerState';
import { fieldOf } from '../kit/textField';
import type { Cause, StepHook } from '../loop/hook';
import { questionRead } from '../question/questionSelectors';
import { askedWindow, conversationScreen } from './conversationScene';
import { conversationFeedOf, hasJoined } from './conversationSelectors';
import type { ConversationPane } from './conversationState';
import { cancelTakenBack } from './conversationView';
import { joinedView } from './joinedView';

/** A question takes the keys, its end gives them back; the words of a turn that was undone are a draft again. */
export const hearingConversation: StepHook = (step, { before, cause }) => {
  if (cause.kind !== 'report' || cause.report.kind !== 'feed') return step;
  const { state } = step;
  const { pane } = state;
  const { key } = cause.report;
  const feed = conversationFeedOf(state, key);
  if (pane.kind !== 'conversation' || pane.entry.key !== key || feed === null) return step;
  const known = conversationFeedOf(before, key);
  const screen = hasJoined(known, feed) ? conversationScreen(state, pane) : null;
  const looked = screen === null ? pane.view : joinedView(pane.view, screen, feed.earlier ?? null);
  const { asks, undone } = feed.conversation;
  const hasDraft = state.composer.drafts.has(key);
  const focus = pane.isReadOnly ? pane.focus : focusAfter(pane.focus, asks.length > 0, hasDraft);
  const view = feed.status === 'running' ? looked : cancelTakenBack(looked);
  const isSame = focus === pane.focus && view === pane.view;
  const next = isSame ? state : { ...state, pane: { ...pane, focus, view } };
  // The words of an undone turn stand nowhere else any more.
  const isUndone = known !== null && undone !== null && undone !== known.conversation.undone && !hasDraft;
  if (!isUndone) return { ...step, state: next };
  return {
    ...step,
    state: { ...next, composer: withDraft(next.composer, key, { field: fieldOf(undone), failure: null }) },
  };
};

/** A text that was begun keeps the keys, so that no letter of it answers a question. */
function focusAfter(focus: ConversationPane['focus'], isAsked: boolean, hasDraft: boolean): ConversationPane['focus'] {
  if (isAsked) return focus === 'writing' && !hasDraft ? 'asked' : focus;
  return focus === 'asked' ? 'writing' : focus;
}

/** After Esc has asked whether the turn is to be cancelled, any other key takes that back. */
export const cancelForgotten: StepHook = (step, { before, cause }) => {
  const { pane } = step.state;
  if (pane.kind !== 'conversation' || before.pane.kind !== 'conversation' || !isOtherKey(cause)) return step;
  const view = cancelTakenBack(pane.view);
  return view === pane.view ? step : { ...step, state: { ...step.state, pane: { ...pane, view } } };
};

function isOtherKey(cause: Cause): boolean {
  if (cause.kind !== 'intent' || cause.intent.kind === 'nothing') return false;
  return cause.intent.kind !== 'converse' || cause.intent.act !== 'cancel';
}

/** A question in the open conversation is read as soon as its end was on the screen. */
export const readingAsked: StepHook = (step) => {
  const { pane, overlay, question } = step.state;
  if (pane.kind !== 'conversation' || overlay !== null || question.shown === null || question.shown.isRead) return step;
  const window = askedWindow(step.state, pane);
  const isEnd = window !== null && window.body.length > 0 && window.top >= window.end;
  return isEnd ? { ...step, state: questionRead(step.state) } : step;
};

/** With the first code in an open conversation its colours are loaded; until then it is plain. */
export const colouringCode: StepHook = (step, { before, cause }) => {
  const { pane, coloursAsked } = step.state;
  if (coloursAsked || pane.kind !== 'conversation') return step;
  const isOpened = before.pane.kind !== 'conversation';
  if (!isOpened && (cause.kind !== 'report' || cause.report.kind !== 'feed')) return step;
  const { key } = pane.entry;
  const talk = conversationFeedOf(step.state, key)?.conversation ?? null;
  const heard = isOpened ? null : conversationFeedOf(before, key);
  // Of what was only its end all is new.
  const known = heard?.isReading === true ? null : (heard?.conversation ?? null);
  if (talk === null || talk === known || !holdsCode(talk, known === null)) return step;
  return { state: { ...step.state, coloursAsked: true }, effects: [...step.effects, { kind: 'loadColours' }] };
};

/** `all`: not only in what was said last. */
function holdsCode({ blocks, asks }: Conversation, all: boolean): boolean {
  if (asks.some(({ changes }) => changes.length > 0)) return true;
  for (let at = blocks.length - 1; at >= (all ? 0 : blocks.length - 2); at -= 1) {
    const block = blocks.at(at);
    if (block?.kind === 'assistant' && block.text.includes('```')) return true;
    if (block?.kind === 'tool' && block.changes.length > 0) return true;
  }
  return false;
}
