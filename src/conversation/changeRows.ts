// A change of a file as rows: its path, then what was removed and what was added, in colour.

import { displayText } from '../cells/displayText';
import type { ScreenRow } from '../cells/podScreen';
import { shownLines } from '../cells/safeText';
import { prefixed, span } from '../cells/spans';
import type { TextStyle } from '../cells/textStyle';
import { wrapSpans } from '../cells/wrapSpans';
import { ansiLines, hasColours } from './ansiLines';
import { changeColours } from './changeColours';
import type { FileChange } from './conversation';
import type { CodeToken, ConversationLook, LookToken } from './conversationLook';
import { type CutLines, cutDiff, type DiffLine, lineDiff } from './lineDiff';
import { linkedSpans } from './linkedSpans';

/** Lines shown of one change, and of one run of removed or added ones; the rest is counted. */
const MAX_LINES = 1000;
const MAX_RUN = 300;
/** Longer lines are shown in part, and plain. */
const MAX_COLOURED = 2000;

const MARKS: Readonly<Record<DiffLine['kind'], string>> = { same: '  ', added: '+ ', removed: '- ', gap: '⋮ ' };

/** Rows of at most `width` cells. */
export function changeRows(change: FileChange, width: number, look: ConversationLook): readonly ScreenRow[] {
  const { lines, added, removed } = cutDiff(lineDiff(change.before, change.after), MAX_LINES, MAX_RUN);
  const colours = changeColours(lines, change.path, look.colourCode);
  return [
    ...wrapSpans(
      [
        span(displayText(change.path), look.heading),
        span(change.before === null ? ' (new file)' : '', look.dim),
        span(` +${added}`, look.added),
        span(` -${removed}`, look.removed),
      ],
      width,
    ),
    ...lines.flatMap((line, at) =>
      line.kind === 'cut'
        ? wrapSpans([span(moreLinesText(line), look.mark)], width)
        : markedRows(line, colours.get(at) ?? null, width, look),
    ),
  ];
}

/** How many lines are not shown. */
export function moreLinesText({ of, count }: CutLines): string {
  return `… ${count} more ${count === 1 ? 'line' : 'lines'}${of === 'all' ? '' : ` ${of}`}`;
}

/** What would read as added or removed: in a change only its own marks say that. */
const PLAIN_TOKENS: ReadonlySet<LookToken> = new Set(['code', 'success', 'added', 'removed', 'error']);

/** `pieces`: of the line in the colours of its language; null: it has none. */
function markedRows(
  { kind, text }: DiffLine,
  pieces: readonly CodeToken[] | null,
  width: number,
  look: ConversationLook,
): readonly ScreenRow[] {
  const style = kind === 'added' ? look.added : kind === 'removed' ? look.removed : look.dim;
  const coloured = pieces?.map((piece) => span(piece.text, PLAIN_TOKENS.has(piece.token) ? style : look[piece.token]));
  const lines = text.length > MAX_COLOURED ? null : coloured;
  const rows =
    lines != null
      ? wrapSpans(lines, width - 2, { cut: true })
      : shownLines(text, MAX_LINES).flatMap((line) => wrapSpans([span(line, style)], width - 2, { cut: true }));
  return prefixed(rows, [span(MARKS[kind], style)], [span('  ', style)]);
}

/** Output of a tool, line by line; coloured as a diff where it is one. */
export function outputRows(output: string, width: number, look: ConversationLook): readonly ScreenRow[] {
  if (hasColours(output)) {
    const hasColour = look.added.fg !== look.removed.fg;
    const lines = ansiLines(output, look.dim, { most: MAX_LINES, hasColour });
    return lines.flatMap((spans) => wrapSpans(linkedSpans(spans), width, { cut: true }));
  }
  const isDiff = /^(?:--- |\+\+\+ |diff --git |@@ )/m.test(output);
  return shownLines(output, MAX_LINES).flatMap((line) =>
    wrapSpans(linkedSpans([span(line, isDiff ? diffStyle(line, look) : look.dim)]), width, { cut: true }),
  );
}

function diffStyle(line: string, look: ConversationLook): TextStyle {
  if (/^(?:--- |\+\+\+ |diff )/.test(line)) return look.heading;
  if (line.startsWith('+')) return look.added;
  if (line.startsWith('-')) return look.removed;
  return line.startsWith('@@') ? look.mark : look.dim;
}
