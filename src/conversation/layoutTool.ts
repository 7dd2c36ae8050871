// A tool call as rows: one line with what it is and its state; when opened, also what went in and came out.

import { displayText } from '../cells/displayText';
import type { ScreenRow } from '../cells/podScreen';
import { safeLines, shownLines } from '../cells/safeText';
import { prefixed, rowOf, span } from '../cells/spans';
import { type Span, STYLE, withFlags } from '../cells/textStyle';
import { LEAST_CELLS, wrapSpans } from '../cells/wrapSpans';
import { changeRows, outputRows } from './changeRows';
import type { NestedText, ToolBlock } from './conversation';
import type { ConversationLook } from './conversationLook';
import { linkedSpans } from './linkedSpans';
import { markdownRows } from './markdownRows';
import { answeredText, toolArguments, toolSummary, toolTitle } from './toolText';

/** Cells in front of what an open call shows. */
const INDENT = '    ';
/** Lines shown of one argument; files are written through them. */
const MAX_ARGUMENT_LINES = 200;

/** Rows of at most `width` cells. */
export function layoutTool(
  tool: ToolBlock,
  { width, look, isOpen }: { readonly width: number; readonly look: ConversationLook; readonly isOpen: boolean },
): readonly ScreenRow[] {
  const head = rowOf(
    [
      span(isOpen ? '▾ ' : '▸ ', look.mark),
      statusMark(tool, look),
      span(toolTitle(tool), withFlags(look.text, STYLE.bold)),
      ...summarySpans(tool, look),
    ],
    width,
  );
  if (!isOpen) return [head];
  const room = Math.max(LEAST_CELLS, width - INDENT.length);
  const inside = [
    ...aboutRows(tool, room, look),
    ...tool.changes.flatMap((change) => changeRows(change, room, look)),
    ...tool.nested.flatMap((words) => nestedRows(words, room, look)),
    ...resultRows(tool, room, look),
  ];
  return [head, ...prefixed(inside, [span(INDENT, look.text)], [span(INDENT, look.text)])];
}

function statusMark(tool: ToolBlock, look: ConversationLook): Span {
  if (tool.asked) return span('? ', look.warn);
  if (tool.status === 'completed') return span('✓ ', look.success);
  if (tool.status === 'failed') return span('✗ ', look.error);
  return tool.status === 'running' ? span('◐ ', look.running) : span('○ ', look.dim);
}

function summarySpans(tool: ToolBlock, look: ConversationLook): readonly Span[] {
  const summary = toolSummary(tool);
  if (summary === '') return [];
  return [
    span(' · ', look.dim),
    span(summary, tool.asked ? look.warn : tool.status === 'failed' ? look.error : look.dim),
  ];
}

function aboutRows(tool: ToolBlock, room: number, look: ConversationLook): readonly ScreenRow[] {
  const { title, name, toolKind, locations, permission } = tool;
  const facts = [
    title !== null && title !== name ? name : null,
    toolKind,
    ...locations,
    permission === null ? null : answeredText(permission),
  ].filter((fact) => fact !== null && fact !== '');
  const about =
    facts.length === 0 ? [] : wrapSpans([span(displayText([...new Set(facts)].join(' · ')), look.dim)], room);
  return [...about, ...toolArguments(tool).flatMap((argument) => argumentRows(argument, tool, room, look))];
}

function argumentRows(
  { name, value }: { readonly name: string; readonly value: string },
  tool: ToolBlock,
  room: number,
  look: ConversationLook,
): readonly ScreenRow[] {
  const lines = shownLines(value, MAX_ARGUMENT_LINES);
  const label = name === '' ? [] : [span(`${displayText(name)}: `, look.mark)];
  if (lines.length === 1) return wrapSpans([...label, ...linkedSpans([span(lines[0] ?? '', look.code)])], room);
  // The change shows the same text, and what it replaces.
  const isShown = tool.changes.some(({ before, after }) => after.includes(value) || (before?.includes(value) ?? false));
  if (isShown) return wrapSpans([...label, span(`${safeLines(value).length} lines`, look.dim)], room);
  const rows = lines.flatMap((line) => wrapSpans([span(line, look.code)], room - 2, { cut: true }));
  const indent = [span('  ', look.text)];
  return [...wrapSpans(label, room), ...prefixed(rows, indent, indent)];
}

/** What a helper says, behind a bar of its own. */
function nestedRows({ text }: NestedText, room: number, look: ConversationLook): readonly ScreenRow[] {
  const bar = [span('┆ ', look.mark)];
  return prefixed(markdownRows(text, Math.max(LEAST_CELLS, room - 2), look), bar, bar);
}

function resultRows(tool: ToolBlock, room: number, look: ConversationLook): readonly ScreenRow[] {
  const output = tool.output ?? '';
  // The text that represents the changes in the log.
  const isShown = tool.changes.length > 0 && /^--- /.test(output);
  if (output.trim() === '' || isShown) return [];
  return outputRows(output, room, look);
}
