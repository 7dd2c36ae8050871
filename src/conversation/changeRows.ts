// A change of a file as rows: its path, then what was removed and what was added, in colour.

import { displayText } from '../cells/displayText';
import type { ScreenRow } from '../cells/podScreen';
import { shownLines } from '../cells/safeText';
import { prefixed, span } from '../cells/spans';
import type { TextStyle } from '../cells/textStyle';
import { wrapSpans } from '../cells/wrapSpans';
import type { FileChange } from './conversation';
import type { ConversationLook } from './conversationLook';
import { type DiffLine, lineDiff } from './lineDiff';

/** Lines shown of one change; the rest is counted. */
const MAX_LINES = 1000;

const MARKS: Readonly<Record<DiffLine['kind'], string>> = { same: '  ', added: '+ ', removed: '- ', gap: '⋮ ' };

/** Rows of at most `width` cells. */
export function changeRows(change: FileChange, width: number, look: ConversationLook): readonly ScreenRow[] {
  const lines = lineDiff(change.before, change.after);
  const count = (kind: DiffLine['kind']) => lines.filter((line) => line.kind === kind).length;
  const path = displayText(change.path);
  const shown = lines.slice(0, MAX_LINES);
  const rest = lines.length - shown.length;
  return [
    ...wrapSpans(
      [
        span(path, look.heading),
        span(change.before === null ? ' (new file)' : '', look.dim),
        span(` +${count('added')}`, look.added),
        span(` -${count('removed')}`, look.removed),
      ],
      width,
    ),
    ...shown.flatMap(({ kind, text }) => markedRows(kind, text, width, look)),
    ...(rest > 0 ? wrapSpans([span(`… ${rest} more lines`, look.mark)], width) : []),
  ];
}

function markedRows(kind: DiffLine['kind'], text: string, width: number, look: ConversationLook): readonly ScreenRow[] {
  const style = kind === 'added' ? look.added : kind === 'removed' ? look.removed : look.dim;
  const rows = shownLines(text, MAX_LINES).flatMap((line) => wrapSpans([span(line, style)], width - 2, { cut: true }));
  return prefixed(rows, [span(MARKS[kind], style)], [span('  ', style)]);
}

/** Output of a tool, line by line; coloured as a diff where it is one. */
export function outputRows(output: string, width: number, look: ConversationLook): readonly ScreenRow[] {
  const isDiff = /^(?:--- |\+\+\+ |diff --git |@@ )/m.test(output);
  return shownLines(output, MAX_LINES).flatMap((line) =>
    wrapSpans([span(line, isDiff ? diffStyle(line, look) : look.dim)], width, { cut: true }),
  );
}

function diffStyle(line: string, look: ConversationLook): TextStyle {
  if (/^(?:--- |\+\+\+ |diff )/.test(line)) return look.heading;
  if (line.startsWith('+')) return look.added;
  if (line.startsWith('-')) return look.removed;
  return line.startsWith('@@') ? look.mark : look.dim;
}
