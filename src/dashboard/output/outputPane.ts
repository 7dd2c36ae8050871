// The search over all output: the field, each line that holds the text, and the selected one as a whole.
import { clippedText, cutText, textWidth } from '../../cells/cellWidth';
import { displayText } from '../../cells/displayText';
import { filledRow, paddedSpan, rowOf, span, splitRow } from '../../cells/spans';
import { type Span, STYLE, withFlags } from '../../cells/textStyle';
import { wrapSpans } from '../../cells/wrapSpans';
import { describePodState } from '../../podList/describePodState';
import { fieldView } from '../kit/fieldView';
import type { Placement } from '../kit/frame';
import type { Style } from '../kit/theme';
import { type Drawn, type Moment, placed } from '../loop/moment';
import type { DashboardState } from '../loop/state';
import { hitTime, hitTimeCells } from './hitTime';
import type { OutputPlan } from './outputPlan';
import { entryOfHit, nameOfHit, selectedHit } from './outputSelectors';
import type { OutputHit } from './outputState';

const LABEL = '/ in output: ';
const SHORT_LABEL = '/ ';
/** The field keeps at least so many cells. */
const FIELD_CELLS = 8;
const MARKER = 2;
const GAP = 2;

/** Draws what `planOutput` lays out. */
export function outputPane(moment: Moment, plan: OutputPlan): Drawn {
  const field = fieldRow(moment, plan);
  const rows = plan.shown.length === 0 ? [emptyRows(moment, plan)] : hitRows(moment, plan);
  return { placements: [field.placement, ...rows, ...details(moment, plan)], cursor: field.cursor };
}

function fieldRow(
  moment: Moment,
  { field: area }: OutputPlan,
): { readonly placement: Placement; readonly cursor: Drawn['cursor'] } {
  const { state } = moment;
  const { theme, output } = state;
  const text = progressText(state);
  const label = area.width < 60 ? SHORT_LABEL : LABEL;
  const room = Math.max(FIELD_CELLS, area.width - label.length - textWidth(text) - 2);
  const { before, after } = fieldView(output.field, room);
  const isFault = output.faults.length > 0;
  const placement = placed(moment, 'output:field', area, [theme, label, before, after, text, isFault], () => [
    splitRow(
      [span(label, theme.key), span(clippedText(before + after, room).text, theme.text)],
      [span(text, isFault ? theme.error : theme.strong)],
      area.width,
      theme.text,
    ),
  ]);
  const x = Math.min(area.width - 1, area.x + label.length + textWidth(before));
  return { placement, cursor: output.isTyping ? { x, y: area.y } : null };
}

function progressText({ output }: DashboardState): string {
  const { hits, progress, selected, faults } = output;
  const place = hits.length === 0 ? '' : `${selected + 1} of ${hits.length}`;
  const more = { none: '', searching: place === '' ? 'searching…' : ' · searching…', done: '', full: '+' }[progress];
  const unread = faults.length === 0 ? '' : `${faults.length} unreadable · `;
  return `${unread}${place}${more}`;
}

/** Why there are none. */
function emptyRows(moment: Moment, { rows: area }: OutputPlan): Placement {
  const { theme } = moment.state;
  const words = emptyWords(moment.state);
  return placed(moment, 'output:empty', area, [theme, words], () => {
    const rows = wrapSpans([span(words, theme.dim)], Math.max(2, area.width - MARKER));
    return rows.map((row) => [...rowOf([span(' '.repeat(MARKER), theme.text)]), ...row]);
  });
}

function emptyWords({ output }: DashboardState): string {
  const { query, progress, podCount, faults } = output;
  if (query === '') {
    return 'Type what you look for: all that Pods have printed and said is searched, of live and of stopped ones. Capitals count only where you type some.';
  }
  if (progress === 'searching') return 'Searching…';
  const pods = `${podCount} ${podCount === 1 ? 'Pod' : 'Pods'}`;
  const first = faults[0] === undefined ? '' : ` ${displayText(faults[0])}`;
  return `Nothing of it in what ${pods} printed and said.${first}`;
}

