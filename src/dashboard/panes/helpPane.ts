// The help: every key of the pane below it, from the keymap.
import type { ScreenRow } from '../../podList/podScreen';
import { helpRows, type Mode, showKey } from '../keymap';
import { rowOf, span } from '../styledRow';
import type { Theme } from '../theme';
import { type Pane, placed } from '../view';
import { wrapText } from '../wrapText';
import { borderRow, boxRows } from './box';

const MAX_WIDTH = 72;

function keyLines(mode: Mode, width: number, theme: Theme): readonly ScreenRow[] {
  const rows = helpRows(mode).map((row) => ({ keys: row.keys.map(showKey).join(' '), help: row.help ?? '' }));
  const column = Math.min(Math.floor(width / 2), Math.max(...rows.map(({ keys }) => keys.length)) + 2);
  return rows.flatMap(({ keys, help }) =>
    wrapText(help, width - column).map((text, index) =>
      rowOf([span((index === 0 ? keys : '').padEnd(column), theme.key), span(text, theme.text)], width),
    ),
  );
}

/** A box over the pane whose keys it lists; scrolls where it is higher than the screen. */
export const helpPane: Pane = (moment, area) => {
  const { state } = moment;
  const { overlay, theme } = state;
  if (overlay?.kind !== 'help') return [];
  const mode: Mode = state.pane.kind === 'picker' && state.alone ? 'resume' : state.pane.kind;
  const width = Math.min(area.width, MAX_WIDTH);
  const lines = keyLines(mode, Math.max(0, width - 4), theme);
  const height = Math.min(area.height, lines.length + 2);
  const shown = Math.max(0, height - 2);
  const top = Math.min(overlay.top, Math.max(0, lines.length - shown));
  const rect = {
    x: area.x + Math.floor((area.width - width) / 2),
    y: area.y + Math.floor((area.height - height) / 2),
    width,
    height,
  };
  const inner = { x: rect.x + 2, y: rect.y + 1, width: Math.max(0, width - 4), height: shown };
  const look = { double: true, border: theme.strong };
  const below = lines.length - top - shown;
  return [
    placed(moment, 'help:box', rect, [theme, below, top], () => {
      const more = below > 0 ? [span(`+${below} more`, theme.strong)] : [];
      const box = boxRows(look, width, height);
      return [
        borderRow('top', look, width, [span('Keys', theme.strong)], [span('podwatch', theme.brand)]),
        ...box.slice(1, -1),
        borderRow('bottom', look, width, more),
      ];
    }),
    placed(moment, 'help:keys', inner, [theme, mode, top], () => lines.slice(top, top + shown)),
  ];
};
