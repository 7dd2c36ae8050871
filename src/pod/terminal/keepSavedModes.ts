// xterm's XTSAVE and XTRESTORE, which the headless terminal has not: viewers share one terminal with nobody's saved modes.
import type { Terminal } from '@xterm/headless';
import { readField } from './readField';
import { isCursorHidden, readInternals } from './screenInternals';

/** `untouched`: as the user's own terminal has it. */
type ModeState = 'on' | 'off' | 'untouched';

export interface OtherModes {
  isTracked(mode: number): boolean;
  state(mode: number): ModeState;
  set(mode: number, state: ModeState): void;
}

const MAX_SAVED = 64;

/** The modes that the headless terminal keeps itself. */
const KEPT: Readonly<Partial<Record<number, (terminal: Terminal) => boolean>>> = {
  1: ({ modes }) => modes.applicationCursorKeysMode,
  6: ({ modes }) => modes.originMode,
  7: ({ modes }) => modes.wraparoundMode,
  9: ({ modes }) => modes.mouseTrackingMode === 'x10',
  25: (terminal) => !isCursorHidden(terminal),
  1000: ({ modes }) => modes.mouseTrackingMode === 'vt200',
  1002: ({ modes }) => modes.mouseTrackingMode === 'drag',
  1003: ({ modes }) => modes.mouseTrackingMode === 'any',
  1004: ({ modes }) => modes.sendFocusMode,
  1006: (terminal) => readInternals(terminal).mouseEncoding === 'SGR',
  1016: (terminal) => readInternals(terminal).mouseEncoding === 'SGR_PIXELS',
  2004: ({ modes }) => modes.bracketedPasteMode,
};

/** Answers `CSI ? Pm s` and `CSI ? Pm r`. */
export function keepSavedModes(terminal: Terminal, others: OtherModes): void {
  const saved = new Map<number, ModeState>();
  const now = (mode: number): ModeState | null => {
    const kept = KEPT[mode];
    if (kept) return kept(terminal) ? 'on' : 'off';
    return others.isTracked(mode) ? others.state(mode) : null;
  };
  const each = (params: (number | number[])[], act: (mode: number) => void) => {
    for (const mode of params) if (typeof mode === 'number') act(mode);
    return true;
  };
  terminal.parser.registerCsiHandler({ prefix: '?', final: 's' }, (params) =>
    each(params, (mode) => {
      const state = now(mode);
      if (state !== null && (saved.has(mode) || saved.size < MAX_SAVED)) saved.set(mode, state);
    }),
  );
  terminal.parser.registerCsiHandler({ prefix: '?', final: 'r' }, (params) =>
    each(params, (mode) => {
      const state = saved.get(mode);
      if (state === undefined) return;
      if (others.isTracked(mode)) others.set(mode, state);
      else setMode(terminal, mode, state === 'on');
    }),
  );
}

/** As its own sequence would, from within the parser. */
function setMode(terminal: Terminal, mode: number, on: boolean): void {
  const input = readField(readField(terminal, '_core'), '_inputHandler');
  const set = readField(input, on ? 'setModePrivate' : 'resetModePrivate');
  if (typeof set === 'function') Reflect.apply(set, input, [{ params: [mode], length: 1 }]);
}
