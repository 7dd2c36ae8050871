// The overview: output and CPU over the last minutes, memory and context, who uses what, and what has happened.

import { cutText } from '../../cells/cellWidth';
import { displayName, displayText } from '../../cells/displayText';
import type { ScreenRow } from '../../cells/podScreen';
import { filledRow, paddedSpan, rowOf, span } from '../../cells/spans';
import type { Span } from '../../cells/textStyle';
import { bytesText, percentText } from '../../podList/amountText';
import { describePodState } from '../../podList/describePodState';
import { podWord } from '../../podList/podPlace';
import { spelling } from '../../podList/spelling';
import type { Placement, Plot, Rect } from '../kit/frame';
import type { Theme } from '../kit/theme';
import { type Drawn, drawn, type Moment, placed } from '../loop/moment';
import { selectedKey } from '../loop/podSelection';
import { clockText, eventWords } from './eventWords';
import type { OverviewPlan } from './overviewPlan';
import type { OverviewRow } from './overviewRows';
import type { OverviewPane, PodSeries } from './overviewState';

/** Draws what `planOverview` lays out. */
export function overviewPane(moment: Moment, plan: OverviewPlan): Drawn {
  return drawn([
    ...plot(moment, plan, plan.output, 'output'),
    ...plot(moment, plan, plan.cpu, 'cpu'),
    ...gauges(moment, plan),
    ...table(moment, plan),
    log(moment, plan),
  ]);
}

/** The same plot for the same samples, so that the painter has nothing to do. */
const known = new WeakMap<OverviewPane, Map<string, Plot>>();

function plot(moment: Moment, { pane }: OverviewPlan, rect: Rect | null, what: 'output' | 'cpu'): readonly Placement[] {
  if (rect === null) return [];
  const { theme } = moment.state;
  const key = selectedKey(moment.state);
  const own = key === null ? undefined : pane.series.get(key);
  const all = summed([...pane.series.values()], what, pane.times.length);
  const now = all.at(-1) ?? 0;
  const amount = what === 'output' ? `${bytesText(now)}/s` : percentText(now);
  const title = `${what === 'output' ? 'output' : 'CPU'} of all ${amount}`;
  const ownText = own === undefined ? '' : ' · of the selected one';
  return [
    placed(moment, `overview:${what}:title`, { ...rect, height: 1 }, [theme, title, ownText], () => [
      rowOf([span(` ${title}`, theme.running), span(ownText, theme.paused)], rect.width),
    ]),
    {
      key: `overview:${what}`,
      rect: { ...rect, y: rect.y + 1, height: rect.height - 1 },
      lines: [],
      plot: plotOf(pane, `${what} ${key} ${theme.running.fg}`, () => linesOf(pane, all, own?.[what] ?? null, theme)),
    },
  ];
}

function plotOf(pane: OverviewPane, name: string, make: () => Plot): Plot {
  const plots = known.get(pane) ?? new Map<string, Plot>();
  known.set(pane, plots);
  const found = plots.get(name) ?? make();
  plots.set(name, found);
  return found;
}

function linesOf(pane: OverviewPane, all: readonly number[], own: readonly number[] | null, theme: Theme): Plot {
  const last = pane.times.at(-1) ?? 0;
  const labels = pane.times.map((at) => agoText(last - at));
  const series = [{ values: all, fg: theme.running.fg }];
  if (own !== null) series.push({ values: padded(own, all.length), fg: theme.paused.fg });
  return { kind: 'lines', series, labels, axis: theme.dim.fg };
}

function agoText(ms: number): string {
  return ms < 1000 ? 'now' : ms < 60_000 ? `${Math.round(ms / 1000)}s` : `${Math.floor(ms / 60_000)}m`;
}

/** A Pod that has come later has used nothing before. */
function padded(values: readonly number[], length: number): readonly number[] {
  return [...new Array<number>(Math.max(0, length - values.length)).fill(0), ...values].slice(-length);
}

function summed(series: readonly PodSeries[], what: 'output' | 'cpu', length: number): readonly number[] {
  const rows = series.map((each) => padded(each[what], length));
  return Array.from({ length }, (_, index) => rows.reduce((sum, row) => sum + (row[index] ?? 0), 0));
}

const GAUGE_LABEL = 10;
const GAUGE_TEXT = 32;

function gauges(moment: Moment, { pane, gauges: area, all }: OverviewPlan): readonly Placement[] {
  if (area === null) return [];
  const memory = all.reduce((sum, row) => sum + (row.memory ?? 0), 0);
  const share = pane.totalMemory === 0 ? 0 : (100 * memory) / pane.totalMemory;
  const fullest = [...all].sort((a, b) => (b.context ?? -1) - (a.context ?? -1))[0];
  const key = selectedKey(moment.state);
  const chosen = all.find(({ entry, context }) => entry.key === key && context !== null) ?? fullest;
  const context = chosen?.context ?? null;
  const ofWhom = chosen === undefined ? '' : displayName(podWord(chosen.entry.id));
  return [
    ...gauge(
      moment,
      pane,
      { ...area, height: 1 },
      'memory',
      share,
      `${percentText(share)}  ${bytesText(memory)} of ${bytesText(pane.totalMemory)}`,
    ),
    ...gauge(
      moment,
      pane,
      { ...area, y: area.y + 1, height: 1 },
      'context',
      context ?? 0,
      context === null ? 'no Pod tells' : `${percentText(context)}  ${ofWhom}`,
    ),
  ];
}

