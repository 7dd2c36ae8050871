// What a frame is on the wire: its changed cells, and of cursor, title and mouse reports what differs from the frame before.
import type { TerminalSize } from '../../cells/terminalSize';
import type { Frame } from '../kit/frame';
import {
  BEGIN_FRAME,
  cursorAt,
  END_FRAME,
  GIVE_DRAGS,
  HIDE_CURSOR,
  TAKE_DRAGS,
  titleSequence,
} from './terminalSequences';

export class FrameSequence {
  #title: string | null = null;
  #cursor: string | null = null;
  /** Moves of a held button are reported now. */
  #hasDrags = false;

  /** `hasMouse` false: it is left to the terminal. */
  constructor(private readonly hasMouse: boolean) {}

  /** `cells`: the sequence of those that have changed. Empty: nothing has. */
  next(frame: Frame, cells: string, size: TerminalSize): string {
    const cursor = cursorSequence(frame, size);
    const titled = frame.title !== this.#title;
    const drags = this.#dragSequence(frame);
    if (cells === '' && cursor === this.#cursor && !titled && drags === '') return '';
    const wasVisible = this.#cursor !== null && this.#cursor !== HIDE_CURSOR;
    const title = titled ? titleSequence(frame.title) : '';
    this.#title = frame.title;
    this.#cursor = cursor;
    return `${drags}${BEGIN_FRAME}${wasVisible ? HIDE_CURSOR : ''}${cells}${cursor}${title}${END_FRAME}`;
  }

  /** The terminal may show anything now: all of the next frame is said. */
  forget(): void {
    this.#title = null;
    this.#cursor = null;
    this.#hasDrags = false;
  }

  #dragSequence({ wantsDrags = false }: Frame): string {
    const wanted = wantsDrags && this.hasMouse;
    if (wanted === this.#hasDrags) return '';
    this.#hasDrags = wanted;
    return wanted ? TAKE_DRAGS : GIVE_DRAGS;
  }
}

function cursorSequence({ cursor }: Frame, { cols, rows }: TerminalSize): string {
  if (cursor === null) return HIDE_CURSOR;
  const x = Math.min(Math.max(0, cursor.x), cols - 1);
  const y = Math.min(Math.max(0, cursor.y), rows - 1);
  return cursorAt(x, y);
}
