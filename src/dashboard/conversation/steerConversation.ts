// Steering an agent from its conversation: its modes and models, and the messages that wait for it.
import { displayName } from '../../cells/displayText';
import type { AgentSetting } from '../../conversation/conversation';
import { podWord } from '../../podList/podPlace';
import { type Draft, withDraft } from '../composer/composerState';
import { fieldOf } from '../kit/textField';
import { entryNow } from '../loop/entryNow';
import type { DashboardState } from '../loop/state';
import { type Step, stay, withEffect, withMessage } from '../loop/step';
import { conversationFeedOf } from './conversationSelectors';
import type { ConversationPane } from './conversationState';

export function readOnly(state: DashboardState): Step {
  return stay(withMessage(state, 'info', 'Read only: attach without --read-only to write and to answer.'));
}

/** The value behind the one that the agent has now; what it says then is shown. */
export function nextChoice(
  state: DashboardState,
  pane: ConversationPane,
  what: 'mode' | 'model' | 'option',
  is: (setting: AgentSetting) => boolean,
): Step {
  if (pane.isReadOnly) return readOnly(state);
  const { entry } = pane;
  const settings = conversationFeedOf(state, entry.key)?.conversation.settings ?? [];
  const setting = settings.find((each) => is(each) && each.choices.length > 1);
  if (setting === undefined) {
    const name = displayName(podWord(entry.id));
    return stay(withMessage(state, 'info', `The agent of ${name} offers no other ${what}.`));
  }
  const at = setting.choices.findIndex(({ value }) => value === setting.value);
  const next = setting.choices[(at + 1) % setting.choices.length];
  if (next === undefined) return stay(state);
  return withEffect(state, { kind: 'setOption', entry, option: setting.id, value: next.value });
}

/** The newest message that waits is a draft again, to be changed or left out. */
export function unqueued(state: DashboardState, pane: ConversationPane): Step {
  const { entry } = pane;
  const last = conversationFeedOf(state, entry.key)?.conversation.queue.items.at(-1);
  if (last === undefined) return stay(withMessage(state, 'info', 'No message waits.'));
  if (state.composer.drafts.has(entry.key)) {
    return stay(withMessage(state, 'info', 'Send or clear what you are writing first.'));
  }
  const next = drafted(state, entry.key, { field: fieldOf(last.text), failure: null });
  return withEffect(next, { kind: 'editQueued', entry, id: last.id, text: null });
}

/** Where the agent cannot, or no longer, it waits on. */
export function steered(state: DashboardState, pane: ConversationPane): Step {
  if (pane.isReadOnly) return readOnly(state);
  const entry = entryNow(state, pane.entry) ?? pane.entry;
  const [next] = conversationFeedOf(state, entry.key)?.conversation.queue.items ?? [];
  if (next === undefined) return stay(withMessage(state, 'info', 'No message waits. Enter lets one wait.'));
  if (entry.extensions.includes('steer')) return withEffect(state, { kind: 'steerQueued', entry, id: next.id });
  const name = displayName(podWord(entry.id));
  return stay(withMessage(state, 'info', `The agent of ${name} takes no message into its turn: it waits for the end.`));
}

export function drafted(state: DashboardState, key: string, draft: Draft): DashboardState {
  return { ...state, composer: withDraft(state.composer, key, draft) };
}
