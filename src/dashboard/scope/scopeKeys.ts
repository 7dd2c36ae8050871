// The keys of search, filters and sorting: rows of the keymap.
import { LIST_MODES } from '../loop/baseKeys';
import type { KeyRow } from '../loop/keyRow';

declare module '../loop/featureTypes' {
  interface FeatureIntents {
    readonly scope:
      | { readonly kind: 'search' }
      | { readonly kind: 'nextStateFilter' }
      | { readonly kind: 'nextReach' }
      | { readonly kind: 'nextRowKind' }
      | { readonly kind: 'nextHost' }
      /** `next`: another order; else the same one anew, for tiles that have kept their places. */
      | { readonly kind: 'sort'; readonly next: boolean };
  }
}

/** In the order of the bar and of the help. */
export const SCOPE_KEYS: readonly KeyRow[] = [
  {
    modes: LIST_MODES,
    keys: ['/'],
    intent: { kind: 'search' },
    help: 'search by name, title, text, directory, branch',
    bar: 'search',
  },
  {
    modes: LIST_MODES,
    keys: ['f'],
    intent: { kind: 'nextStateFilter' },
    help: 'show all, live, stopped, or those that need you',
    bar: null,
    name: 'filter',
  },
  {
    modes: LIST_MODES,
    keys: ['.'],
    intent: { kind: 'nextReach' },
    help: 'show this directory (in any worktree), this repository, or all',
    bar: null,
    name: 'here',
  },
  {
    modes: ['picker', 'resume'],
    keys: ['A'],
    intent: { kind: 'nextRowKind' },
    help: 'show Pods, the sessions of agent CLIs too, or these alone',
    bar: null,
    name: 'sessions',
  },
  {
    modes: LIST_MODES,
    keys: ['H'],
    intent: { kind: 'nextHost' },
    help: 'show the Pods of one host, this machine first, or of all',
    bar: null,
    name: 'host',
  },
  {
    modes: LIST_MODES,
    keys: ['s'],
    intent: { kind: 'sort', next: true },
    help: 'sort: live first, attention, name, newest',
    bar: null,
  },
  {
    modes: LIST_MODES,
    keys: ['S'],
    intent: { kind: 'sort', next: false },
    help: 'sort again (tiles keep their places otherwise)',
    bar: null,
    name: 'sort-again',
  },
  { modes: ['search'], keys: ['enter'], intent: { kind: 'submit' }, help: 'keep what was found', bar: 'keep' },
  { modes: ['choose'], keys: ['enter'], intent: { kind: 'open' }, help: 'attach it, or restore it', bar: 'open' },
  {
    modes: ['search', 'choose'],
    keys: ['escape', 'C-c'],
    intent: { kind: 'close' },
    help: 'clear, then leave',
    bar: 'clear, leave',
  },
  {
    modes: ['search', 'choose'],
    keys: ['up'],
    intent: { kind: 'move', direction: 'up' },
    help: 'select the one above',
    bar: null,
  },
  {
    modes: ['search', 'choose'],
    keys: ['down'],
    intent: { kind: 'move', direction: 'down' },
    help: 'select the one below',
    bar: null,
  },
];
