// The key to the overview, and those in it: rows of the keymap.
import type { KeyRow } from '../loop/keyRow';

declare module '../loop/featureTypes' {
  interface FeatureIntents {
    /** To the overview and back; by what its table is sorted. */
    readonly overview: { readonly kind: 'overview' } | { readonly kind: 'sortOverview' };
  }
}

export const OVERVIEW_KEYS: readonly KeyRow[] = [
  {
    modes: ['grid', 'picker'],
    keys: ['o'],
    intent: { kind: 'overview' },
    help: 'overview: who uses what, and what has happened',
    bar: 'overview',
  },
  { modes: ['overview'], keys: ['enter'], intent: { kind: 'open' }, help: 'attach the selected Pod', bar: 'open' },
  {
    modes: ['overview'],
    keys: ['s'],
    intent: { kind: 'sortOverview' },
    help: 'sort by CPU, memory, output, context, name',
    bar: 'sort',
  },
  {
    modes: ['overview'],
    keys: ['up', 'k'],
    intent: { kind: 'move', direction: 'up' },
    help: 'select the one above',
    bar: null,
  },
  {
    modes: ['overview'],
    keys: ['down', 'j'],
    intent: { kind: 'move', direction: 'down' },
    help: 'select the one below',
    bar: null,
  },
  { modes: ['overview'], keys: ['pageup', '['], intent: { kind: 'page', by: -1 }, help: 'previous page', bar: null },
  { modes: ['overview'], keys: ['pagedown', ']'], intent: { kind: 'page', by: 1 }, help: 'next page', bar: null },
  {
    modes: ['overview'],
    keys: ['home', 'g'],
    intent: { kind: 'edge', to: 'first' },
    help: 'select the first one',
    bar: null,
  },
  {
    modes: ['overview'],
    keys: ['end', 'G'],
    intent: { kind: 'edge', to: 'last' },
    help: 'select the last one',
    bar: null,
  },
  { modes: ['overview'], keys: ['escape', 'o', 'q'], intent: { kind: 'close' }, help: 'back', bar: 'back' },
  { modes: ['overview'], keys: ['C-c'], intent: { kind: 'quit' }, help: 'quit; the Pods go on', bar: null },
];
