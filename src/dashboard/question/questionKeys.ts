// The key to what an agent asks, and those that answer it over a pane: rows of the keymap.
import type { Answer } from '../../conversation/conversation';
import { LIST_MODES } from '../loop/baseKeys';
import type { KeyRow } from '../loop/keyRow';
import { numberRows } from '../loop/numberRows';

declare module '../loop/featureTypes' {
  interface FeatureIntents {
    /** Shows what the agent of the selected Pod asks, to be answered there and then; answers the question that is shown. */
    readonly question:
      | { readonly kind: 'showQuestion' }
      /** By kind, or an option by its number from 1. */
      | { readonly kind: 'answer'; readonly answer: Answer | number };
  }
}

/** In the order of the bar and of the help. */
export const QUESTION_KEYS: readonly KeyRow[] = [
  {
    modes: [...LIST_MODES, 'zoom'],
    keys: ['y'],
    intent: { kind: 'showQuestion' },
    help: 'answer what its agent, or the next one, asks',
    bar: 'answer',
    name: 'answer',
  },
  {
    modes: ['question'],
    keys: ['y'],
    intent: { kind: 'answer', answer: 'allow_once' },
    help: 'allow it, once',
    bar: null,
  },
  {
    modes: ['question'],
    keys: ['a'],
    intent: { kind: 'answer', answer: 'allow_always' },
    help: 'allow it always',
    bar: null,
  },
  {
    modes: ['question'],
    keys: ['n'],
    intent: { kind: 'answer', answer: 'reject' },
    help: 'do not allow it',
    bar: null,
  },
  ...numberRows(['question'], ''),
  { modes: ['question'], keys: ['enter'], intent: { kind: 'open' }, help: 'to the conversation', bar: 'conversation' },
  { modes: ['question'], keys: ['escape', 'q', 'C-c'], intent: { kind: 'close' }, help: 'later', bar: 'later' },
  { modes: ['question'], keys: ['up', 'k'], intent: { kind: 'move', direction: 'up' }, help: 'up one row', bar: null },
  {
    modes: ['question'],
    keys: ['down', 'j'],
    intent: { kind: 'move', direction: 'down' },
    help: 'down one row',
    bar: null,
  },
  { modes: ['question'], keys: ['pageup', '['], intent: { kind: 'page', by: -1 }, help: 'up one page', bar: null },
  {
    modes: ['question'],
    keys: ['pagedown', ']', 'space'],
    intent: { kind: 'page', by: 1 },
    help: 'down one page',
    bar: null,
  },
];
