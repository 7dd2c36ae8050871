// The prompt for a new Pod: its fields, what is wrong with them, and what there is to choose from.

import { clipText, cutText, textWidth } from '../../cells/cellWidth';
import { displayName, displayText } from '../../cells/displayText';
import type { ScreenRow } from '../../cells/podScreen';
import { filledRow, rowOf, span } from '../../cells/spans';
import type { Span } from '../../cells/textStyle';
import { wrapText } from '../../cells/wrapSpans';
import { podWord } from '../../podList/podPlace';
import { shortDirectory } from '../../podList/shortDirectory';
import { windowTop } from '../../podList/windowTop';
import { screenLayout } from '../frame/screenLayout';
import { borderRow, boxRows } from '../kit/box';
import { fieldView } from '../kit/fieldView';
import { centredRect } from '../kit/rects';
import { fieldText } from '../kit/textField';
import type { Theme } from '../kit/theme';
import { type Drawn, type Moment, placed } from '../loop/moment';
import type { DashboardState } from '../loop/state';
import { offeredCommands, offeredDirectories, shellOf } from './promptOffers';
import { checkOf, type PromptField, type PromptState, promptFields } from './promptState';
import { shellSyntax } from './shellSyntax';

const MAX_WIDTH = 76;
const HEIGHT = 13;
/** In fewer rows a border would leave none for what is wrong. */
const BORDERED_FROM = 5;
const LABELS: Readonly<Record<PromptField, string>> = {
  name: 'Name',
  directory: 'Directory',
  kind: 'Kind',
  command: 'Command',
};
const LABEL_CELLS = 11;

/** The prompt's placements, and where the terminal's cursor stands in it. */
export function promptPane(moment: Moment, prompt: PromptState): Drawn {
  const { state } = moment;
  const { theme, cwd, list, userHome } = state;
  const area = screenLayout(state).body;
  const width = Math.min(area.width, MAX_WIDTH);
  const height = Math.min(area.height, HEIGHT);
  const rect = centredRect(area, width, height);
  const isBordered = height >= BORDERED_FROM;
  const bordered = { x: rect.x + 2, y: rect.y + 1, width: Math.max(0, width - 4), height: Math.max(0, height - 2) };
  const inner = isBordered ? bordered : rect;
  const room = Math.max(1, inner.width - LABEL_CELLS);
  const look = { double: true, border: theme.strong };
  const box = placed(moment, 'prompt:box', rect, [theme, titleOf(state, prompt), isBordered], () => {
    if (!isBordered) return Array.from({ length: height }, () => filledRow([], width, theme.text));
    const top = borderRow('top', look, width, [span(titleOf(state, prompt), theme.strong)]);
    return [top, ...boxRows(look, width, height).slice(1)];
  });
  const all = promptFields(prompt);
  // What is wrong is seen, and what is typed, also where not all fields have a row.
  const least = Math.min(faultRows(prompt, inner.width), inner.height - 1);
  const fieldRoom = Math.max(0, Math.min(all.length, inner.height - least));
  const first = Math.max(0, all.indexOf(prompt.field) + 1 - fieldRoom);
  const fields = placed(moment, 'prompt:fields', inner, [theme, prompt, cwd, list, userHome], () => [
    ...fieldLines(prompt, inner.width, theme).slice(first, first + fieldRoom),
    ...belowFields(state, prompt, inner.width, inner.height - fieldRoom),
  ]);
  const before = prompt.field === 'kind' ? '' : fieldView(prompt[prompt.field], room).before;
  const cursor = {
    x: inner.x + LABEL_CELLS + textWidth(before),
    y: inner.y + all.indexOf(prompt.field) - first,
  };
  return { placements: [box, fields], cursor: prompt.starting || inner.height === 0 ? null : cursor };
}

/** Of a session its title says more than its id. */
function titleOf({ list }: DashboardState, { restores }: PromptState): string {
  if (restores === null) return 'New Pod';
  const entry = list.entries.find(({ key }) => key === restores.key);
  const name = entry?.foreign === undefined ? podWord(restores.id) : (entry.title ?? podWord(restores.id));
  return `Restore ${displayName(name)}`;
}

function fieldLines(prompt: PromptState, width: number, theme: Theme): readonly ScreenRow[] {
  const room = Math.max(1, width - LABEL_CELLS);
  return promptFields(prompt).map((field) => {
    const isActive = prompt.field === field;
    const label = `${isActive ? '>' : ' '}${LABELS[field]}`.padEnd(LABEL_CELLS);
    return rowOf([span(label, isActive ? theme.strong : theme.dim), ...fieldSpans(prompt, field, room, theme)], width);
  });
}

function fieldSpans(prompt: PromptState, field: PromptField, room: number, theme: Theme): readonly Span[] {
  if (field === 'kind') {
    const other = prompt.holds === 'terminal' ? 'agent' : 'terminal';
    const hint = prompt.field === 'kind' ? `  (Space: ${other})` : '';
    return [span(prompt.holds, theme.text), span(hint, theme.dim)];
  }
  const { before, after } = fieldView(prompt[field], room);
  if (field !== 'name' || before + after !== '') return [span(before + after, theme.text)];
  const suggested = checkOf(prompt)?.suggestion ?? '';
  return [span(clipText(displayName(suggested), room), theme.dim)];
}

