// The conversation of a live Pod that offers no terminal: read only, wrapped, following its end unless scrolled.
import type { ScreenRow } from '../../podList/podScreen';
import { transcriptOf } from '../state';
import { rowOf, span } from '../styledRow';
import type { Theme } from '../theme';
import { ROLE_WIDTH, type TranscriptRow, transcriptRows, transcriptView } from '../transcriptRows';
import { type Pane, placed } from '../view';
import { roleStyle } from './tilePane';

/** Draws the rows that `transcriptView` says. */
export const transcriptPane: Pane = (moment, area) => {
  const { state } = moment;
  const view = transcriptView(state);
  if (state.pane.kind !== 'transcript' || view === null) return [];
  const { key } = state.pane.entry;
  const lines = transcriptOf(state, key);
  const content = state.tiles.get(key) ?? null;
  const { theme } = state;
  return [
    placed(moment, 'transcript', area, [theme, lines, content === null, content?.lost, view.top], () => {
      if (lines.length === 0) return [rowOf([span(emptyText(content), theme.dim)], area.width)];
      const rows = transcriptRows(lines, area.width - ROLE_WIDTH).slice(view.top, view.top + view.height);
      return rows.map((row) => transcriptRow(row, area.width, theme));
    }),
  ];
};

function emptyText(content: { readonly lost: string | null } | null): string {
  if (content === null) return 'connecting…';
  return content.lost === null ? 'Nothing has been said yet.' : `The connection is lost: ${content.lost}`;
}

function transcriptRow(row: TranscriptRow, width: number, theme: Theme): ScreenRow {
  const label = row.first ? row.role : '';
  return rowOf([span(label.padEnd(ROLE_WIDTH), theme.dim), span(row.text, roleStyle(row.role, theme))], width);
}
