// The keys of the fields: the prompt, the search, the composer. Every letter is text there.
import type { FieldEdit, Intent } from '../loop/intent';
import type { KeyRow, Mode } from '../loop/keyRow';

/** Where letters are text. */
export const FIELDS: readonly Mode[] = ['prompt', 'search', 'composer', 'writing', 'finding'];
const edit = (kind: Exclude<FieldEdit['kind'], 'type'>): Intent => ({ kind: 'edit', edit: { kind } });

/** In the order of the bar and of the help. */
export const FIELD_KEYS: readonly KeyRow[] = [
  { modes: ['composer'], keys: ['enter'], intent: { kind: 'submit' }, help: 'send; empty: open', bar: 'send' },
  {
    modes: ['composer'],
    keys: ['M-enter', 'S-enter', 'C-j'],
    intent: edit('newline'),
    help: 'a new line',
    bar: 'new line',
  },
  {
    modes: ['composer'],
    keys: ['escape', 'C-c'],
    intent: { kind: 'close' },
    help: 'leave, keeping the text',
    bar: 'leave',
  },
  { modes: ['composer'], keys: ['up'], intent: edit('up'), help: null, bar: null },
  { modes: ['composer'], keys: ['down'], intent: edit('down'), help: null, bar: null },
  { modes: ['composer'], keys: ['C-k'], intent: edit('deleteToEnd'), help: null, bar: null },
  ...(['left', 'right', 'up', 'down'] as const).map(
    (direction): KeyRow => ({
      modes: ['composer'],
      keys: [`M-${direction}`],
      intent: { kind: 'move', direction },
      help: null,
      bar: direction === 'down' ? 'other Pod' : null,
    }),
  ),
  { modes: ['search'], keys: ['enter'], intent: { kind: 'submit' }, help: 'keep what was found', bar: 'keep' },
  {
    modes: ['search'],
    keys: ['escape', 'C-c'],
    intent: { kind: 'close' },
    help: 'clear, then leave',
    bar: 'clear, leave',
  },
  {
    modes: ['search'],
    keys: ['up'],
    intent: { kind: 'move', direction: 'up' },
    help: 'select the one above',
    bar: null,
  },
  {
    modes: ['search'],
    keys: ['down'],
    intent: { kind: 'move', direction: 'down' },
    help: 'select the one below',
    bar: null,
  },
  { modes: ['prompt'], keys: ['enter'], intent: { kind: 'submit' }, help: 'start it', bar: 'start' },
  {
    modes: ['prompt'],
    keys: ['tab', 'down'],
    intent: { kind: 'nextField', by: 1 },
    help: 'the next field',
    bar: 'next field',
  },
  { modes: ['prompt'], keys: ['S-tab', 'up'], intent: { kind: 'nextField', by: -1 }, help: null, bar: null },
  { modes: ['prompt'], keys: ['escape', 'C-c'], intent: { kind: 'close' }, help: 'cancel', bar: 'cancel' },
  { modes: FIELDS, keys: ['backspace', 'C-h'], intent: edit('backspace'), help: null, bar: null },
  { modes: FIELDS, keys: ['delete', 'C-d'], intent: edit('delete'), help: null, bar: null },
  { modes: FIELDS, keys: ['left', 'C-b'], intent: edit('left'), help: null, bar: null },
  { modes: FIELDS, keys: ['right', 'C-f'], intent: edit('right'), help: null, bar: null },
  { modes: FIELDS, keys: ['home', 'C-a'], intent: edit('start'), help: null, bar: null },
  { modes: FIELDS, keys: ['end', 'C-e'], intent: edit('end'), help: null, bar: null },
  {
    modes: FIELDS,
    keys: ['C-w', 'M-backspace'],
    intent: edit('deleteWord'),
    help: 'delete the word before the cursor',
    bar: null,
  },
  { modes: FIELDS, keys: ['C-u'], intent: edit('deleteToStart'), help: 'delete all before the cursor', bar: null },
];
