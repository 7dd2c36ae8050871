// A live Pod that has got another name is the same Pod: what is open, selected and written for it goes with it.
import type { PodEntry, PodList } from '../../podList/podList';
import { type DashboardState, paneEntry } from './state';

/** Before the list is taken. A rename leaves the socket where it is, so that tells. */
export function followRenamed(state: DashboardState, list: PodList): DashboardState {
  // What the pane is about may have been missing for a moment.
  const open = paneEntry(state);
  const renamed = renamedIn(open === null ? state.list.entries : [...state.list.entries, open], list);
  if (renamed.size === 0) return state;
  const now = (key: string) => renamed.get(key)?.key ?? key;
  const keys = <V>(map: ReadonlyMap<string, V>) => new Map([...map].map(([key, value]) => [now(key), value]));
  const { composer, pane, selection } = state;
  const entry = 'entry' in pane ? renamed.get(pane.entry.key) : undefined;
  return {
    ...state,
    pane: entry !== undefined && 'entry' in pane ? { ...pane, entry } : pane,
    selection: selection === null ? null : now(selection),
    tileOrder: state.tileOrder.map(now),
    tiles: keys(state.tiles),
    activity: keys(state.activity),
    composer: {
      ...composer,
      target: composer.target === null ? null : now(composer.target),
      drafts: keys(composer.drafts),
      marks: new Set([...composer.marks].map(now)),
      lives: new Map([...composer.lives].map(([key, life]) => [now(key), { ...life, key: now(key) }])),
      histories: keys(composer.histories),
    },
  };
}

/** By the key that each had before. */
function renamedIn(before: readonly PodEntry[], list: PodList): ReadonlyMap<string, PodEntry> {
  const live = list.entries.filter(({ socketPath }) => socketPath !== null);
  const socketOf = new Map(live.map(({ key, socketPath }) => [key, socketPath]));
  const left = before.filter(({ key, socketPath }) => socketPath !== null && socketOf.get(key) !== socketPath);
  return new Map(
    left.flatMap((old) => {
      const heir = live.find(({ id, socketPath }) => socketPath === old.socketPath && id.place === old.id.place);
      return heir === undefined ? [] : [[old.key, heir] as const];
    }),
  );
}
