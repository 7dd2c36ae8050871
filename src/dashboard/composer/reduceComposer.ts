// The composer: typing, marking, sending, and what becomes of a text that was not taken. No text is ever dropped.
import { displayName } from '../../cells/displayText';
import { editField, fieldOf, fieldText } from '../kit/textField';
import type { Intent } from '../loop/intent';
import { openSelected } from '../loop/openPod';
import type { ActionOutcome } from '../loop/ports';
import { select } from '../loop/reduceMove';
import { type DashboardState, selectedKey } from '../loop/state';
import { type Step, stay, withMessage } from '../loop/step';
import { addressed, podName, type Target } from './composerSelectors';
import {
  BROADCAST,
  type ComposerState,
  type Delivery,
  type Draft,
  draftField,
  EMPTY_COMPOSER,
  isSendingTo,
} from './composerState';

type ComposerIntent = Extract<Intent, { readonly kind: 'edit' | 'submit' | 'close' }>;

export function isComposerIntent(intent: Intent): intent is ComposerIntent {
  return intent.kind === 'edit' || intent.kind === 'submit' || intent.kind === 'close';
}

function withComposer(state: DashboardState, change: Partial<ComposerState>): DashboardState {
  return { ...state, composer: { ...state.composer, ...change } };
}

/** An empty draft is none. */
export function withDraft(state: DashboardState, draftKey: string, draft: Draft | null): DashboardState {
  const drafts = new Map(state.composer.drafts);
  if (draft === null || draft.field.chars.length === 0) drafts.delete(draftKey);
  else drafts.set(draftKey, draft);
  return withComposer(state, { drafts });
}

/** Focuses it. What is selected now is written to until the user selects something else. */
export function focusComposer(state: DashboardState): DashboardState {
  const key = selectedKey(state);
  if (key === null && state.composer.marks.size === 0) {
    return withMessage(state, 'info', 'No Pod is selected: choose one with the arrows, then write to it.');
  }
  const free = { ...select(state, key), scope: { ...state.scope, searching: false } };
  return withComposer(free, { focused: true, target: key });
}

/** The target follows where the user has gone. */
export function withTarget(state: DashboardState, before: DashboardState): DashboardState {
  const key = selectedKey(state);
  if (!state.composer.focused || key === selectedKey(before)) return state;
  return withComposer(state, { target: key });
}

/** Marks the selected Pod for a broadcast, or takes its mark away. */
export function toggleMark(state: DashboardState): DashboardState {
  const key = selectedKey(state);
  if (key === null) return withMessage(state, 'info', 'No Pod is selected: choose one with the arrows.');
  const marks = new Set(state.composer.marks);
  if (!marks.delete(key)) marks.add(key);
  return withComposer(select(state, key), { marks });
}

/** A text for the marked Pods stays until there are marks again. */
export function clearMarks(state: DashboardState): DashboardState {
  const { marks, drafts } = state.composer;
  if (marks.size === 0) return state;
  const cleared = withComposer(state, { marks: EMPTY_COMPOSER.marks });
  if (!drafts.has(BROADCAST)) return cleared;
  return withMessage(cleared, 'info', 'The text for several Pods is kept: it is back as soon as you mark some.');
}

/** Answers a key while the composer is focused. */
export function reduceComposer(state: DashboardState, intent: ComposerIntent): Step {
  switch (intent.kind) {
    case 'close':
      return stay(withComposer(state, { focused: false, target: null }));
    case 'edit': {
      const { draftKey } = addressed(state);
      const field = draftField(state.composer, draftKey);
      const edited = editField(field, intent.edit, true);
      if (edited === field) return stay(state);
      const failure = state.composer.drafts.get(draftKey)?.failure ?? null;
      return stay(withDraft(state, draftKey, { field: edited, failure }));
    }
    case 'submit':
      return submit(state);
  }
}

/**
 * An empty text opens the Pod, which leaves the composer; a text goes to every Pod that takes one. While one is on its
 * way Enter does nothing: a key pressed twice neither sends twice nor attaches.
 */
function submit(state: DashboardState): Step {
  const { draftKey, targets } = addressed(state);
  const text = fieldText(draftField(state.composer, draftKey));
  const busy = targets.find(({ key }) => isSendingTo(state.composer, key));
  if (busy !== undefined) {
    return stay(withMessage(state, 'info', `${displayName(busy.name)}: the text before is still on its way…`));
  }
  if (text.trim() === '') return openTarget(state);
  const able = targets.filter(({ refusal }) => refusal === null);
  const failures = targets.flatMap(({ key, refusal }) => (refusal === null ? [] : [{ key, reason: refusal }]));
  if (able.length === 0) return stay(nobodyTakes(state, draftKey, targets));
  const id = 1 + Math.max(0, ...state.composer.deliveries.map((delivery) => delivery.id));
  const waiting = new Set(able.map(({ key }) => key));
  const delivery: Delivery = { id, text, draftKey, waiting, sent: [], failures };
  const sending = withDraft(state, draftKey, null);
  return {
    state: withComposer(sending, { deliveries: [...state.composer.deliveries, delivery] }),
    effects: able.flatMap(({ entry }) => (entry === null ? [] : [{ kind: 'send', delivery: id, entry, text }])),
  };
}

