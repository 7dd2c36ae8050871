// One tile: a live Pod's real screen, or its conversation's tail, in a border that says who it is and how it stands.

import { cutText, textWidth } from '../../cells/cellWidth';
import { displayName, displayText } from '../../cells/displayText';
import type { PodScreen, ScreenRow, ScreenRun } from '../../cells/podScreen';
import { rowOf, span, spansWidth } from '../../cells/spans';
import type { RowPosition } from '../../conversation/conversationLayout';
import { bytesText, percentText } from '../../podList/amountText';
import { ATTENTION_MARK, describeAttention } from '../../podList/describeAttention';
import { describePodState } from '../../podList/describePodState';
import { rowWord } from '../../podList/entryName';
import { humanAge } from '../../podList/humanAge';
import type { Attention } from '../../podList/podFacts';
import type { PodEntry } from '../../podList/podList';
import { spelling } from '../../podList/spelling';
import { attentionIn } from '../attention/attentionSelectors';
import { borderRow, boxRows, centred, insideBox, roomBeside } from '../kit/box';
import { ALL_CLOSED, conversationLayoutOf } from '../kit/conversationLayouts';
import type { Placement, Rect } from '../kit/frame';
import type { Style } from '../kit/theme';
import { keyOfIntent } from '../loop/keyRow';
import { type Moment, placed } from '../loop/moment';
import type { DashboardState, TileContent } from '../loop/state';
import { untilAgeChanges } from '../loop/untilAgeChanges';
import { activityBars, hasActivityRow, untilBarsMove } from './activityBars';

/** Cells of a border row around its words: corners, a line, a blank at both sides. */
const EDGE_FRAME = 5;

/** A narrower tile has no room for what its Pod uses; two stand side by side in 80 columns. */
export const CELLS_FOR_USAGE = 36;

/** Stands before what the user has marked, in tiles and rows. */
export const MARKED = '✓';

/** By which a tile's parts are known to the painter, and its layout. */
export function tileId(podKey: string): string {
  return `tile:${podKey}`;
}

/** Draws the tile of a live Pod into `rect`, border included. `conversationTop`: see `ZoomPane`. */
export function tilePane(
  moment: Moment,
  rect: Rect,
  entry: PodEntry,
  isSelected: boolean,
  conversationTop: RowPosition | null = null,
): readonly Placement[] {
  const { state, now, cache } = moment;
  const { key } = entry;
  const spelt = spelling(state.list.entries, entry);
  // All that it is made of: asked for at each frame, of tiles that are mostly as they were.
  const inputs = [
    entry,
    spelt,
    state.tiles.get(key),
    state.activity.get(key),
    isSelected,
    rect.x,
    rect.y,
    rect.width,
    rect.height,
    conversationTop,
    state.theme,
    state.keymap,
    state.attention,
    state.composer.marks,
    state.running.get(key),
    state.usage,
    state.pane.kind,
  ];
  return cache.part(tileId(key), inputs, now, (own) => ({
    placements: tileParts({ ...moment, cache: own }, rect, entry, isSelected, conversationTop),
    until: now + Math.min(untilAge(entry, now), untilBarsMove(moment, key)),
  }));
}

function untilAge({ statusSince }: PodEntry, now: number): number {
  return (statusSince === null ? null : untilAgeChanges(statusSince, now)) ?? Number.POSITIVE_INFINITY;
}

function tileParts(
  moment: Moment,
  rect: Rect,
  entry: PodEntry,
  isSelected: boolean,
  conversationTop: RowPosition | null,
): readonly Placement[] {
  const { state, now } = moment;
  const { theme } = state;
  const content = state.tiles.get(entry.key) ?? null;
  const attention = attentionIn(state, entry);
  const isMarked = state.composer.marks.has(entry.key);
  const running = state.running.get(entry.key);
  const age = entry.statusSince === null ? '' : ` ${humanAge(entry.statusSince, now)}`;
  const uses = rect.width >= CELLS_FOR_USAGE ? usageText(state, entry.key) : '';
  const words = describePodState(entry);
  const own = attention === null ? theme[words.kind] : theme.attention;
  const border = isSelected ? { ...own, flags: own.flags | theme.strong.flags } : own;
  const look = { double: isSelected, heavy: attention !== null, border };
  const status = running === undefined ? `${uses}${words.word}${age}` : `${running}…`;
  const title = programTitle(entry, content);
  const lost = content?.lost ?? null;
  const spelt = spelling(state.list.entries, entry);
  const id = tileId(entry.key);
  const inner = insideBox(rect);
  const hasActivity = hasActivityRow(state, rect, entry.key);
  const body = hasActivity ? { ...inner, height: inner.height - 1 } : inner;
  return [
    placed(moment, `${id}:box`, rect, [theme, words.kind, isSelected, attention === null], () =>
      boxRows(look, rect.width, rect.height),
    ),
    placed(
      moment,
      `${id}:title`,
      { ...rect, height: Math.min(1, rect.height) },
      [theme, words.kind, words.mark, isSelected, isMarked, status, title, attention === null, spelt],
      () => {
        const call = attention === null ? [] : [span(`${ATTENTION_MARK} `, theme.attention)];
        const marks = `${isMarked ? `${MARKED} ` : ''}${words.mark} `;
        const right = [span(status, border)];
        // Names of one kind differ at their end as often as at their beginning.
        const room = roomBeside(rect.width, right) - spansWidth(call) - textWidth(marks);
        const name = cutText(displayName(rowWord(entry)) + spelt, Math.max(1, room), 'middle');
        const bold = { ...border, flags: border.flags | theme.strong.flags };
        const left = [...call, span(marks + name, bold), ...(title === null ? [] : [span(` · ${title}`, theme.text)])];
        return [borderRow('top', look, rect.width, left, right)];
      },
    ),
    bodyPlacement(moment, id, body, content, conversationTop),
    ...(hasActivity ? activityBars(moment, inner, entry.key) : []),
    ...lowerEdge(moment, id, rect, lost ?? attention, look),
  ];
}

