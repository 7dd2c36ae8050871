// Where keys work, by the modes of the keymap, and what each key does there, as a reader of the manual wants it.
import { MODES } from '../dashboard/loop/features';
import type { Mode } from '../dashboard/loop/featureTypes';
import { KEYMAP } from '../dashboard/loop/keymap';
import { type KeyRow, showKey } from '../dashboard/loop/keyRow';
import { DEFAULT_DETACH_KEY, parseDetachKey } from '../terminal/detachKey';

interface KeyPlace {
  readonly title: string;
  /** Safe Markdown-free text. */
  readonly keys: readonly { readonly keys: readonly string[]; readonly does: string }[];
}

interface Where {
  readonly title: string;
  readonly all: readonly Mode[];
  /** Rows of these are listed elsewhere. */
  readonly none: readonly Mode[];
}

const PLACES: readonly Where[] = [
  { title: 'grid and list', all: ['grid', 'picker'], none: [] },
  { title: 'grid', all: ['grid'], none: ['picker'] },
  { title: 'list', all: ['picker'], none: ['grid'] },
  { title: 'list alone (`-r`)', all: ['resume'], none: ['picker'] },
  { title: 'zoom', all: ['zoom'], none: [] },
  { title: 'search', all: ['search'], none: [] },
  { title: 'choice of a Pod (`podwatch attach`)', all: ['choose'], none: [] },
  { title: 'writing to Pods', all: ['composer'], none: [] },
  { title: 'conversation, reading', all: ['conversation'], none: [] },
  { title: 'conversation, writing', all: ['writing'], none: [] },
  { title: 'conversation, searching', all: ['finding'], none: [] },
  { title: 'conversation, copying', all: ['copying'], none: [] },
  { title: 'a question of an agent', all: ['question'], none: [] },
  { title: 'a new Pod', all: ['prompt'], none: [] },
  { title: 'help', all: ['help'], none: [] },
  { title: 'why this status', all: ['why'], none: [] },
  { title: 'asked whether you mean it', all: ['confirm'], none: [] },
];

/** Modes that nobody has placed yet come last, under their own words. */
function unplaced(): readonly Where[] {
  const placed = new Set<string>(PLACES.flatMap(({ all }) => all));
  const modes = (Object.keys(MODES) as Mode[]).filter((mode) => !placed.has(mode));
  return modes.map((mode) => ({ title: MODES[mode].words, all: [mode], none: [] }));
}

/** In the order in which a user meets them; without a row where nothing works. */
export function keyPlaces(): readonly KeyPlace[] {
  const places = [...PLACES, ...unplaced()].map(({ title, all, none }) => ({
    title,
    keys: KEYMAP.filter(
      (row) => all.every((mode) => row.modes.includes(mode)) && !none.some((mode) => row.modes.includes(mode)),
    ).flatMap(shownRow),
  }));
  return [...places.filter(({ keys }) => keys.length > 0), attached()];
}

function shownRow({ keys, help }: KeyRow) {
  return help === null || keys.length === 0 ? [] : [{ keys: [...new Set(keys.map(showKey))], does: help }];
}

function attached(): KeyPlace {
  const key = parseDetachKey(DEFAULT_DETACH_KEY);
  const label = typeof key === 'string' ? DEFAULT_DETACH_KEY : key.label;
  return {
    title: 'attached',
    keys: [{ keys: [label], does: 'detach; twice quickly: send it to the program' }],
  };
}
