// What the open conversation shows and how high its parts are: read by the view and by the keys alike.

import { displayName, displayText } from '../../cells/displayText';
import type { Conversation } from '../../conversation/conversation';
import { describePodState } from '../../podList/describePodState';
import { humanAge } from '../../podList/humanAge';
import type { PodStatus } from '../../podList/podFacts';
import { podWord } from '../../podList/podPlace';
import { draftField, isSendingTo } from '../composer/composerState';
import { screenLayout } from '../frame/screenLayout';
import { conversationLayoutOf } from '../kit/conversationLayouts';
import { fieldRows } from '../kit/fieldRows';
import type { Rect } from '../kit/frame';
import { boxedQuestion, type QuestionWindow } from '../kit/questionRows';
import { entryNow } from '../loop/entryNow';
import type { DashboardState } from '../loop/state';
import { questionKeysOf } from '../question/questionSelectors';
import { COMPOSER_SIGN, type ComposerRows, type ConversationScene, conversationAreas } from './conversationAreas';
import { conversationFeedOf } from './conversationSelectors';
import type { ConversationPane } from './conversationState';
import type { ConversationScreen } from './conversationView';
import { fittingCommands } from './fittingCommands';
import { mentionedPath } from './mentions';

/** All of the screen but the bar: it has a header of its own. */
export function conversationRect(state: DashboardState): Rect {
  return { x: 0, y: 0, width: state.size.cols, height: screenLayout(state).footer.y };
}

/** Whether a turn runs: in the words of the connection at hand, which is ahead of the list. */
export function isTurnRunning(state: DashboardState, pane: ConversationPane): boolean {
  return statusNow(state, pane) === 'running';
}

export function isTurnPaused(state: DashboardState, pane: ConversationPane): boolean {
  return statusNow(state, pane) === 'paused';
}

function statusNow(state: DashboardState, pane: ConversationPane): PodStatus | null | undefined {
  return conversationFeedOf(state, pane.entry.key)?.status ?? entryNow(state, pane.entry)?.status;
}

/** `now` in Unix ms, for the age of the status. */
export function conversationScene(state: DashboardState, pane: ConversationPane, now: number): ConversationScene {
  const { key, id } = pane.entry;
  const entry = entryNow(state, pane.entry);
  const feed = conversationFeedOf(state, key);
  const isLive = entry?.canAttach === true;
  const shown = entry === null ? null : describePodState(entry);
  const age = entry === null || entry.statusSince === null ? '' : ` ${humanAge(entry.statusSince, now)}`;
  const lost = isLive ? (state.tiles.get(key)?.lost ?? null) : 'it is no longer live';
  return {
    name: displayName(podWord(id)),
    status:
      shown === null
        ? { text: 'gone', style: state.theme.error }
        : { text: `${shown.mark} ${shown.word}${age}`, style: state.theme[shown.kind] },
    title: feed?.title ?? entry?.title ?? null,
    conversation: feed?.conversation ?? null,
    isReading: feed?.isReading === true,
    view: pane.view,
    layout: conversationLayoutOf(state.theme, key, state.size.cols),
    lost,
    settings: shownSettings(feed?.conversation ?? null),
    composer: isLive && !pane.isReadOnly ? composerRows(state, pane, feed?.conversation ?? null) : null,
    answers: {
      ...questionKeysOf(state, pane.focus === 'writing'),
      top: state.question.shown?.top ?? 0,
    },
  };
}

function composerRows(state: DashboardState, pane: ConversationPane, talk: Conversation | null): ComposerRows {
  const field = draftField(state.composer, pane.entry.key);
  const cells = Math.max(2, state.size.cols - COMPOSER_SIGN.length);
  const isFocused = pane.focus === 'writing' && state.overlay === null && pane.view.search?.isTyping !== true;
  const commands = isFocused ? fittingCommands(talk, field) : [];
  const files = isFocused && pane.files?.prefix === mentionedPath(field) ? pane.files.found : [];
  return { ...fieldRows(field, cells), isFocused, hint: hintOf(state, pane, talk), commands, files };
}

/** The mode comes first: it says what the agent may do. */
function shownSettings(talk: Conversation | null): readonly string[] {
  const known = talk?.settings ?? [];
  return ['mode', 'model', 'thought_level'].flatMap((category) => {
    const setting = known.find((each) => each.category === category);
    if (setting === undefined) return [];
    return [setting.choices.find(({ value }) => value === setting.value)?.name ?? setting.value];
  });
}

function hintOf(state: DashboardState, pane: ConversationPane, talk: Conversation | null): string {
  const { key, id } = pane.entry;
  const delivery = state.composer.deliveries.find(({ waiting }) => waiting.has(key));
  if (isSendingTo(state.composer, key)) return `sending: ${displayText(delivery?.text ?? '')}`;
  const [ask] = talk?.asks ?? [];
  if (ask !== undefined && ask.fields.length > 0 && ask.options.length === 0)
    return 'write the value that is asked for';
  if (ask !== undefined) return 'the agent waits for your answer';
  if (isTurnRunning(state, pane))
    return pane.focus === 'writing' ? `running… Esc twice cancels, ${whileRunning(state, pane)}` : 'running…';
  if (isTurnPaused(state, pane) && pane.focus === 'writing') return 'paused: Enter goes on, a text begins a new turn';
  return `${pane.focus === 'writing' ? 'Write' : 'i writes'} to ${displayName(podWord(id))}`;
}

/** Only a Pod of ours keeps a text until the turn is over. */
function whileRunning(state: DashboardState, { entry }: ConversationPane): string {
  const { extensions } = entryNow(state, entry) ?? entry;
  return extensions.includes('queue') ? 'what you write waits' : 'Alt+P pauses';
}

/** What the steps of `conversationState` need; null until the Pod has spoken. */
export function conversationScreen(state: DashboardState, pane: ConversationPane): ConversationScreen | null {
  const scene = conversationScene(state, pane, 0);
  if (scene.conversation === null) return null;
  const { body } = conversationAreas(conversationRect(state), scene, state.theme);
  return { layout: scene.layout, conversation: scene.conversation, height: body.height, isReading: scene.isReading };
}

/** What is shown of the question in its box; null: none is asked. */
export function askedWindow(state: DashboardState, pane: ConversationPane): QuestionWindow | null {
  const scene = conversationScene(state, pane, 0);
  const [ask] = scene.conversation?.asks ?? [];
  if (ask === undefined) return null;
  const { width, height } = conversationAreas(conversationRect(state), scene, state.theme).question;
  return boxedQuestion({ ask, open: 1, width, height, ...scene.answers }, state.theme);
}
