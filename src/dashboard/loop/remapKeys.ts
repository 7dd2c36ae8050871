// The user's own keys: the keymap of the grid and the picker with some rows' keys replaced, checked as a whole.
import type { ModeTraits } from './feature';
import { MODES } from './features';
import type { Mode } from './featureTypes';
import { KEYMAP } from './keymap';
import type { KeyRow } from './keyRow';

const modesOf = (...remap: readonly ModeTraits['remap'][]): readonly Mode[] =>
  KEYMAP.flatMap(({ modes }) => modes).filter(
    (mode, at, all) => remap.includes(MODES[mode].remap) && all.indexOf(mode) === at,
  );
/** Where keys can be remapped; texts, fields and overlays keep theirs. */
const REMAPPED = modesOf('own');
/** Also those that share some of those keys. */
const CHECKED = modesOf('own', 'checked');
/** Always leads out, whatever is remapped. */
const ALWAYS_QUITS = 'C-c';

const NAMED_KEYS: ReadonlySet<string> = new Set(
  'enter escape tab backspace delete insert home end pageup pagedown up down left right space'
    .split(' ')
    .concat(Array.from({ length: 12 }, (_, i) => `f${i + 1}`)),
);

export interface RemappedKeys {
  readonly keymap: readonly KeyRow[];
  /** Entries of `keys` that are passed over, each with its reason. */
  readonly faults: readonly string[];
}

interface KeyFault {
  readonly name: string;
  readonly reason: string;
}

/** The known word that was meant most likely; null: none is near. */
type NearestWord = (word: string, known: readonly string[]) => string | null;

type OwnKeys = Readonly<Record<string, readonly string[]>>;

/** The name by which the configuration knows what a row does; rows of one name are remapped together. */
export function actionName({ name, intent }: KeyRow): string {
  return name ?? intent.kind;
}

/** Whether a key can have this name (see KeyInput): a character or a named key, with C-, M- and S- before it. */
export function isKeyName(name: string): boolean {
  const bare = name.replace(/^(C-)?(M-)?(S-)?(?=.)/, '');
  return NAMED_KEYS.has(bare) || ([...bare].length === 1 && bare.trim() !== '' && !/\p{C}/u.test(bare));
}

function isRemapped({ modes }: KeyRow): boolean {
  return modes.some((mode) => REMAPPED.includes(mode));
}

/** The names that `keys` may use, in the order of the help. */
function actionNames(): readonly string[] {
  return [...new Set(KEYMAP.filter(isRemapped).map(actionName))];
}

/**
 * The keymap with `keys` (action → its keys, none to take them all away) in place of its own. Unknown actions, keys
 * that are none, and keys that would mean two things are named, and the entry is passed over.
 */
export function remapKeys(keys: OwnKeys, nearest: NearestWord): RemappedKeys {
  const faults: string[] = [];
  let left = keys;
  // Each round takes an entry away: with none left there is nothing to be wrong.
  for (let fault = faultIn(left, nearest); fault !== null; fault = faultIn(left, nearest)) {
    const { name, reason } = fault;
    faults.push(`keys.${name}: ${reason}`);
    left = Object.fromEntries(Object.entries(left).filter(([each]) => each !== name));
  }
  return { keymap: keymapOf(left), faults };
}

function faultIn(keys: OwnKeys, nearest: NearestWord): KeyFault | null {
  const names = actionNames();
  for (const [name, wanted] of Object.entries(keys)) {
    if (!names.includes(name)) return { name, reason: unknownAction(names, nearest(name, names)) };
    const wrong = wanted.find((key) => !isKeyName(key));
    if (wrong !== undefined)
      return { name, reason: `${JSON.stringify(wrong)} is no key (one is "a", "C-x", "M-enter", "f5")` };
  }
  return conflictIn(keymapOf(keys), keys);
}

function unknownAction(names: readonly string[], near: string | null): string {
  return `there is no such action; ${near === null ? `there are ${names.join(', ')}` : `did you mean ${near}`}`;
}

function keymapOf(keys: OwnKeys): readonly KeyRow[] {
  const own = new Map(Object.entries(keys));
  return KEYMAP.map((row) => {
    const name = actionName(row);
    const wanted = isRemapped(row) ? own.get(name) : undefined;
    if (wanted === undefined) return row;
    return { ...row, keys: name === 'quit' ? [...new Set([...wanted, ALWAYS_QUITS])] : wanted };
  });
}

/** Of the two it is one that the user has set himself: what comes with the program is without conflict. */
function conflictIn(keymap: readonly KeyRow[], keys: OwnKeys): KeyFault | null {
  for (const mode of CHECKED) {
    const owners = new Map<string, string>();
    for (const row of keymap.filter(({ modes }) => modes.includes(mode))) {
      const name = actionName(row);
      for (const key of row.keys) {
        const other = owners.get(key);
        if (other !== undefined) {
          return {
            name: keys[name]?.includes(key) === true ? name : other,
            reason: `${JSON.stringify(key)} would mean both ${other} and ${name} in ${MODES[mode].words}`,
          };
        }
        owners.set(key, name);
      }
    }
  }
  return null;
}
