// The overview's table: each live Pod with what it uses now, sorted.
import { compareBytes } from '../../podList/compareEntries';
import type { PodEntry } from '../../podList/podList';
import type { DashboardState } from '../loop/state';
import type { OverviewPane, OverviewSort } from './overviewState';

export interface OverviewRow {
  readonly entry: PodEntry;
  /** Percent of a core, bytes, bytes a second; null: not known. */
  readonly cpu: number | null;
  readonly memory: number | null;
  readonly output: number | null;
  /** Of a model's context, 0 to 100; null: it has none, or does not say. */
  readonly context: number | null;
}

/** Live Pods only; what is not known stands last. */
export function overviewRows(state: DashboardState, pane: OverviewPane): readonly OverviewRow[] {
  const rows = state.list.entries
    .filter((entry) => entry.state === 'live')
    .map((entry): OverviewRow => {
      const series = pane.series.get(entry.key);
      return {
        entry,
        cpu: series?.cpu.at(-1) ?? null,
        memory: series?.memory ?? null,
        output: series?.output.at(-1) ?? null,
        context: contextOf(state, entry.key),
      };
    });
  return rows.sort((a, b) => compareRows(a, b, pane.sort));
}

function compareRows(a: OverviewRow, b: OverviewRow, sort: OverviewSort): number {
  const byName = compareBytes(a.entry.id.name, b.entry.id.name);
  if (sort === 'name') return byName;
  return (b[sort] ?? -1) - (a[sort] ?? -1) || byName;
}

function contextOf({ tiles }: DashboardState, key: string): number | null {
  const shown = tiles.get(key)?.shown;
  if (shown?.kind !== 'conversation') return null;
  const { used, size } = shown.conversation.usage;
  return used === null || size === null || size <= 0 ? null : Math.min(100, (100 * used) / size);
}
