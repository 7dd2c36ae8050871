// The keys in the history of an attached Pod, by the names of `KeyInput`: those of zoom, as far as it has them.
import type { HistoryAct } from '../history/historyView';

const move = (act: HistoryAct): HistoryAct => act;

const ACTS: Readonly<Record<string, HistoryAct>> = {
  up: move({ kind: 'rows', by: -1 }),
  k: move({ kind: 'rows', by: -1 }),
  down: move({ kind: 'rows', by: 1 }),
  j: move({ kind: 'rows', by: 1 }),
  home: move({ kind: 'edge', to: 'first' }),
  g: move({ kind: 'edge', to: 'first' }),
  end: move({ kind: 'edge', to: 'last' }),
  G: move({ kind: 'edge', to: 'last' }),
  '/': move({ kind: 'find' }),
  n: move({ kind: 'match', by: -1 }),
  N: move({ kind: 'match', by: 1 }),
  v: move({ kind: 'copyMode' }),
  K: move({ kind: 'prompt', by: -1 }),
  'M-up': move({ kind: 'prompt', by: -1 }),
  J: move({ kind: 'prompt', by: 1 }),
  'M-down': move({ kind: 'prompt', by: 1 }),
};

/** The same and more while something is selected. */
const COPY_ACTS: Readonly<Record<string, HistoryAct>> = {
  ...ACTS,
  left: move({ kind: 'characters', by: -1 }),
  h: move({ kind: 'characters', by: -1 }),
  right: move({ kind: 'characters', by: 1 }),
  l: move({ kind: 'characters', by: 1 }),
  w: move({ kind: 'words', by: 1 }),
  b: move({ kind: 'words', by: -1 }),
  0: move({ kind: 'line', to: 'first' }),
  '^': move({ kind: 'line', to: 'first' }),
  home: move({ kind: 'line', to: 'first' }),
  end: move({ kind: 'line', to: 'last' }),
  $: move({ kind: 'line', to: 'last' }),
  v: move({ kind: 'anchor', shape: 'characters' }),
  space: move({ kind: 'anchor', shape: 'characters' }),
  V: move({ kind: 'anchor', shape: 'lines' }),
  'C-v': move({ kind: 'anchor', shape: 'block' }),
  r: move({ kind: 'anchor', shape: 'block' }),
};

/** What a key means, `isCopying`: while something is selected; undefined: nothing. @param page rows of one. */
export function historyAct(name: string, isCopying: boolean, page: number): HistoryAct | undefined {
  const by = Math.max(1, page);
  if (name === 'pageup' || name === 'S-pageup' || name === '[') return { kind: 'rows', by: -by };
  if (name === 'pagedown' || name === 'S-pagedown' || name === ']') return { kind: 'rows', by };
  const acts = isCopying ? COPY_ACTS : ACTS;
  return Object.hasOwn(acts, name) ? acts[name] : undefined;
}

/** Copies what is selected. */
export const COPY_KEYS: ReadonlySet<string> = new Set(['y', 'enter', 'c']);
/** Leaves what was begun last, in the end the history. */
export const BACK_KEYS: ReadonlySet<string> = new Set(['escape', 'q', 'C-c']);
