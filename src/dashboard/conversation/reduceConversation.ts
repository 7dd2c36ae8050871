// The open conversation: keys → how it is looked at, and what is written to it.

import { displayName } from '../../cells/displayText';
import { SEARCH_TOO_LONG } from '../../history/searchLimit';
import { podWord } from '../../podList/podPlace';
import { addressedAlone } from '../composer/composerSelectors';
import { draftField, editedDraft, hasJustYanked } from '../composer/composerState';
import { editSearch } from '../kit/editSearch';
import { type FieldEdit, fieldOf, fieldText } from '../kit/textField';
import { entryNow } from '../loop/entryNow';
import { type Intent, isMove, type MoveIntent, rowsOf } from '../loop/intent';
import { sendDraft } from '../loop/sendDraft';
import type { DashboardState } from '../loop/state';
import { type Step, stay, withEffect, withMessage } from '../loop/step';
import { asksForValues } from '../question/questionSelectors';
import { copiedSelection, copyAnchored, copyBegun, copyEnded, copyMoved } from './conversationCopy';
import type { ConversationAct } from './conversationKeys';
import { askedWindow, conversationScreen, isTurnPaused, isTurnRunning } from './conversationScene';
import { nextMatch, searchClosed, searchConfirmed, searchOpened, searchTyped } from './conversationSearch';
import { conversationFeedOf } from './conversationSelectors';
import type { ConversationPane } from './conversationState';
import {
  type ConversationScreen,
  type ConversationView,
  cancelPressed,
  copiedText,
  paged,
  scrolled,
  scrolledToEnd,
  scrolledToStart,
  selectedNext,
  toggled,
  toggledAll,
} from './conversationView';
import { fittingCommands } from './fittingCommands';
import { mentionedPath, withMention } from './mentions';
import { recalledInput } from './recalledInput';
import { drafted, nextChoice, readOnly, steered, unqueued } from './steerConversation';

/** Null: the intent means nothing of the conversation's own. */
export function reduceConversation(state: DashboardState, pane: ConversationPane, intent: Intent): Step | null {
  if (intent.kind === 'converse') return reduceAct(state, pane, intent.act);
  // Who may answer is answered by the question's own room.
  if (intent.kind === 'answer' && isPopping(state, pane, intent)) return stay(typed(state, pane, { kind: 'yankPop' }));
  if (intent.kind === 'answer') return pane.isReadOnly ? readOnly(state) : null;
  if (intent.kind === 'submit' && asksForValues(state)) return null;
  if (pane.view.copying !== null) return reduceCopying(state, pane, intent);
  const question = isMove(intent) ? questionScrolled(state, pane, intent) : null;
  if (question !== null) return stay(question);
  if (isMove(intent)) return stay(lookedAt(state, pane, (view, screen) => movedBy(view, screen, intent)));
  const isFinding = pane.view.search?.isTyping === true;
  switch (intent.kind) {
    case 'edit':
      if (isFinding) return stay(typedQuery(state, pane, intent.edit));
      return lookingForFiles(typed(state, pane, intent.edit), state);
    case 'submit':
      return isFinding ? stay(withView(state, pane, searchConfirmed(pane.view))) : submitted(state, pane);
    case 'close':
      return isFinding ? stay(withView(state, pane, searchClosed(pane.view))) : left(state, pane);
    default:
      return null;
  }
}

/** Right behind what was put in again, Alt+y puts in what was deleted before: never an answer, whatever is asked. */
function isPopping({ composer }: DashboardState, pane: ConversationPane, intent: Intent): boolean {
  const isKey = intent.kind === 'answer' && intent.answer === 'allow_once';
  return isKey && pane.focus === 'writing' && hasJustYanked(composer, pane.entry.key);
}

/** A question that does not fit is read before the conversation behind it; null: it is not scrolled. */
function questionScrolled(state: DashboardState, pane: ConversationPane, intent: MoveIntent): DashboardState | null {
  const { shown } = state.question;
  if (shown === null || (intent.kind !== 'move' && intent.kind !== 'page')) return null;
  const window = askedWindow(state, pane);
  if (window === null || window.end === 0) return null;
  const top = Math.min(window.end, Math.max(0, window.top + rowsOf(intent, window.body.length - 1)));
  return top === window.top ? null : { ...state, question: { ...state.question, shown: { ...shown, top } } };
}