/** What is to be said, and what the field offers, in `height` rows; a blank row before them where there is one to spare. */
function belowFields(state: DashboardState, prompt: PromptState, width: number, height: number): readonly ScreenRow[] {
  const { theme } = state;
  const said = saidSpans(state, prompt).flatMap(({ text, style }) =>
    wrapText(text, width).map((line) => rowOf([span(line, style)], width)),
  );
  const blank: readonly ScreenRow[] = height > 2 ? [[]] : [];
  const room = height - blank.length - said.length;
  const isOffering = prompt.field === 'directory' && !prompt.starting && room > 0;
  const offered = isOffering ? offeredDirectories(state, prompt) : [];
  const top = windowTop(offered.length, room, 0, prompt.chosen ?? 0);
  const rows = offered.slice(top, top + room).map((directory, index) => {
    const isChosen = top + index === prompt.chosen;
    const text = cutText(displayText(directory), Math.max(1, width - LABEL_CELLS), 'start');
    const style = isChosen ? theme.selected : theme.dim;
    return filledRow(
      [span((isChosen ? '>' : '').padStart(LABEL_CELLS - 1).concat(' '), style), span(text, style)],
      width,
      style,
    );
  });
  return [...blank, ...said, ...rows];
}

function faultOf(prompt: PromptState): string | null {
  const found = checkOf(prompt);
  return prompt.error ?? found?.nameFault ?? found?.directoryFault ?? null;
}

function faultRows(prompt: PromptState, width: number): number {
  const fault = prompt.starting ? null : faultOf(prompt);
  return fault === null ? 0 : [...wrapText(displayText(fault), width)].length;
}

function saidSpans(state: DashboardState, prompt: PromptState): readonly Span[] {
  const { theme } = state;
  if (prompt.starting) {
    const what = prompt.restores === null ? `starting ${displayName(startedName(prompt))}` : 'restoring it';
    return [span(`${what}…`, theme.text)];
  }
  const found = checkOf(prompt);
  const fault = faultOf(prompt);
  if (fault !== null) return [span(displayText(fault), theme.error)];
  const hint = (text: string) => [span(text, theme.dim)];
  switch (prompt.field) {
    case 'name':
      return hint(fieldText(prompt.name) === '' ? 'Left empty, it gets the name above.' : 'This name is free.').slice(
        found === null ? 1 : 0,
      );
    case 'directory':
      return [...whereItWas(state, prompt), ...hint('Tab completes, ↓ chooses.')];
    case 'kind':
      return hint('A terminal runs any command; an agent speaks the Agent Client Protocol.');
    case 'command':
      return prompt.holds === 'terminal' ? commandHints(state, prompt) : agentHints(state, prompt);
  }
}

function whereItWas({ theme, userHome }: DashboardState, { restores }: PromptState): readonly Span[] {
  if (restores === null) return [];
  const { from } = restores;
  const was =
    from === ''
      ? 'Where it was is not known.'
      : `${displayText(shortDirectory(from, userHome))} is not there any more.`;
  return [span(`${was} It goes on in the directory above.`, theme.text)];
}

function startedName(prompt: PromptState): string {
  return fieldText(prompt.name).trim() || (checkOf(prompt)?.suggestion ?? '');
}

function commandHints(state: DashboardState, prompt: PromptState): readonly Span[] {
  const { theme } = state;
  const line = fieldText(prompt.command);
  const syntax = shellSyntax(line);
  const shell = shellOf(prompt);
  const name = displayText(shell.slice(shell.lastIndexOf('/') + 1));
  const how =
    line.trim() === ''
      ? `Without a command it runs your shell, ${name}.`
      : syntax === null
        ? 'It runs as it is, without a shell.'
        : `It runs by ${name} -c, because of the ${displayText(syntax)} in it.`;
  return [span(how, theme.dim), ...recentSpans(state, prompt)];
}

function agentHints(state: DashboardState, prompt: PromptState): readonly Span[] {
  const { theme } = state;
  const agents = prompt.offers?.agents ?? [];
  const of = (how: 'installed' | 'fetched') =>
    agents.filter((agent) => agent.how === how).map(({ name }) => displayText(name));
  const installed = of('installed');
  const fetched = of('fetched');
  const parts = [
    installed.length === 0 ? 'No agent that is known is installed.' : `Installed: ${installed.join(', ')} (↑ chooses).`,
    ...(fetched.length === 0 ? [] : [`npx would fetch: ${fetched.join(', ')}.`]),
    'Or the command of any other one.',
  ];
  return parts.map((text) => span(text, theme.dim));
}

/** The command that ↑ would bring, and how many more there are. */
function recentSpans(state: DashboardState, prompt: PromptState): readonly Span[] {
  const commands = offeredCommands(state, prompt);
  const next = commands[(prompt.recalled?.at ?? -1) + 1];
  if (next === undefined) return [];
  const more = commands.length - (prompt.recalled?.at ?? -1) - 2;
  return [span(`↑ ${displayText(next)}${more > 0 ? `  (${more} more)` : ''}`, state.theme.dim)];
}
