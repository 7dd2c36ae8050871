// The composer: typing, marking, sending, and what is said of a text that was or was not taken.
import { displayName } from '../../cells/displayText';
import { listGroups } from '../groups/groupsSelectors';
import { fieldText } from '../kit/textField';
import type { Intent } from '../loop/intent';
import { openSelected } from '../loop/openPod';
import { noPodWords, select, selectedKey, selectedRowKey, settledSelection } from '../loop/podSelection';
import type { ActionOutcome, EditOutcome } from '../loop/ports';
import { sendDraft } from '../loop/sendDraft';
import { type DashboardState, openEntry } from '../loop/state';
import { type Step, stay, withEffect, withMessage } from '../loop/step';
import { addressed, podName } from './composerSelectors';
import {
  answeredBy,
  BROADCAST,
  type ComposerState,
  type Delivery,
  draftField,
  EMPTY_COMPOSER,
  editedDraft,
  replacedDraft,
} from './composerState';

function withComposer(state: DashboardState, change: Partial<ComposerState>): DashboardState {
  return { ...state, composer: { ...state.composer, ...change } };
}

/** Answers what leads to it, and marks; null: it is another key. */
export function reduceMarks(state: DashboardState, intent: Intent): Step | null {
  switch (intent.kind) {
    case 'compose':
      return stay(focusComposer(state));
    case 'mark':
      return stay(toggleMark(state));
    case 'unmarkAll':
      return stay(clearMarks(state));
    case 'editOutside':
      return editedOutside(state);
    case 'pastePicture':
      return withEffect(state, { kind: 'pastePicture', draftKey: openEntry(state)?.key ?? addressed(state).draftKey });
    case 'back':
      return state.composer.marks.size > 0 ? stay(clearMarks(state)) : null;
    default:
      return null;
  }
}

/** The editor has the terminal meanwhile, as an attach has. */
function editedOutside(state: DashboardState): Step {
  const open = openEntry(state);
  const { draftKey, targets } = open === null ? addressed(state) : { draftKey: open.key, targets: [] };
  const entry = open ?? targets.find((target) => target.entry !== null)?.entry ?? null;
  if (entry === null) return stay(withMessage(state, 'info', noPodWords(state)));
  const text = fieldText(draftField(state.composer, draftKey));
  return withEffect({ ...state, attached: entry }, { kind: 'editText', draftKey, text });
}

/** An agent that takes pictures gets it as one, another as a link to the file. */
export function picturePasted(state: DashboardState, draftKey: string, outcome: EditOutcome): DashboardState {
  if (outcome.kind === 'failed') return withMessage(state, 'error', outcome.message);
  const { chars, cursor } = draftField(state.composer, draftKey);
  const before = cursor === 0 || /\s/.test(chars[cursor - 1] ?? '') ? '' : ' ';
  const edit = { kind: 'type' as const, text: `${before}@"${outcome.text}" ` };
  return { ...state, composer: editedDraft(state.composer, draftKey, edit) };
}

/** The editor is left: what it holds is the draft. */
export function textEdited(state: DashboardState, draftKey: string, outcome: EditOutcome): DashboardState {
  const back = { ...state, attached: null };
  if (outcome.kind === 'failed') return withMessage(back, 'error', outcome.message);
  return { ...back, composer: replacedDraft(state.composer, draftKey, outcome.text) };
}

/** Focuses it. What is selected now is written to until the user selects something else. */
function focusComposer(state: DashboardState): DashboardState {
  const key = selectedKey(state);
  if (key === null && state.composer.marks.size === 0) {
    return withMessage(state, 'info', noPodWords(state));
  }
  const free = { ...select(state, key), scope: { ...state.scope, searching: false } };
  return withComposer(free, { focused: true, target: key });
}

/** Marks the selected Pod, or all of the selected group, or takes the marks away where they are all marked. */
function toggleMark(state: DashboardState): DashboardState {
  const row = selectedRowKey(state);
  const group = listGroups(state)?.find(({ key }) => key === row);
  if (group !== undefined) {
    const keys = group.entries.map(({ key }) => key);
    const areMarked = keys.every((key) => state.composer.marks.has(key));
    const others = [...state.composer.marks].filter((key) => !keys.includes(key));
    return withComposer(settledSelection(state), { marks: new Set(areMarked ? others : [...others, ...keys]) });
  }
  const key = selectedKey(state);
  if (key === null) return withMessage(state, 'info', noPodWords(state));
  const marks = new Set(state.composer.marks);
  if (!marks.delete(key)) marks.add(key);
  return withComposer(select(state, key), { marks });
}

/** A text for the marked Pods stays until there are marks again. */
function clearMarks(state: DashboardState): DashboardState {
  const { marks, drafts } = state.composer;
  if (marks.size === 0) return state;
  const cleared = withComposer(state, { marks: EMPTY_COMPOSER.marks });
  if (!drafts.has(BROADCAST)) return cleared;
  return withMessage(cleared, 'info', 'The text for several Pods is kept: it is back as soon as you mark some.');
}

/** Answers a key while the composer is focused; null: it is for the pane, as an arrow with Alt is. */
export function reduceComposer(state: DashboardState, intent: Intent): Step | null {
  switch (intent.kind) {
    case 'close':
      return stay(withComposer(state, { focused: false, target: null }));
    case 'edit': {
      const { draftKey } = addressed(state);
      const composer = editedDraft(state.composer, draftKey, intent.edit);
      return stay(composer === state.composer ? state : { ...state, composer });
    }
    case 'submit':
      return sendDraft(state, addressed(state)) ?? openTarget(state);
    default:
      return null;
  }
}

/** An empty text opens the Pod, which leaves the composer. */
function openTarget(state: DashboardState): Step {
  const { target, marks } = state.composer;
  const key = marks.size > 0 ? selectedKey(state) : target;
  const opened = openSelected(select(state, key));
  const hasOpened = opened.effects.length > 0 || opened.state.pane !== state.pane;
  return hasOpened ? { ...opened, state: withComposer(opened.state, { focused: false, target: null }) } : opened;
}

/** One Pod has answered; the result is said when all have. */
export function sendEnded(state: DashboardState, id: number, key: string, outcome: ActionOutcome): DashboardState {
  const isDone = outcome.kind === 'done';
  const answer = { refusal: isDone ? null : outcome.message, isQueued: isDone && outcome.isQueued === true };
  const { composer, ended } = answeredBy(state.composer, id, key, answer);
  if (composer === state.composer) return state;
  const next = { ...state, composer };
  if (ended === null) return next;
  return withMessage(next, ended.failures.length === 0 ? 'info' : 'error', resultOf(state, ended));
}

/** "Sent to demo." · the reason · "3 sent, 1 of them when the turn that runs has ended, 1 failed: demo: reason". */
function resultOf(state: DashboardState, { draftKey, sent, queued, failures }: Delivery): string {
  const nameOf = (key: string): string => displayName(podName(state, key));
  if (draftKey !== BROADCAST) {
    if (failures[0] !== undefined) return failures[0].reason;
    const name = nameOf(draftKey);
    return queued > 0 ? `Queued for ${name}: it is sent when the turn that runs has ended.` : `Sent to ${name}.`;
  }
  const words = failures.map(({ key, reason }) => `${nameOf(key)}: ${reason}`).join('; ');
  const later = queued > 0 ? `, ${queued} of them when the turn that runs has ended` : '';
  return `${sent.length} sent${later}${failures.length === 0 ? '' : `, ${failures.length} failed: ${words}`}`;
}