/** In the lower border: why no more comes (a text), or why the Pod needs its user. */
function lowerEdge(
  moment: Moment,
  id: string,
  rect: Rect,
  news: string | Attention | null,
  look: Parameters<typeof borderRow>[1],
): readonly Placement[] {
  if (news === null || rect.height < 3) return [];
  const { theme, keymap } = moment.state;
  const bottom = { ...rect, y: rect.y + rect.height - 1, height: 1 };
  return [
    placed(moment, `${id}:edge`, bottom, [theme, news, look.double, look.border.fg], () => {
      if (typeof news === 'string')
        return [borderRow('bottom', look, rect.width, [span(`! ${displayText(news)}`, theme.error)])];
      const words = span(`${ATTENTION_MARK} ${displayText(describeAttention(news))}`, theme.attention);
      const key = news.kind === 'permission' && look.double ? keyOfIntent(keymap, 'showQuestion') : null;
      const hint = key === null ? [] : [span(` · ${key} answers`, theme.text)];
      // Half a hint is none; the words may be cut.
      const fits = spansWidth([words, ...hint]) <= rect.width - EDGE_FRAME;
      return [borderRow('bottom', look, rect.width, fits ? [words, ...hint] : [words])];
    }),
  ];
}

/** `12% 140M · `; empty where it is not wanted, or not known. */
function usageText({ usage }: DashboardState, key: string): string {
  const used = usage.inTiles ? usage.pods.get(key) : undefined;
  if (used === undefined) return '';
  const cpu = used.cpu === null ? '' : `${percentText(used.cpu)} `;
  return `${cpu}${bytesText(used.memory)} · `;
}

function programTitle(entry: PodEntry, content: TileContent | null): string | null {
  const shown = content?.shown;
  const title = displayText(
    (shown?.kind === 'screen' ? shown.screen.title : shown?.kind === 'conversation' ? shown.title : null) ??
      entry.title ??
      '',
  ).trim();
  return title === '' || title === entry.id.name ? null : title;
}

function bodyPlacement(
  moment: Moment,
  id: string,
  inner: Rect,
  content: TileContent | null,
  conversationTop: RowPosition | null,
): Placement {
  const { theme } = moment.state;
  const shown = content?.shown ?? null;
  const key = `${id}:body`;
  if (shown?.kind === 'screen') {
    return placed(moment, key, inner, [theme, shown.screen], () =>
      screenRows(shown.screen, inner.height, theme.cursor),
    );
  }
  if (shown?.kind === 'conversation' && shown.conversation.blocks.length > 0) {
    const { conversation } = shown;
    const layout = conversationLayoutOf(theme, id, inner.width);
    return placed(moment, key, inner, [theme, conversation, conversationTop], () =>
      layout.rows({ conversation, open: ALL_CLOSED }, conversationTop, inner.height).map(({ row }) => row),
    );
  }
  const text = shown !== null ? 'Nothing has been said yet.' : content?.lost == null ? 'connecting…' : 'no screen';
  return placed(moment, key, inner, [theme, text], () => placeholder(text, inner, theme.dim));
}

function placeholder(text: string, { width, height }: Rect, style: Style): readonly ScreenRow[] {
  const above = Array.from({ length: Math.max(0, Math.floor((height - 1) / 2)) }, (): ScreenRow => []);
  return [...above, rowOf([centred(text, width, style)], width)];
}

/**
 * The `height` rows around the cursor: what was written last, and up to a third of the tile of what stands below it.
 * The rows are the Pod's own, whole; the painter clips them at the right.
 */
function screenRows(screen: PodScreen, height: number, cursorStyle: Style): readonly ScreenRow[] {
  const { cursor, lines } = screen;
  const lastUsed = lines.findLastIndex((row) => row.some((run) => run.text.trim() !== ''));
  const bottom = Math.max(cursor.y, Math.min(lastUsed, cursor.y + Math.floor(height / 3)));
  const top = Math.min(Math.max(0, bottom - height + 1), Math.max(0, lines.length - height));
  const shown = lines.slice(top, top + height);
  const at = cursor.y - top;
  const row = shown[at];
  if (!cursor.visible || row === undefined) return shown;
  shown[at] = withCursor(row, cursor.x, cursorStyle);
  return shown;
}

/** The row with the cell at `x` inverted. */
function withCursor(row: ScreenRow, x: number, style: Style): ScreenRow {
  const result: ScreenRun[] = [];
  let at = 0;
  for (const run of row) {
    const chars = [...run.text];
    const end = at + chars.length * run.width;
    if (x < at || x >= end) {
      result.push(run);
    } else {
      const index = Math.floor((x - at) / run.width);
      const part = (from: number, to: number, flags: number): ScreenRun[] =>
        from >= to ? [] : [{ ...run, text: chars.slice(from, to).join(''), flags }];
      result.push(
        ...part(0, index, run.flags),
        ...part(index, index + 1, run.flags ^ style.flags),
        ...part(index + 1, chars.length, run.flags),
      );
    }
    at = end;
  }
  if (x < at) return result;
  const gap: ScreenRun[] = x === at ? [] : [{ text: ' '.repeat(x - at), fg: -1, bg: -1, flags: 0, width: 1 }];
  return [...result, ...gap, { text: ' ', ...style, width: 1 }];
}