/** Of copy mode; whatever it has no word for does nothing. */
function reduceCopying(state: DashboardState, pane: ConversationPane, intent: Intent): Step {
  const question = isMove(intent) ? questionScrolled(state, pane, intent) : null;
  if (question !== null) return stay(question);
  if (isMove(intent)) return stay(lookedAt(state, pane, (view, screen) => copyMoved(view, screen, intent)));
  return stay(intent.kind === 'close' ? withView(state, pane, copyEnded(pane.view)) : state);
}

/** Copy mode is over with it, and the view as it was before. */
function copied(state: DashboardState, pane: ConversationPane): Step {
  const screen = conversationScreen(state, pane);
  if (screen === null) return stay(state);
  const { view } = pane;
  const text = view.copying === null ? copiedText(view, screen) : copiedSelection(view, screen);
  return withEffect(withView(state, pane, copyEnded(view)), { kind: 'copy', text });
}

function withPane(state: DashboardState, pane: ConversationPane): DashboardState {
  return { ...state, pane };
}

function withView(state: DashboardState, pane: ConversationPane, view: ConversationView): DashboardState {
  return withPane(state, { ...pane, view });
}

/** Before the Pod has spoken there is nothing to look at. */
function lookedAt(
  state: DashboardState,
  pane: ConversationPane,
  look: (view: ConversationView, screen: ConversationScreen) => ConversationView,
): DashboardState {
  const screen = conversationScreen(state, pane);
  return withView(state, pane, screen === null ? pane.view : look(pane.view, screen));
}

function movedBy(view: ConversationView, screen: ConversationScreen, intent: MoveIntent): ConversationView {
  switch (intent.kind) {
    case 'move':
      if (intent.direction !== 'up' && intent.direction !== 'down') return view;
      return scrolled(view, screen, intent.direction === 'down' ? 1 : -1);
    case 'page':
      return paged(view, screen, intent.by);
    case 'scroll':
      return scrolled(view, screen, intent.by);
    case 'edge':
      return intent.to === 'first' ? scrolledToStart(view, screen) : scrolledToEnd(view);
  }
}

/** Back to where it was opened, which is as it was. Opened alone it says at its end what an attach says. */
function left(state: DashboardState, { back, entry }: ConversationPane): Step {
  if (back !== 'end') return stay({ ...state, pane: { kind: back } });
  const name = displayName(podWord(entry.id));
  const message = entryNow(state, entry)?.canAttach === true ? `[detached from ${name}]` : `[${name} has ended]`;
  return withEffect(state, { kind: 'end', result: { kind: 'attached', entry, message } });
}

function reduceAct(state: DashboardState, pane: ConversationPane, act: ConversationAct): Step {
  if (pane.isReadOnly && (act === 'write' || act === 'cancel' || act === 'pause')) return readOnly(state);
  switch (act) {
    case 'write':
      return stay(withPane(state, { ...pane, focus: 'writing' }));
    case 'read':
      return completed(state, pane) ?? stay(withPane(state, { ...pane, focus: 'reading' }));
    case 'cancel':
      return cancelled(state, pane);
    case 'pause':
      return isTurnRunning(state, pane)
        ? withEffect(state, { kind: 'holdTurn', entry: pane.entry, to: 'pause' })
        : stay(state);
    case 'toggle':
      return stay(lookedAt(state, pane, toggled));
    case 'toggleAll':
      return stay(withView(state, pane, toggledAll(pane.view)));
    case 'selectNext':
    case 'selectPrevious':
      return stay(lookedAt(state, pane, (view, screen) => selectedNext(view, screen, act === 'selectNext' ? 1 : -1)));
    case 'copy':
      return copied(state, pane);
    case 'copyMode':
      return stay(lookedAt(state, pane, copyBegun));
    case 'anchor':
      return stay(withView(state, pane, copyAnchored(pane.view)));
    case 'nextMode':
      return nextChoice(state, pane, 'mode', ({ category }) => category === 'mode');
    case 'nextModel':
      return nextChoice(state, pane, 'model', ({ category }) => category === 'model');
    case 'nextOption':
      return nextChoice(state, pane, 'option', ({ category }) => category !== 'mode' && category !== 'model');
    case 'unqueue':
      return unqueued(state, pane);
    case 'steer':
      return steered(state, pane);
    case 'find':
      return stay(lookedAt(state, pane, searchOpened));
    case 'nextMatch':
    case 'previousMatch':
      return stay(lookedAt(state, pane, (view, screen) => nextMatch(view, screen, act === 'nextMatch' ? 1 : -1)));
  }
}

