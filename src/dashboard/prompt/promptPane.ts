// The prompt for a new Pod: a name, a command, and what is wrong with them.

import { textWidth } from '../../cells/cellWidth';
import { displayText } from '../../cells/displayText';
import type { ScreenRow } from '../../cells/podScreen';
import { rowOf, span } from '../../cells/spans';
import type { Span } from '../../cells/textStyle';
import { wrapText } from '../../cells/wrapSpans';
import { screenLayout } from '../frame/screenLayout';
import { borderRow, boxRows } from '../kit/box';
import { fieldView } from '../kit/fieldView';
import { centredRect } from '../kit/rects';
import { fieldText } from '../kit/textField';
import type { Theme } from '../kit/theme';
import { type Drawn, type Moment, placed } from '../loop/moment';
import type { PromptState } from './promptState';

const MAX_WIDTH = 72;
const HEIGHT = 8;
const LABEL_CELLS = 9;

/** The prompt's placements, and where the terminal's cursor stands in it. */
export function promptPane(moment: Moment, prompt: PromptState): Drawn {
  const { theme, cwd } = moment.state;
  const area = screenLayout(moment.state).body;
  const width = Math.min(area.width, MAX_WIDTH);
  const height = Math.min(area.height, HEIGHT);
  const rect = centredRect(area, width, height);
  const inner = { x: rect.x + 2, y: rect.y + 1, width: Math.max(0, width - 4), height: Math.max(0, height - 2) };
  const room = Math.max(1, inner.width - LABEL_CELLS);
  const look = { double: true, border: theme.strong };
  const box = placed(moment, 'prompt:box', rect, [theme], () => [
    borderRow('top', look, width, [span('New Pod', theme.strong)]),
    ...boxRows(look, width, height).slice(1),
  ]);
  const fields = placed(moment, 'prompt:fields', inner, [theme, prompt, cwd], () =>
    promptRows(prompt, cwd, inner.width, theme),
  );
  const before = prompt.field === 'kind' ? '' : fieldView(prompt[prompt.field], room).before;
  const cursor = {
    x: inner.x + LABEL_CELLS + textWidth(before),
    y: inner.y + { name: 0, kind: 1, command: 2 }[prompt.field],
  };
  return { placements: [box, fields], cursor: prompt.starting ? null : cursor };
}

function promptRows(prompt: PromptState, cwd: string, width: number, theme: Theme): readonly ScreenRow[] {
  const row = (label: string, name: PromptState['field'], text: string, hint = ''): ScreenRow => {
    const isActive = prompt.field === name;
    const head = span(`${isActive ? '>' : ' '}${label}`.padEnd(LABEL_CELLS), isActive ? theme.strong : theme.dim);
    return rowOf([head, span(text, theme.text), span(hint, theme.dim)], width);
  };
  const field = (label: string, name: 'name' | 'command'): ScreenRow => {
    const { before, after } = fieldView(prompt[name], Math.max(1, width - LABEL_CELLS));
    return row(label, name, before + after);
  };
  const other = prompt.field === 'kind' ? `  (Space: ${prompt.holds === 'terminal' ? 'agent' : 'terminal'})` : '';
  const words = statusOf(prompt, cwd, theme);
  return [
    field('Name', 'name'),
    row('Kind', 'kind', prompt.holds, other),
    field('Command', 'command'),
    [],
    ...wrapText(words.text, width).map((text) => rowOf([span(text, words.style)], width)),
  ];
}

function statusOf(prompt: PromptState, cwd: string, theme: Theme): Span {
  if (prompt.starting) return span(`starting ${displayText(fieldText(prompt.name))}…`, theme.text);
  if (prompt.error !== null) return span(displayText(prompt.error), theme.error);
  const without =
    prompt.holds === 'terminal'
      ? 'Without a command it runs your shell.'
      : 'An agent by name, e.g. gemini, or its command.';
  return span(`${without} Directory: ${displayText(cwd)}`, theme.dim);
}