function openTarget(state: DashboardState): Step {
  const { target, marks } = state.composer;
  const key = marks.size > 0 ? selectedKey(state) : target;
  const opened = openSelected(select(state, key));
  const hasOpened = opened.effects.length > 0 || opened.state.pane !== state.pane;
  return hasOpened ? { ...opened, state: withComposer(opened.state, { focused: false, target: null }) } : opened;
}

function nobodyTakes(state: DashboardState, draftKey: string, targets: readonly Target[]): DashboardState {
  const [first] = targets;
  const reason = first?.refusal ?? 'no Pod is selected';
  const text =
    targets.length > 1
      ? `None of the ${targets.length} Pods takes a text now: ${displayName(first?.name ?? '')}: ${reason}.`
      : `Cannot send to ${displayName(first?.name ?? 'nobody')}: ${reason}.`;
  const field = draftField(state.composer, draftKey);
  return withMessage(withDraft(state, draftKey, { field, failure: reason }), 'error', text);
}

/** One Pod has answered; the result is said when all have. */
export function sendEnded(state: DashboardState, id: number, key: string, outcome: ActionOutcome): DashboardState {
  const before = state.composer.deliveries.find((delivery) => delivery.id === id);
  if (before === undefined) return state;
  const waiting = new Set(before.waiting);
  waiting.delete(key);
  const delivery: Delivery =
    outcome.kind === 'done'
      ? { ...before, waiting, sent: [...before.sent, key] }
      : { ...before, waiting, failures: [...before.failures, { key, reason: outcome.message }] };
  const others = state.composer.deliveries.filter((each) => each !== before);
  if (waiting.size > 0) return withComposer(state, { deliveries: [...others, delivery] });
  return delivered(withComposer(state, { deliveries: others }), delivery);
}

function delivered(state: DashboardState, delivery: Delivery): DashboardState {
  const kept = delivery.draftKey === BROADCAST ? keptForMarked(state, delivery) : keptForOne(state, delivery);
  return withMessage(kept, delivery.failures.length === 0 ? 'info' : 'error', resultOf(state, delivery));
}

/** "sent to demo" · the reason · "2 sent, 1 failed: demo: reason". */
function resultOf(state: DashboardState, { draftKey, sent, failures }: Delivery): string {
  const nameOf = (key: string): string => displayName(podName(state, key));
  if (draftKey !== BROADCAST) return failures[0]?.reason ?? `Sent to ${nameOf(draftKey)}.`;
  const words = failures.map(({ key, reason }) => `${nameOf(key)}: ${reason}`).join('; ');
  return failures.length === 0 ? `${sent.length} sent` : `${sent.length} sent, ${failures.length} failed: ${words}`;
}

/** The text goes back in front of what has been typed since. */
function putBack(state: DashboardState, draftKey: string, text: string, failure: string): DashboardState {
  const since = fieldText(draftField(state.composer, draftKey));
  return withDraft(state, draftKey, { field: fieldOf(since === '' ? text : `${text}\n${since}`), failure });
}

function keptForOne(state: DashboardState, { draftKey, text, failures }: Delivery): DashboardState {
  const [failed] = failures;
  return failed === undefined ? state : putBack(state, draftKey, text, failed.reason);
}

/**
 * Marks stay with the Pods that failed, and the text for just those. Where the user has begun another broadcast
 * meanwhile, each failed Pod gets the text as its own draft, so that the two never go to the wrong ones.
 */
function keptForMarked(state: DashboardState, { text, sent, failures }: Delivery): DashboardState {
  const { marks, drafts } = state.composer;
  const failed = failures.map(({ key }) => key);
  const left = [...marks].filter((key) => !sent.includes(key));
  const isSame = !drafts.has(BROADCAST) && left.every((key) => failed.includes(key));
  const [first] = failures;
  if (first === undefined) return drafts.has(BROADCAST) ? state : withComposer(state, { marks: new Set(left) });
  if (isSame) return putBack(withComposer(state, { marks: new Set(failed) }), BROADCAST, text, first.reason);
  return failures.reduce((kept, { key, reason }) => putBack(kept, key, text, reason), state);
}