/** A path that is being mentioned is looked for as it grows. */
function lookingForFiles(state: DashboardState, before: DashboardState): Step {
  const { pane } = state;
  if (pane.kind !== 'conversation' || state.composer === before.composer) return stay(state);
  const prefix = mentionedPath(draftField(state.composer, pane.entry.key));
  if (prefix === null) return stay(pane.files === null ? state : withPane(state, { ...pane, files: null }));
  return withEffect(state, { kind: 'findFiles', entry: pane.entry, prefix });
}

/** What the Pod has found for the path that is still being written. */
export function filesFound(
  state: DashboardState,
  key: string,
  prefix: string,
  found: readonly string[],
): DashboardState {
  const { pane } = state;
  if (pane.kind !== 'conversation' || pane.entry.key !== key) return state;
  if (mentionedPath(draftField(state.composer, key)) !== prefix) return state;
  return withPane(state, { ...pane, files: { prefix, found } });
}

/** Tab completes a file that is being mentioned, or a slash command that is being typed; null: neither is. */
function completed(state: DashboardState, pane: ConversationPane): Step | null {
  const { key } = pane.entry;
  const talk = conversationFeedOf(state, key)?.conversation ?? null;
  const field = draftField(state.composer, key);
  const [file] = pane.files?.prefix === mentionedPath(field) ? pane.files.found : [];
  if (file !== undefined) {
    const next = drafted(state, key, { field: withMention(field, file), failure: null });
    return lookingForFiles(withPane(next, { ...pane, files: null }), state);
  }
  const [command] = fittingCommands(talk, draftField(state.composer, key));
  if (command === undefined || fieldText(field).startsWith(`/${command.name} `)) return null;
  return stay(drafted(state, key, { field: fieldOf(`/${command.name} `), failure: null }));
}

function cancelled(state: DashboardState, pane: ConversationPane): Step {
  const isRunning = isTurnRunning(state, pane);
  const { view, cancels } = cancelPressed(pane.view, isRunning);
  if (!isRunning) return stay(withPane(state, { ...pane, view, focus: 'reading' }));
  const next = withView(state, pane, view);
  return cancels ? withEffect(next, { kind: 'cancel', entry: pane.entry }) : stay(next);
}

function typedQuery(state: DashboardState, pane: ConversationPane, edit: FieldEdit): DashboardState {
  const before = pane.view.search?.query ?? '';
  const field = editSearch(fieldOf(before), edit);
  if (field === null) return withMessage(state, 'error', SEARCH_TOO_LONG);
  const query = fieldText(field);
  return query === before ? state : lookedAt(state, pane, (view, screen) => searchTyped(view, screen, query));
}

/** Edits the Pod's draft; at the first line Up goes back through what the user has said before. */
function typed(state: DashboardState, pane: ConversationPane, edit: FieldEdit): DashboardState {
  const { key } = pane.entry;
  const field = draftField(state.composer, key);
  const isAtEdge =
    (edit.kind === 'up' && !field.chars.slice(0, field.cursor).includes('\n')) ||
    (edit.kind === 'down' && !field.chars.slice(field.cursor).includes('\n'));
  const talk = conversationFeedOf(state, key)?.conversation;
  if (isAtEdge && talk !== undefined && (edit.kind === 'up' || pane.view.recalled !== null)) {
    const { view, text } = recalledInput(pane.view, talk, edit.kind === 'up' ? 1 : -1, fieldText(field));
    const recalled = withView(state, pane, view);
    return text === null ? recalled : drafted(recalled, key, { field: fieldOf(text), failure: null });
  }
  const composer = editedDraft(state.composer, key, edit);
  if (composer === state.composer) return state;
  const isOwn = draftField(composer, key).chars !== field.chars;
  const view = isOwn ? { ...pane.view, recalled: null } : pane.view;
  return { ...withView(state, pane, view), composer };
}

/** As the composer sends, to this Pod alone, whatever is marked; an empty text goes on with a turn that is paused. */
function submitted(state: DashboardState, pane: ConversationPane): Step {
  const { key } = pane.entry;
  if (fieldText(draftField(state.composer, key)).trim() === '') {
    return isTurnPaused(state, pane) && !pane.isReadOnly
      ? withEffect(state, { kind: 'holdTurn', entry: pane.entry, to: 'resume' })
      : stay(state);
  }
  const sent = sendDraft(state, addressedAlone(state, key)) ?? stay(state);
  if (sent.effects.length === 0) return sent;
  const view = scrolledToEnd({ ...pane.view, recalled: null });
  return { ...sent, state: withView(sent.state, pane, view) };
}
