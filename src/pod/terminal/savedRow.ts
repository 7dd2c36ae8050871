// Where a saved cursor goes back to: its row of the screen, as everywhere. The headless terminal by itself ties it to a line, which goes up as the screen scrolls.
import type { Terminal } from '@xterm/headless';
import { readField } from './readField';

/** Modes that save and restore the cursor: by itself, and with the other screen. */
const SAVING_MODES: ReadonlySet<unknown> = new Set([1048, 1049]);

/** By the buffer that it was saved in; each of the two screens has its own. */
const rows = new WeakMap<object, number>();

/** For a new terminal. What is remembered ends with it. */
export function keepSavedRow(terminal: Terminal): void {
  const save = () => {
    const buffer = activeBuffer(terminal);
    const row = readField(buffer, 'y');
    if (buffer !== null && typeof row === 'number') rows.set(buffer, row);
    return false;
  };
  const restore = (buffer: object | null) => {
    const base = readField(buffer, 'ybase');
    if (buffer !== null && typeof base === 'number') Reflect.set(buffer, 'savedY', base + savedRow(buffer));
    return false;
  };
  const reset = () => {
    const buffer = activeBuffer(terminal);
    if (buffer !== null) rows.delete(buffer);
    return false;
  };
  // On a screen that has been lower since it stays where it was then, as on one that was drawn anew meanwhile.
  terminal.onResize((size) => {
    for (const buffer of [buffersOf(terminal, 'normal'), buffersOf(terminal, 'alt')]) {
      if (buffer !== null && savedRow(buffer) >= size.rows) rows.set(buffer, size.rows - 1);
    }
  });
  const { parser } = terminal;
  parser.registerEscHandler({ final: '7' }, save);
  parser.registerEscHandler({ final: '8' }, () => restore(activeBuffer(terminal)));
  parser.registerCsiHandler({ final: 's' }, save);
  parser.registerCsiHandler({ final: 'u' }, () => restore(activeBuffer(terminal)));
  parser.registerCsiHandler({ intermediates: '!', final: 'p' }, reset);
  parser.registerCsiHandler({ prefix: '?', final: 'h' }, (modes) =>
    modes.some((mode) => SAVING_MODES.has(mode)) ? save() : false,
  );
  // It is restored on the screen that is gone back to.
  parser.registerCsiHandler({ prefix: '?', final: 'l' }, (modes) => {
    if (modes.includes(1049)) return restore(buffersOf(terminal, 'normal'));
    return modes.includes(1048) ? restore(activeBuffer(terminal)) : false;
  });
}

/** From 0 on the screen, also where nothing was saved in that buffer. */
export function savedRow(buffer: unknown): number {
  return typeof buffer === 'object' && buffer !== null ? (rows.get(buffer) ?? 0) : 0;
}

function activeBuffer(terminal: Terminal): object | null {
  return buffersOf(terminal, 'active');
}

function buffersOf(terminal: Terminal, name: 'active' | 'normal' | 'alt'): object | null {
  const buffer = readField(readField(readField(readField(terminal, '_core'), '_bufferService'), 'buffers'), name);
  return typeof buffer === 'object' ? buffer : null;
}
