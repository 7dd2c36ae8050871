// One block as rows of a given width; the two cells at the left show who speaks.
import type { ScreenRow } from '../cells/podScreen';
import { firstLine, safeText, shownText } from '../cells/safeText';
import { prefixed, rowOf, span } from '../cells/spans';
import { type Span, STYLE, withFlags } from '../cells/textStyle';
import { LEAST_CELLS, wrapSpans } from '../cells/wrapSpans';
import type { Block, PlanEntry, RunResult } from './conversation';
import type { ConversationLook } from './conversationLook';
import { layoutTool } from './layoutTool';
import { linkedSpans } from './linkedSpans';
import { type MarkdownMemo, markdownRows } from './markdownRows';
import { oddStatus } from './oddStatus';

export interface BlockPlace {
  /** In cells. */
  readonly width: number;
  readonly look: ConversationLook;
  /** Whether a block that can be opened shows its inside. */
  readonly isOpen: boolean;
  /** Of this block alone, while it grows. */
  readonly memo?: MarkdownMemo;
}

/** Cells in front of every row. */
export const GUTTER = 2;

/** Whether the block has an inside that is hidden at first. */
export function canOpen(block: Block): boolean {
  if (block.kind === 'tool' || block.kind === 'thinking') return true;
  return block.kind === 'system' && block.text.trimEnd().includes('\n');
}

/** Rows of at most `width` cells; none where there is nothing to show. */
export function layoutBlock(block: Block, place: BlockPlace): readonly ScreenRow[] {
  const { width, look } = place;
  const room = Math.max(LEAST_CELLS, width - GUTTER);
  switch (block.kind) {
    case 'user':
      return wordsRows(block.text, '> ', room, look.user, look);
    case 'assistant':
      return indented(markdownRows(block.text, room, look, place.memo), '  ', look);
    case 'thinking':
      return thinkingRows(block, place, room);
    case 'tool':
      return layoutTool(block, place);
    case 'system':
      return systemRows(block, place, room);
    case 'plan':
      return planRows(block.entries, room, look);
    case 'error':
      return wordsRows(block.text.trim() === '' ? 'The turn failed.' : block.text, '! ', room, look.error, look);
    case 'notice':
      return wordsRows(block.text, '· ', room, block.level === 'info' ? look.dim : look[block.level], look);
    case 'turn':
      return [turnRow(block.result, width, look)];
  }
}

function wordsRows(
  text: string,
  mark: string,
  room: number,
  style: Span['style'],
  look: ConversationLook,
): readonly ScreenRow[] {
  if (text.trim() === '') return [];
  const rows = wrapSpans(linkedSpans([span(safeText(shownText(text)), style)]), room);
  return prefixed(rows, [span(mark, withFlags(style, STYLE.bold))], [span('  ', look.text)]);
}

function indented(rows: readonly ScreenRow[], mark: string, look: ConversationLook): readonly ScreenRow[] {
  return prefixed(rows, [span(mark, look.text)], [span('  ', look.text)]);
}

function thinkingRows(
  block: Extract<Block, { readonly kind: 'thinking' }>,
  { width, look, isOpen, memo }: BlockPlace,
  room: number,
): readonly ScreenRow[] {
  if (block.text.trim() === '') return [];
  const style = withFlags(look.dim, STYLE.italic);
  const head = [span(isOpen ? '▾ ' : '▸ ', look.mark), span(block.growing ? 'thinking…' : 'thought', style)];
  if (isOpen) {
    const quiet = { ...look, text: look.dim, heading: withFlags(look.dim, STYLE.bold) };
    return [rowOf(head), ...indented(markdownRows(block.text, room, quiet, memo), '  ', look)];
  }
  const words = block.growing ? lastLine(block.text) : firstLine(block.text);
  // Agents start a thought with a heading.
  const plain = words.replace(/^#+ |\*\*/g, '');
  return [rowOf([...head, span(` ${plain}`, look.dim)], width)];
}

/** What is being thought just now. */
function lastLine(text: string): string {
  return firstLine(text.slice(-1000).trimEnd().split('\n').at(-1) ?? '');
}

function systemRows(
  block: Extract<Block, { readonly kind: 'system' }>,
  { width, look, isOpen }: BlockPlace,
  room: number,
): readonly ScreenRow[] {
  const title = span(firstLine(block.title), withFlags(look.dim, STYLE.bold));
  if (!canOpen(block))
    return [rowOf([span('# ', look.mark), title, span(` ${firstLine(block.text)}`, look.dim)], width)];
  if (!isOpen) return [rowOf([span('▸ ', look.mark), title, span(` ${firstLine(block.text)}`, look.dim)], width)];
  const rows = wrapSpans([span(safeText(shownText(block.text)), look.dim)], room);
  return [rowOf([span('▾ ', look.mark), title], width), ...indented(rows, '  ', look)];
}

function planRows(entries: readonly PlanEntry[], room: number, look: ConversationLook): readonly ScreenRow[] {
  const done = entries.filter(({ status }) => status === 'completed').length;
  const head = rowOf([span('  Plan', look.heading), span(` ${done}/${entries.length}`, look.dim)]);
  return [
    head,
    ...entries.flatMap((entry) => {
      const [mark, style] = planMark(entry.status, look);
      const words = entry.status === 'completed' ? withFlags(look.dim, STYLE.strike) : style;
      const rows = wrapSpans([span(safeText(`${entry.content}${oddStatus(entry.status)}`), words)], room - 2);
      return prefixed(rows, [span(`  ${mark} `, style)], [span('    ', look.text)]);
    }),
  ];
}

/** The mark of a plan's entry, and its style. */
function planMark(status: string, look: ConversationLook): readonly [string, Span['style']] {
  if (status === 'completed') return ['☑', look.success];
  return status === 'in_progress' ? ['▶', look.running] : ['☐', look.text];
}

const TURN_WORDS: Readonly<Record<RunResult, string>> = {
  finished: '',
  limit: 'stopped at the turn limit',
  paused: 'paused',
  cancelled: 'cancelled',
  interrupted: 'interrupted',
};

function turnRow(result: RunResult, width: number, look: ConversationLook): ScreenRow {
  const words = TURN_WORDS[result];
  const style = result === 'finished' ? look.dim : look.warn;
  if (words === '') return rowOf([span('─'.repeat(width), look.dim)]);
  const rest = Math.max(0, width - words.length - 4);
  return rowOf([span('── ', look.dim), span(words, style), span(` ${'─'.repeat(rest)}`, look.dim)], width);
}

/** Blocks of one piece of work stand close together. */
const CLOSE: ReadonlySet<Block['kind']> = new Set(['thinking', 'tool', 'system', 'notice']);

/** Whether a blank row stands between the two. */
export function hasGap(before: Block | undefined, block: Block): boolean {
  if (before === undefined || before.kind === 'turn') return false;
  return !(CLOSE.has(before.kind) && CLOSE.has(block.kind));
}
