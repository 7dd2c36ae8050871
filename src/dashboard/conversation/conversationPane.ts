// The conversation of one Pod: who it is, what was said, what it asks, its plan and usage, and where one writes.

import { textWidth } from '../../cells/cellWidth';
import { displayText } from '../../cells/displayText';
import type { ScreenRow } from '../../cells/podScreen';
import { restyledCells } from '../../cells/restyledCells';
import { firstLine } from '../../cells/safeText';
import { rowOf, span, spansWidth, splitRow } from '../../cells/spans';
import type { Span } from '../../cells/textStyle';
import { STYLE } from '../../cells/textStyle';
import type { Conversation } from '../../conversation/conversation';
import { matchesInRow } from '../../conversation/findInConversation';
import type { Placement, Rect } from '../kit/frame';
import { questionRows } from '../kit/questionRows';
import type { Theme } from '../kit/theme';
import { type Drawn, type Moment, NOTHING_DRAWN, placed } from '../loop/moment';
import { commandSpans, fileSpans } from './commandSpans';
import { COMPOSER_SIGN, type ComposerRows, type ConversationScene, conversationAreas } from './conversationAreas';
import { conversationFacts } from './conversationFacts';
import { conversationStanding } from './conversationStanding';
import { selectedIndex, shownOf } from './conversationView';
import { copyCursor, copyRow } from './copyRows';

/** Its placements, and where the terminal's cursor stands. */
export function conversationPane(moment: Moment, area: Rect, scene: ConversationScene): Drawn {
  const { theme } = moment.state;
  const areas = conversationAreas(area, scene, theme);
  const { conversation, view, lost, answers } = scene;
  const asks = conversation?.asks ?? [];
  const commands = scene.composer?.commands ?? [];
  const files = scene.composer?.files ?? [];
  const queue = conversation?.queue;
  const composer = composerPart(moment, areas.composer, scene.composer);
  return {
    placements: [
      headerPart(moment, areas.header, scene),
      placed(moment, 'conversation', areas.body, [theme, conversation, view, scene.layout, lost], () =>
        conversation === null || conversation.blocks.length === 0
          ? [rowOf([span(emptyText(scene), lost === null ? theme.dim : theme.error)], area.width)]
          : bodyRows(conversation, scene, areas.body, theme),
      ),
      placed(moment, 'conversation:question', areas.question, [theme, asks, ...Object.values(answers)], () => {
        const [ask] = asks;
        if (ask === undefined) return [];
        const { width, height } = areas.question;
        return questionRows({ ask, open: asks.length, width, height, ...answers }, theme);
      }),
      placed(
        moment,
        'conversation:facts',
        areas.facts,
        [theme, conversation, view, scene.layout, lost, areas.body.height, ...commands, ...files],
        () => {
          const known = conversation === null ? [] : conversationFacts(conversation, theme);
          const offered = files.length > 0 ? fileSpans(files, theme) : commandSpans(commands, theme);
          const facts = offered.length > 0 ? offered : known;
          return [factsRow(facts, conversationStanding(scene, areas.body.height, theme), area.width, theme)];
        },
      ),
      placed(moment, 'conversation:queue', areas.queue, [theme, queue], () =>
        queue === undefined ? [] : queueRows(queue, areas.queue, theme),
      ),
      ...composer.placements,
    ],
    cursor: copyCursor(scene, areas.body) ?? composer.cursor,
  };
}

/** What the user is being told or asked goes before what is only good to know. */
function factsRow(facts: readonly Span[], standing: readonly Span[], width: number, theme: Theme): ScreenRow {
  const room = Math.max(0, width - spansWidth(standing));
  const cells = Math.min(spansWidth(facts), Math.max(0, room - 1));
  return [...rowOf(facts, cells), ...rowOf([span(' '.repeat(room - cells), theme.text), ...standing], width - cells)];
}

/** The messages that wait, the next one first; of more than fit, how many. */
function queueRows(
  { items, held }: Conversation['queue'],
  { width, height }: Rect,
  theme: Theme,
): readonly ScreenRow[] {
  const shown = items.length > height ? items.slice(0, height - 1) : items;
  const rest = items.length - shown.length;
  const word = held ? 'held' : 'waits';
  const rows = shown.map(({ text }) =>
    rowOf([span(`${word}: `, held ? theme.paused : theme.dim), span(firstLine(text), theme.text)], width),
  );
  return rest > 0 ? [...rows, rowOf([span(`+${rest} more wait`, theme.dim)], width)] : rows;
}

function headerPart(moment: Moment, rect: Rect, { name, status, title, settings }: ConversationScene): Placement {
  const { theme } = moment.state;
  const words = displayText(title ?? '').trim();
  return placed(
    moment,
    'conversation:header',
    rect,
    [theme, name, status.text, status.style, words, ...settings],
    () => [
      splitRow(
        [span(name, theme.strong), ...(words === '' || words === name ? [] : [span(` · ${words}`, theme.text)])],
        [...settings.map((setting) => span(`${displayText(setting)} · `, theme.dim)), span(status.text, status.style)],
        rect.width,
        theme.text,
      ),
    ],
  );
}

function emptyText({ conversation, lost }: ConversationScene): string {
  if (lost !== null) return `The connection is lost: ${displayText(lost)}`;
  return conversation === null ? 'connecting…' : 'Nothing has been said yet.';
}

function bodyRows(
  conversation: Conversation,
  { view, layout }: ConversationScene,
  { height }: Rect,
  theme: Theme,
): readonly ScreenRow[] {
  const selected = selectedIndex(view, conversation);
  const query = view.search?.query ?? '';
  const at = view.search?.at ?? null;
  return layout.rows(shownOf({ conversation }, view), view.top, height).map(({ row, index, rowOfBlock }) => {
    const isCurrent = at !== null && at.index === index && at.row === rowOfBlock;
    const marked = matchesInRow(row, query).reduce(
      (each, [from, to]) => restyledCells(each, from, to, isCurrent ? STYLE.inverse | STYLE.bold : STYLE.inverse),
      row,
    );
    if (view.copying !== null) return copyRow(marked, view.copying, { index, row: rowOfBlock }, layout.width, theme);
    return index === selected ? restyledCells(marked, 0, 1, theme.cursor.flags) : marked;
  });
}

function composerPart(moment: Moment, rect: Rect, composer: ComposerRows | null): Drawn {
  if (composer === null || rect.height === 0) return NOTHING_DRAWN;
  const { theme } = moment.state;
  const first = Math.max(0, Math.min(composer.cursorRow - rect.height + 1, composer.rows.length - rect.height));
  const mark = span(COMPOSER_SIGN, composer.isFocused ? theme.key : theme.dim);
  const isEmpty = composer.rows.every((row) => row === '');
  const rows = placed(moment, 'conversation:composer', rect, [theme, composer], () =>
    isEmpty
      ? [rowOf([mark, span(composer.hint, theme.dim)], rect.width)]
      : composer.rows
          .slice(first, first + rect.height)
          .map((text, index) =>
            rowOf(
              [index + first === 0 ? mark : span(' '.repeat(COMPOSER_SIGN.length), theme.text), span(text, theme.text)],
              rect.width,
            ),
          ),
  );
  const cursor = {
    x: rect.x + textWidth(COMPOSER_SIGN) + composer.cursorX,
    y: rect.y + composer.cursorRow - first,
  };
  return { placements: [rows], cursor: composer.isFocused ? cursor : null };
}
