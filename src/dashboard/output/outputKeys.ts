// The keys to the search over all output, and those in it: rows of the keymap.
import type { KeyRow } from '../loop/keyRow';

declare module '../loop/featureTypes' {
  interface FeatureIntents {
    readonly output: /** Between names and output: what was typed stays. */
      | { readonly kind: 'searchOutput' }
      | { readonly kind: 'searchNames' }
      /** The text is typed on. */
      | { readonly kind: 'typeOutput' }
      /** A click on one of the hits; `at` in Unix ms. */
      | { readonly kind: 'clickHit'; readonly index: number; readonly at: number };
  }
}

/** In the order of the bar and of the help. */
export const OUTPUT_KEYS: readonly KeyRow[] = [
  {
    modes: ['search', 'choose'],
    keys: ['tab'],
    intent: { kind: 'searchOutput' },
    help: 'search in all that Pods have printed and said',
    bar: 'in output',
  },
  {
    modes: ['outputTyping'],
    keys: ['enter'],
    intent: { kind: 'submit' },
    help: 'open what the Pod printed, at that line',
    bar: 'open',
  },
  {
    modes: ['outputTyping'],
    keys: ['tab'],
    intent: { kind: 'searchNames' },
    help: 'search for Pods by name again',
    bar: 'by name',
  },
  { modes: ['outputTyping'], keys: ['escape', 'C-c'], intent: { kind: 'close' }, help: 'back', bar: 'back' },
  {
    modes: ['outputTyping'],
    keys: ['up', 'C-p'],
    intent: { kind: 'move', direction: 'up' },
    help: 'the line before, which is newer',
    bar: null,
  },
  {
    modes: ['outputTyping'],
    keys: ['down', 'C-n'],
    intent: { kind: 'move', direction: 'down' },
    help: 'the next line, which is older',
    bar: null,
  },
  { modes: ['outputTyping'], keys: ['pageup'], intent: { kind: 'page', by: -1 }, help: 'up one page', bar: null },
  { modes: ['outputTyping'], keys: ['pagedown'], intent: { kind: 'page', by: 1 }, help: 'down one page', bar: null },

  {
    modes: ['output'],
    keys: ['enter'],
    intent: { kind: 'submit' },
    help: 'open what the Pod printed, at that line',
    bar: 'open',
    name: 'open-line',
  },
  {
    modes: ['output'],
    keys: ['/'],
    intent: { kind: 'typeOutput' },
    help: 'change what is sought',
    bar: 'change',
    name: 'change-search',
  },
  {
    modes: ['output'],
    keys: ['f'],
    intent: { kind: 'nextStateFilter' },
    help: 'search all, live, stopped, or those that need you',
    bar: 'filter',
    name: 'filter',
  },
  {
    modes: ['output'],
    keys: ['.'],
    intent: { kind: 'nextReach' },
    help: 'search this directory (in any worktree), this repository, or all',
    bar: null,
    name: 'here',
  },
  {
    modes: ['output'],
    keys: ['up', 'k'],
    intent: { kind: 'move', direction: 'up' },
    help: 'the line before, which is newer',
    bar: null,
    name: 'up',
  },
  {
    modes: ['output'],
    keys: ['down', 'j'],
    intent: { kind: 'move', direction: 'down' },
    help: 'the next line, which is older',
    bar: null,
    name: 'down',
  },
  {
    modes: ['output'],
    keys: ['pageup', '['],
    intent: { kind: 'page', by: -1 },
    help: 'up one page',
    bar: null,
    name: 'page-up',
  },
  {
    modes: ['output'],
    keys: ['pagedown', ']', 'space'],
    intent: { kind: 'page', by: 1 },
    help: 'down one page',
    bar: null,
    name: 'page-down',
  },
  {
    modes: ['output'],
    keys: ['home', 'g'],
    intent: { kind: 'edge', to: 'first' },
    help: 'to the newest',
    bar: null,
    name: 'first',
  },
  {
    modes: ['output'],
    keys: ['end', 'G'],
    intent: { kind: 'edge', to: 'last' },
    help: 'to the oldest',
    bar: null,
    name: 'last',
  },
  { modes: ['output'], keys: ['escape', 'q', 'C-c'], intent: { kind: 'close' }, help: 'back', bar: 'back' },
];
