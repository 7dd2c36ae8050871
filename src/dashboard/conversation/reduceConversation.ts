// The open conversation: keys → how it is looked at, what is written to it, and what the agent is answered.
import { displayName } from '../../cells/displayText';
import { draftField, EMPTY_COMPOSER } from '../composer/composerState';
import { reduceComposer, withDraft } from '../composer/reduceComposer';
import { editField, fieldOf, fieldText } from '../kit/textField';
import { entryNow } from '../loop/entryNow';
import type { FieldEdit, Intent } from '../loop/intent';
import type { DashboardState } from '../loop/state';
import { ask, type Step, stay, withMessage } from '../loop/step';
import { answerQuestion } from '../question/reduceQuestion';
import type { ConversationAct } from './conversationAct';
import { copiedSelection, copyBegun, copyEnded, copyMarked, copyMoved } from './conversationCopy';
import type { ConversationPane } from './conversationPaneState';
import { conversationScreen, isTurnRunning } from './conversationScene';
import { nextMatch, searchClosed, searchConfirmed, searchOpened, searchTyped } from './conversationSearch';
import { conversationFeedOf } from './conversationSelectors';
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
  withoutQuestion,
} from './conversationState';
import { recalledInput } from './recalledInput';
import { fittingCommands } from './slashCommands';

/** Null: the intent means nothing of the conversation's own. */
export function reduceConversation(state: DashboardState, pane: ConversationPane, intent: Intent): Step | null {
  if (intent.kind === 'talk') return reduceAct(state, pane, intent.act);
  const plain = { ...pane, view: withoutQuestion(pane.view) };
  if (pane.view.copying !== null) return reduceCopying(state, plain, intent);
  const isFinding = pane.view.search?.isTyping === true;
  switch (intent.kind) {
    case 'move':
    case 'page':
    case 'edge':
    case 'scroll':
      return stay(lookedAt(state, plain, (view, screen) => movedBy(view, screen, intent)));
    case 'edit':
      return stay(isFinding ? typedQuery(state, plain, intent.edit) : typed(state, plain, intent.edit));
    case 'submit':
      return isFinding ? stay(withView(state, plain, searchConfirmed(plain.view))) : submitted(state, plain);
    case 'close':
      return isFinding ? stay(withView(state, plain, searchClosed(plain.view))) : left(state, plain);
    default:
      return null;
  }
}

/** Of copy mode; whatever it has no word for does nothing. */
function reduceCopying(state: DashboardState, pane: ConversationPane, intent: Intent): Step {
  switch (intent.kind) {
    case 'move':
    case 'page':
    case 'edge':
    case 'scroll':
      return stay(lookedAt(state, pane, (view, screen) => copyMoved(view, screen, intent)));
    default:
      return stay(intent.kind === 'close' ? withView(state, pane, copyEnded(pane.view)) : state);
  }
}

