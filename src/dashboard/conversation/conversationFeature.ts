// The open conversation of one Pod as a feature: a pane that fills the screen.
import { entryNow } from '../loop/entryNow';
import { feature, type ModeTraits, NONE } from '../loop/feature';
import type { Intent } from '../loop/intent';
import type { DashboardState } from '../loop/state';
import { stay } from '../loop/step';
import { CONVERSATION_KEYS } from './conversationKeys';
import { conversationPane } from './conversationPane';
import { conversationRect, conversationScene, isTurnRunning } from './conversationScene';
import { type ConversationPane, conversationMode } from './conversationState';
import { filesFound, reduceConversation } from './reduceConversation';

const traits = (takesText: boolean, words: string): ModeTraits => ({ takesText, remap: 'fixed', words });

/** What cannot be cancelled, or written to, is not offered. */
function leads(state: DashboardState, intent: Intent): boolean {
  const { pane } = state;
  if (intent.kind !== 'converse' || pane.kind !== 'conversation') return true;
  if (intent.act === 'cancel' || intent.act === 'pause') return isTurnRunning(state, pane);
  return intent.act !== 'write' || !pane.isReadOnly;
}

export const conversationFeature = feature<'conversation', ConversationPane, ConversationPane>({
  layer: 'pane',
  modes: {
    conversation: traits(false, 'a conversation'),
    writing: traits(true, 'the text to an agent'),
    finding: traits(true, 'the search in a conversation'),
    copying: traits(false, 'copy mode'),
  },
  initial: null,
  keys: CONVERSATION_KEYS,
  leads,
  shows: ({ pane }) => (pane.kind === 'conversation' ? pane : null),
  mode: (_, pane) => conversationMode(pane),
  reduce: reduceConversation,
  offers: NONE.nothing,
  hears: (state, report) =>
    report.kind === 'filesFound' ? stay(filesFound(state, report.key, report.prefix, report.files)) : null,
  plan: (_, pane) => pane,
  view: (moment, pane) =>
    conversationPane(moment, conversationRect(moment.state), conversationScene(moment.state, pane, moment.now)),
  watches: ({ entry }, state) => {
    const now = entryNow(state, entry);
    return now?.canAttach === true ? [now] : [];
  },
  ages: ({ entry }, { list }) => [list.entries.find(({ key }) => key === entry.key)?.statusSince ?? 0],
  hit: NONE.nothing,
  drag: NONE.nothing,
  wheel: 3,
  place: NONE.noPlace,
});