function hitRows(moment: Moment, { rows: area, shown, top }: OutputPlan): readonly Placement[] {
  const { state, now } = moment;
  const { theme, output } = state;
  const timeCells = hitTimeCells(area.width);
  const most = Math.max(8, Math.floor(area.width / (area.width < 60 ? 4 : 5)));
  const nameCells = Math.min(most, Math.max(4, ...shown.map((hit) => textWidth(nameOfHit(state, hit)))));
  return shown.map((hit, index) => {
    const isSelected = top + index === output.selected;
    const rect = { ...area, y: area.y + index, height: 1 };
    const time = hitTime(hit.at, now, timeCells);
    const kind = kindOf(state, hit);
    const whole = nameOfHit(state, hit);
    const inputs = [theme, hit, output.query, isSelected, whole, time, nameCells, kind];
    return placed(moment, `output:${index}`, rect, inputs, () => {
      const styled = (style: Style) => (isSelected ? theme.selected : style);
      const name = cutText(whole, nameCells, 'middle');
      const head = [
        span(isSelected ? '> ' : '  ', styled(theme.text)),
        paddedSpan(name, nameCells + GAP, styled(kind === null ? theme.dim : theme[kind])),
        paddedSpan(time, timeCells + GAP, styled(theme.dim)),
      ];
      const room = area.width - MARKER - nameCells - timeCells - 2 * GAP;
      const line = lineSpans(hit, output.query, room, styled(theme.text));
      return [filledRow([...head, ...line], area.width, styled(theme.text))];
    });
  });
}

function kindOf(state: DashboardState, hit: OutputHit): ReturnType<typeof describePodState>['kind'] | null {
  const entry = entryOfHit(state, hit);
  return entry === null ? null : describePodState(entry).kind;
}

/** What was found stands out; of a line with more before it than there is room for only the end of that is shown. */
function lineSpans({ line, column }: OutputHit, query: string, cells: number, style: Style): readonly Span[] {
  const parts = [line.slice(0, column).trimStart(), line.slice(column, column + query.length)];
  const [before = '', found = ''] = parts.map(shownText);
  const after = shownText(line.slice(column + query.length));
  const lead = Math.max(Math.floor(cells / 3), cells - textWidth(found) - textWidth(after));
  const cut = lead >= textWidth(before) ? before : cutText(before, Math.max(1, lead), 'start');
  return [span(cut, style), span(found, foundStyle(style)), span(after, style)];
}

function shownText(text: string): string {
  return displayText(text.replaceAll('\t', '    '));
}

/** Also of the row that is selected, which is inverse as a whole. */
function foundStyle(style: Style): Style {
  const isInverse = (style.flags & STYLE.inverse) !== 0;
  return isInverse
    ? { ...style, flags: (style.flags & ~STYLE.inverse) | STYLE.underline }
    : withFlags(style, STYLE.inverse);
}

function details(moment: Moment, { details: area }: OutputPlan): readonly Placement[] {
  const { state, now } = moment;
  const { theme, output } = state;
  const hit = selectedHit(state);
  if (area.height === 0) return [];
  const words = hit === null ? '' : detailsTitle(state, hit, now);
  return [
    placed(moment, 'output:details', area, [theme, hit, output.query, words], () => {
      if (hit === null) return [rowOf([span('─'.repeat(area.width), theme.border)])];
      const title = clippedText(words, Math.max(0, area.width - 4));
      const rule = '─'.repeat(Math.max(0, area.width - title.width - 3));
      const { line, column } = hit;
      const spans = [
        span(shownText(line.slice(0, column)), theme.text),
        span(shownText(line.slice(column, column + output.query.length)), foundStyle(theme.text)),
        span(shownText(line.slice(column + output.query.length)), theme.text),
      ];
      return [
        rowOf([span('─ ', theme.border), span(title.text, theme.strong), span(` ${rule}`, theme.border)]),
        ...wrapSpans(spans, area.width, { cut: true }),
      ].slice(0, area.height);
    }),
  ];
}

const KINDS = { recording: 'printed', log: 'in its conversation', session: 'in its session' } as const;

function detailsTitle(state: DashboardState, hit: OutputHit, now: number): string {
  const entry = entryOfHit(state, hit);
  const words = entry === null ? 'gone' : describePodState(entry).kind;
  const when = hit.at === 0 ? '' : ` · ${hitTime(hit.at, now, 19)}`;
  return `${nameOfHit(state, hit)} · ${words} · ${KINDS[hit.kind]}${when}`;
}
