// The conversation of one Pod that is open: whose it is, how it is looked at, and where keys go.
import type { PodEntry } from '../../podList/podList';
import type { FeatureTypes } from '../loop/featureTypes';
import { type ConversationView, INITIAL_VIEW } from './conversationView';

declare module '../loop/featureTypes' {
  interface FeatureTypes {
    readonly conversation: {
      /** Where it is read, written to, searched, and copied from. */
      readonly mode: 'conversation' | 'writing' | 'finding' | 'copying';
      readonly pane: ConversationPane;
    };
  }
}

export interface ConversationPane {
  readonly kind: 'conversation';
  /** It has a header and a composer of its own. */
  readonly fillsScreen: true;
  readonly entry: PodEntry;
  /** Where leaving it leads; `end`: it was opened alone, so that leaving it ends the program. */
  readonly back: 'grid' | 'picker' | 'output' | 'end';
  /** Nothing can be written, answered or cancelled. */
  readonly isReadOnly: boolean;
  readonly view: ConversationView;
  /** `asked`: a question of the agent has taken the keys from an empty composer, which has them back afterwards. */
  readonly focus: 'writing' | 'reading' | 'asked';
  /** Files that fit the path which is being mentioned, as far as the Pod has said; null: none is. */
  readonly files: { readonly prefix: string; readonly found: readonly string[] } | null;
}

/** As it opens: at its end. */
export function newConversationPane(
  entry: PodEntry,
  back: ConversationPane['back'],
  { isAsked = false, isReadOnly = false } = {},
): ConversationPane {
  const focus = isReadOnly ? 'reading' : isAsked ? 'asked' : 'writing';
  return { kind: 'conversation', fillsScreen: true, entry, back, isReadOnly, view: INITIAL_VIEW, focus, files: null };
}

/** What keys mean in it; see Mode. */
export function conversationMode({ view, focus }: ConversationPane): FeatureTypes['conversation']['mode'] {
  if (view.copying !== null) return 'copying';
  if (view.search?.isTyping === true) return 'finding';
  return focus === 'writing' ? 'writing' : 'conversation';
}