/** Copy mode is over with it, and the view as it was before. */
function copied(state: DashboardState, pane: ConversationPane): Step {
  const screen = conversationScreen(state, pane);
  if (screen === null) return stay(state);
  const { view } = pane;
  const text = view.copying === null ? copiedText(view, screen) : copiedSelection(view, screen);
  return ask(withView(state, pane, copyEnded(view)), { kind: 'copy', text });
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

type Moving = Extract<Intent, { readonly kind: 'move' | 'page' | 'edge' | 'scroll' }>;

function movedBy(view: ConversationView, screen: ConversationScreen, intent: Moving): ConversationView {
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
  const name = displayName(entry.id.name);
  const message = entryNow(state, entry)?.canAttach === true ? `[detached from ${name}]` : `[${name} has ended]`;
  return ask(state, { kind: 'end', result: { kind: 'attached', entry, message } });
}

/** What does more than look. */
const DEEDS: readonly ConversationAct[] = ['write', 'cancel', 'allow_once', 'allow_always', 'reject'];

function reduceAct(state: DashboardState, pane: ConversationPane, act: ConversationAct): Step {
  if (pane.isReadOnly && DEEDS.includes(act)) {
    return stay(withMessage(state, 'info', 'Read only: attach without --read-only to write and to answer.'));
  }
  const plain = { ...pane, view: withoutQuestion(pane.view) };
  switch (act) {
    case 'write':
      return stay(withPane(state, { ...plain, focus: 'writing' }));
    case 'read':
      return completed(state, plain) ?? stay(withPane(state, { ...plain, focus: 'reading' }));
    case 'cancel':
      return cancelled(state, pane);
    case 'toggle':
      return stay(lookedAt(state, plain, toggled));
    case 'toggleAll':
      return stay(withView(state, plain, toggledAll(plain.view)));
    case 'selectNext':
    case 'selectPrevious':
      return stay(lookedAt(state, plain, (view, screen) => selectedNext(view, screen, act === 'selectNext' ? 1 : -1)));
    case 'copy':
      return copied(state, plain);
    case 'copyMode':
      return stay(lookedAt(state, plain, copyBegun));
    case 'mark':
      return stay(withView(state, plain, copyMarked(plain.view)));
    case 'find':
      return stay(lookedAt(state, plain, searchOpened));
    case 'nextMatch':
    case 'previousMatch':
      return stay(lookedAt(state, plain, (view, screen) => nextMatch(view, screen, act === 'nextMatch' ? 1 : -1)));
    default:
      return answerQuestion(withPane(state, plain), act);
  }
}

/** Tab completes a slash command that is being typed; null: none is. */
function completed(state: DashboardState, pane: ConversationPane): Step | null {
  const { key } = pane.entry;
  const talk = conversationFeedOf(state, key)?.conversation ?? null;
  const [command] = fittingCommands(talk, draftField(state.composer, key));
  if (command === undefined) return null;
  return stay(withDraft(withPane(state, pane), key, { field: fieldOf(`/${command.name} `), failure: null }));
}

function cancelled(state: DashboardState, pane: ConversationPane): Step {
  const isRunning = isTurnRunning(state, pane);
  const { view, cancels } = cancelPressed(pane.view, isRunning);
  if (!isRunning) return stay(withPane(state, { ...pane, view, focus: 'reading' }));
  const next = withView(state, pane, view);
  return cancels ? ask(next, { kind: 'cancel', entry: pane.entry }) : stay(next);
}

function typedQuery(state: DashboardState, pane: ConversationPane, edit: FieldEdit): DashboardState {
  const before = pane.view.search?.query ?? '';
  const query = fieldText(editField(fieldOf(before), edit));
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
    return text === null ? recalled : withDraft(recalled, key, { field: fieldOf(text), failure: null });
  }
  const failure = state.composer.drafts.get(key)?.failure ?? null;
  const edited = editField(field, edit, true);
  if (edited === field) return withPane(state, pane);
  const isOwn = edited.chars !== field.chars;
  const view = isOwn ? { ...pane.view, recalled: null } : pane.view;
  return withDraft(withView(state, pane, view), key, { field: edited, failure });
}

/** As the composer sends, to this Pod alone, whatever is marked; an empty text does nothing. */
function submitted(state: DashboardState, pane: ConversationPane): Step {
  const { key } = pane.entry;
  if (fieldText(draftField(state.composer, key)).trim() === '') return stay(withPane(state, pane));
  const { focused, target, marks } = state.composer;
  const alone = { ...state.composer, focused: true, target: key, marks: EMPTY_COMPOSER.marks };
  const sent = reduceComposer({ ...state, composer: alone }, { kind: 'submit' });
  const composer = { ...sent.state.composer, focused, target, marks };
  const isSent = sent.effects.length > 0;
  const view = isSent ? scrolledToEnd({ ...pane.view, recalled: null }) : pane.view;
  return { state: { ...sent.state, composer, pane: { ...pane, view } }, effects: sent.effects };
}

/** What a new word of the Pod means for who looks at it: a question takes the keys, its end gives them back. */
export function afterConversationNews(before: DashboardState, state: DashboardState, key: string): DashboardState {
  const { pane } = state;
  if (pane.kind !== 'conversation' || pane.entry.key !== key) return state;
  const feed = conversationFeedOf(state, key);
  if (feed === null) return state;
  const { asks, undone } = feed.conversation;
  const hasDraft = state.composer.drafts.has(key);
  const focus = pane.isReadOnly ? pane.focus : focusAfter(pane.focus, asks.length > 0, hasDraft);
  const view = feed.status === 'running' ? pane.view : withoutQuestion(pane.view);
  const isSame = focus === pane.focus && view === pane.view;
  const next = isSame ? state : withPane(state, { ...pane, focus, view });
  // The words of an undone turn stand nowhere else any more.
  const wasUndone = conversationFeedOf(before, key)?.conversation.undone ?? null;
  if (undone === null || undone === wasUndone || hasDraft || conversationFeedOf(before, key) === null) return next;
  return withDraft(next, key, { field: fieldOf(undone), failure: null });
}

/** A text that was begun keeps the keys, so that no letter of it answers a question. */
function focusAfter(focus: ConversationPane['focus'], isAsked: boolean, hasDraft: boolean): ConversationPane['focus'] {
  if (isAsked) return focus === 'writing' && !hasDraft ? 'asked' : focus;
  return focus === 'asked' ? 'writing' : focus;
}