function gauge(
  moment: Moment,
  pane: OverviewPane,
  rect: Rect,
  name: string,
  percent: number,
  text: string,
): readonly Placement[] {
  const { theme } = moment.state;
  const width = Math.max(0, rect.width - GAUGE_LABEL - GAUGE_TEXT);
  const after = { ...rect, x: rect.x + GAUGE_LABEL + width, width: rect.width - GAUGE_LABEL - width };
  const fg = percent >= 90 ? theme.error.fg : theme.running.fg;
  const place = { ...rect, x: rect.x + GAUGE_LABEL, width };
  return [
    placed(moment, `overview:${name}:label`, { ...rect, width: GAUGE_LABEL }, [theme, name], () => [
      rowOf([span(` ${name}`, theme.dim)], GAUGE_LABEL),
    ]),
    {
      key: `overview:${name}`,
      rect: place,
      lines: [],
      plot: plotOf(pane, `${name} ${Math.round(percent)} ${fg}`, () => ({ kind: 'gauge', percent, fg })),
    },
    placed(moment, `overview:${name}:text`, after, [theme, text], () => [
      rowOf([span(` ${text}`, theme.text)], after.width),
    ]),
  ];
}

const NUMBERS = [
  ['CPU', 'cpu', 6],
  ['MEMORY', 'memory', 8],
  ['OUTPUT', 'output', 8],
  ['CONTEXT', 'context', 8],
] as const;
const MARKER = 2;
const STATUS_CELLS = 10;
const LEAST_NAME = 10;

/** Those that fit beside a name that can be read. */
function numbersIn(width: number): readonly (typeof NUMBERS)[number][] {
  let left = width - MARKER - LEAST_NAME;
  return NUMBERS.filter(([, , cells]) => {
    left -= cells;
    return left >= 0;
  });
}

function table(moment: Moment, plan: OverviewPlan): readonly Placement[] {
  const { theme } = moment.state;
  const { titles, rows, shown, pane } = plan;
  const numbers = numbersIn(rows.width);
  const taken = numbers.reduce((sum, [, , cells]) => sum + cells, MARKER);
  const withStatus = rows.width - taken >= LEAST_NAME * 2 + STATUS_CELLS;
  const nameCells = Math.max(1, rows.width - taken - (withStatus ? STATUS_CELLS : 0));
  const head = [
    paddedSpan('  NAME', MARKER + nameCells, pane.sort === 'name' ? theme.strong : theme.dim),
    ...(withStatus ? [paddedSpan('STATUS', STATUS_CELLS, theme.dim)] : []),
    ...numbers.map(([title, id, cells]) =>
      paddedSpan(pane.sort === id ? `▾${title}` : title, cells, pane.sort === id ? theme.strong : theme.dim, 'right'),
    ),
  ];
  const selected = selectedKey(moment.state);
  return [
    placed(moment, 'overview:titles', titles, [theme, pane.sort, rows.width], () => [
      filledRow(head, titles.width, theme.dim),
    ]),
    ...shown.map((row, index) => {
      const isSelected = row.entry.key === selected;
      const rect = { ...rows, y: rows.y + index, height: 1 };
      const texts = numbers.map(([, id]) => numberText(row, id));
      const spelt = spelling(moment.state.list.entries, row.entry);
      return placed(moment, `overview:${index}`, rect, [theme, row.entry, isSelected, spelt, ...texts], () => {
        const styled = (style: Theme['text']) => (isSelected ? theme.selected : style);
        const { kind, mark } = describePodState(row.entry);
        const name = cutText(displayName(podWord(row.entry.id)) + spelt, nameCells - 1, 'middle');
        const cells: readonly Span[] = [
          paddedSpan(`${isSelected ? '>' : ' '} ${name}`, MARKER + nameCells, styled(theme.strong)),
          ...(withStatus ? [paddedSpan(`${mark} ${kind}`, STATUS_CELLS, styled(theme[kind]))] : []),
          ...numbers.map(([, , width], at) => paddedSpan(texts[at] ?? '', width, styled(theme.text), 'right')),
        ];
        return [filledRow(cells, rows.width, styled(theme.text))];
      });
    }),
  ];
}

function numberText(row: OverviewRow, id: (typeof NUMBERS)[number][1]): string {
  const value = row[id];
  if (value === null) return '-';
  if (id === 'memory') return bytesText(value);
  return id === 'output' ? `${bytesText(value)}/s` : percentText(value);
}

function log(moment: Moment, { pane, log: area }: OverviewPlan): Placement {
  const { theme } = moment.state;
  return placed(moment, 'overview:log', area, [theme, pane.log], () => {
    const told = pane.log.flatMap((event): readonly ScreenRow[] => {
      const words = eventWords(event);
      if (words === null) return [];
      const style = event.type === 'attention' ? theme.attention : theme.text;
      const who = span(`${displayName(event.name)} `, theme.strong);
      return [rowOf([span(` ${clockText(event.at)} `, theme.dim), who, span(displayText(words), style)], area.width)];
    });
    const line = ` what has happened ${'─'.repeat(area.width)}`;
    const rows = told.slice(-Math.max(0, area.height - 1));
    return [rowOf([span(`─${line}`.slice(0, area.width), theme.border)], area.width), ...rows];
  });
}
