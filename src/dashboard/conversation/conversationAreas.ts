// What the conversation's pane is given, and where its parts lie: the keys need to know how high each is, too.
import type { AgentCommand, Conversation } from '../../conversation/conversation';
import type { ConversationLayout } from '../../conversation/conversationLayout';
import type { Rect } from '../kit/frame';
import { type QuestionKeys, questionHeight } from '../kit/questionRows';
import type { Style, Theme } from '../kit/theme';
import type { ConversationView } from './conversationView';

/** All that is shown of one conversation. */
export interface ConversationScene {
  /** Safe to show (`displayName`). */
  readonly name: string;
  /** How the Pod stands, e.g. `running 3s`, and its style. */
  readonly status: { readonly text: string; readonly style: Style };
  /** The conversation's name; untrusted. */
  readonly title: string | null;
  /** Null until the Pod has spoken. */
  readonly conversation: Conversation | null;
  /** Only the end of it is there so far. */
  readonly isReading: boolean;
  readonly view: ConversationView;
  /** Of the width of the area. */
  readonly layout: ConversationLayout;
  /** Why nothing more comes; null: it does. */
  readonly lost: string | null;
  /** How an open question is answered, and from which row on it is shown. */
  readonly answers: QuestionKeys & { readonly top: number };
  /** Null: nothing can be written to it. */
  readonly composer: ComposerRows | null;
  /** Its mode and model in the agent's words. */
  readonly settings: readonly string[];
}

/** A field laid out (`fieldRows`), `COMPOSER_SIGN` cells narrower than the area. */
export interface ComposerRows {
  readonly rows: readonly string[];
  readonly cursorRow: number;
  readonly cursorX: number;
  readonly isFocused: boolean;
  /** Shown while it is empty. */
  readonly hint: string;
  /** Slash commands that fit what stands in it. */
  readonly commands: readonly AgentCommand[];
  /** Files that fit the path which is being mentioned, the first one is what Tab takes. */
  readonly files: readonly string[];
}

export const COMPOSER_SIGN = '> ';
const MAX_COMPOSER_ROWS = 8;
const MAX_QUEUE_ROWS = 3;
/** What else is shown leaves at least so many rows to the conversation. */
const MIN_BODY_ROWS = 4;

export interface ConversationAreas {
  readonly header: Rect;
  readonly body: Rect;
  readonly question: Rect;
  readonly facts: Rect;
  /** Messages that wait. */
  readonly queue: Rect;
  readonly composer: Rect;
}

/** Where the parts lie: what asks the user something comes before what was said. */
export function conversationAreas(area: Rect, scene: ConversationScene, theme: Theme): ConversationAreas {
  const at = (y: number, height: number): Rect => ({ ...area, y: area.y + y, height });
  const header = Math.min(1, area.height);
  const wanted = Math.min(MAX_COMPOSER_ROWS, scene.composer?.rows.length ?? 0);
  const composer = Math.min(wanted, Math.max(0, Math.floor((area.height - header) / 2)));
  const facts = area.height - header - composer >= 3 ? 1 : 0;
  const waiting = Math.min(MAX_QUEUE_ROWS, scene.conversation?.queue.items.length ?? 0);
  const queue = area.height - header - composer - facts - waiting >= MIN_BODY_ROWS ? waiting : 0;
  const room = area.height - header - composer - facts - queue;
  const [ask] = scene.conversation?.asks ?? [];
  const asked =
    ask === undefined ? 0 : questionHeight({ ask, open: 1, width: area.width, height: room, ...scene.answers }, theme);
  const question = Math.min(asked, Math.max(0, room - Math.min(3, Math.floor(room / 3))));
  const body = Math.max(0, room - question);
  return {
    header: at(0, header),
    body: at(header, body),
    question: at(header + body, question),
    facts: at(header + body + question, facts),
    queue: at(header + body + question + facts, queue),
    composer: at(header + body + question + facts + queue, composer),
  };
}
