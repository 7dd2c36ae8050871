// The modes that a program has switched on and the headless terminal does not keep: keyboard protocols, cursor shape …
import type { Terminal } from '@xterm/headless';
import { keepSavedModes } from './keepSavedModes';

/** Modes the terminal keeps itself, those that must not be repeated (3, 40: they clear), of one frame (2026), and what no viewer hears of (2027). */
const NOT_TRACKED = new Set([
  1, 2, 3, 6, 7, 9, 25, 40, 45, 47, 66, 1000, 1002, 1003, 1004, 1006, 1016, 1047, 1048, 1049, 2004, 2026, 2027,
]);
/** The wheel types arrow keys on the alternate screen (xterm's alternateScroll). */
export const WHEEL_TYPES = 1007;
/** The terminal tells its size in its input when it changes, and once when this is switched on. */
export const TELLS_SIZE = 2048;
/** No program uses nearly as many; one that does so on purpose must not fill our memory. */
const MAX_OTHER_MODES = 64;
const MAX_KITTY_DEPTH = 16;

type Params = (number | number[])[];

export class ModeTracker {
  /** Private modes seen, by number: is it on now? Off is kept too, because a viewer may still have it on. */
  readonly otherModes = new Map<number, boolean>();
  /** DECSCUSR: 0 is the terminal's own. */
  cursorShape = 0;
  /** xterm's modifyOtherKeys level; null: never touched. */
  modifyOtherKeys: number | null = null;
  /** ConEmu's progress bar: what follows `OSC 9;4;`; empty: none is shown; null: never touched. */
  progress: string | null = null;
  /** The shape of the mouse pointer (OSC 22); empty: the terminal's own; null: never touched. */
  pointer: string | null = null;
  /** A kitty keyboard sequence has been seen. */
  kittyUsed = false;
  private kittyNormal: number[] = [];
  private kittyAlternate: number[] = [];

  constructor(
    private readonly terminal: Terminal,
    /** A program wants to be told the size from now on. */
    private readonly onSizeWanted: () => void = () => {},
  ) {
    const { parser } = terminal;
    const on = (id: Parameters<typeof parser.registerCsiHandler>[0], note: (params: Params) => void) =>
      parser.registerCsiHandler(id, (params) => {
        note(params);
        // Never handled here: the terminal itself still acts on it.
        return false;
      });
    on({ prefix: '?', final: 'h' }, (params) => this.setModes(params, true));
    on({ prefix: '?', final: 'l' }, (params) => this.setModes(params, false));
    keepSavedModes(terminal, {
      isTracked: (mode) => !NOT_TRACKED.has(mode),
      state: (mode) => (this.otherModes.has(mode) ? (this.otherModes.get(mode) ? 'on' : 'off') : 'untouched'),
      set: (mode, state) => this.restoreMode(mode, state),
    });
    on({ intermediates: ' ', final: 'q' }, (params) => {
      this.cursorShape = first(params, 0);
    });
    on({ prefix: '>', final: 'm' }, (params) => {
      if (first(params, 0) === 4) this.modifyOtherKeys = number(params[1]) ?? 0;
    });
    on({ prefix: '>', final: 'n' }, (params) => {
      if (first(params, 0) === 4) this.modifyOtherKeys = 0;
    });
    on({ prefix: '>', final: 'u' }, (params) => this.pushKitty(first(params, 0)));
    on({ prefix: '<', final: 'u' }, (params) => this.popKitty(Math.max(1, first(params, 1))));
    on({ prefix: '=', final: 'u' }, (params) => this.setKitty(first(params, 0), number(params[1]) ?? 1));
    on({ intermediates: '!', final: 'p' }, () => this.reset());
    parser.registerOscHandler(9, (data) => {
      const [, progress] = /^4;([0-4](?:;\d{1,3})?)$/.exec(data) ?? [];
      if (progress !== undefined) this.progress = progress.startsWith('0') ? '' : progress;
      return false;
    });
    parser.registerOscHandler(22, (data) => {
      if (/^[\w-]{0,40}$/.test(data)) this.pointer = data;
      return true;
    });
    parser.registerEscHandler({ final: 'c' }, () => {
      this.reset();
      return false;
    });
  }

  /** The program is told each new size. */
  get tellsSize(): boolean {
    return this.otherModes.get(TELLS_SIZE) === true;
  }

  /** The kitty keyboard flags of the screen in use, bottom of the stack first. Empty: the plain keyboard. */
  get kittyStack(): readonly number[] {
    return this.kitty;
  }

  private get kitty(): number[] {
    return this.terminal.buffer.active.type === 'alternate' ? this.kittyAlternate : this.kittyNormal;
  }

  private setModes(params: Params, on: boolean): void {
    for (const param of params) {
      const mode = number(param);
      if (mode === null || NOT_TRACKED.has(mode)) continue;
      if (mode === TELLS_SIZE && on) this.onSizeWanted();
      if (this.otherModes.has(mode) || this.otherModes.size < MAX_OTHER_MODES) this.otherModes.set(mode, on);
    }
  }

  private restoreMode(mode: number, state: 'on' | 'off' | 'untouched'): void {
    if (state !== 'untouched') this.setModes([mode], state === 'on');
    // The wheel is the viewers' own as long as no program has a word on it; else a viewer may have the mode on.
    else if (mode === WHEEL_TYPES) this.otherModes.delete(mode);
    else if (this.otherModes.has(mode)) this.otherModes.set(mode, false);
  }

  private pushKitty(flags: number): void {
    this.kittyUsed = true;
    this.kitty.push(flags);
    if (this.kitty.length > MAX_KITTY_DEPTH) this.kitty.shift();
  }

  private popKitty(count: number): void {
    this.kittyUsed = true;
    this.kitty.splice(Math.max(0, this.kitty.length - count));
  }

  /** `how`: 1 replaces the flags, 2 adds to them, 3 takes them away. */
  private setKitty(flags: number, how: number): void {
    this.kittyUsed = true;
    const now = this.kitty.pop() ?? 0;
    this.kitty.push(how === 2 ? now | flags : how === 3 ? now & ~flags : flags);
  }

  private reset(): void {
    if (this.progress !== null) this.progress = '';
    if (this.pointer !== null) this.pointer = '';
    for (const mode of this.otherModes.keys()) this.otherModes.set(mode, false);
    this.cursorShape = 0;
    if (this.modifyOtherKeys !== null) this.modifyOtherKeys = 0;
    this.kittyNormal = [];
    this.kittyAlternate = [];
  }
}

function number(param: number | number[] | undefined): number | null {
  return typeof param === 'number' ? param : null;
}

/** An omitted parameter is 0 to the parser. */
function first(params: Params, otherwise: number): number {
  return number(params[0]) ?? otherwise;
}
