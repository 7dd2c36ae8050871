// A live Pod that has got another name is the same Pod: what is open, selected, asked and written for it goes with it.
import { rowWord } from '../../podList/entryName';
import type { PodEntry, PodList } from '../../podList/podList';
import { type DashboardState, type Overlay, paneEntry } from './state';

/** Before the list is taken. A rename leaves the socket where it is, so that tells. */
export function followRenamed(state: DashboardState, list: PodList): DashboardState {
  // What the pane is about may have been missing for a moment.
  const open = paneEntry(state);
  const asked = askedAbout(state.overlay);
  const renamed = renamedIn([...state.list.entries, ...(open === null ? [] : [open]), ...asked], list);
  if (renamed.size === 0) return state;
  const now = (key: string) => renamed.get(key)?.key ?? key;
  const keys = <V>(map: ReadonlyMap<string, V>) => new Map([...map].map(([key, value]) => [now(key), value]));
  const { composer, overlay, pane, selection } = state;
  const entry = 'entry' in pane ? renamed.get(pane.entry.key) : undefined;
  return {
    ...state,
    pane: entry !== undefined && 'entry' in pane ? { ...pane, entry } : pane,
    overlay: overlay === null ? null : overlayOf(overlay, renamed),
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

/** They may be missing for a moment, too. */
function askedAbout(overlay: Overlay | null): readonly PodEntry[] {
  return overlay?.kind === 'confirm' ? overlay.entries : overlay?.kind === 'question' ? [overlay.entry] : [];
}

function overlayOf(overlay: Overlay, renamed: ReadonlyMap<string, PodEntry>): Overlay {
  const now = (entry: PodEntry) => renamed.get(entry.key) ?? entry;
  switch (overlay.kind) {
    case 'confirm':
      return { ...overlay, entries: overlay.entries.map(now) };
    case 'question':
      return { ...overlay, entry: now(overlay.entry) };
    case 'why': {
      const entry = renamed.get(overlay.key);
      return entry === undefined ? overlay : { ...overlay, key: entry.key, name: rowWord(entry) };
    }
    default:
      return overlay;
  }
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
