// Sending what is written: from the composer and from an open conversation alike.
import { displayName } from '../../cells/displayText';
import type { Addressed, Target } from '../composer/composerSelectors';
import { delivering, draftField, isSendingTo, withDraft } from '../composer/composerState';
import { fieldText } from '../kit/textField';
import type { DashboardState } from './state';
import { type Step, stay, withMessage } from './step';

/**
 * Sends the draft of `addressed` to every Pod that takes a text. Null: there is no text. While one is on its way nothing
 * is done: a key pressed twice does not send twice.
 */
export function sendDraft(state: DashboardState, { draftKey, targets }: Addressed): Step | null {
  const busy = targets.find(({ key }) => isSendingTo(state.composer, key));
  if (busy !== undefined) {
    return stay(withMessage(state, 'info', `${displayName(busy.name)}: the text before is still on its way…`));
  }
  if (fieldText(draftField(state.composer, draftKey)).trim() === '') return null;
  const able = targets.filter(({ refusal }) => refusal === null);
  if (able.length === 0) return stay(nobodyTakes(state, draftKey, targets));
  const failures = targets.flatMap(({ key, refusal }) => (refusal === null ? [] : [{ key, reason: refusal }]));
  const keys = able.map(({ key }) => key);
  const { composer, delivery } = delivering(state.composer, draftKey, keys, failures);
  const { id, text } = delivery;
  return {
    state: { ...state, composer },
    effects: able.flatMap(({ entry }) => (entry === null ? [] : [{ kind: 'send', delivery: id, entry, text }])),
  };
}

function nobodyTakes(state: DashboardState, draftKey: string, targets: readonly Target[]): DashboardState {
  const [first] = targets;
  const reason = first?.refusal ?? 'no Pod is selected';
  const text =
    targets.length > 1
      ? `None of the ${targets.length} Pods takes a text now: ${displayName(first?.name ?? '')}: ${reason}.`
      : `Cannot send to ${displayName(first?.name ?? 'nobody')}: ${reason}.`;
  const field = draftField(state.composer, draftKey);
  const composer = withDraft(state.composer, draftKey, { field, failure: reason });
  return withMessage({ ...state, composer }, 'error', text);
}
