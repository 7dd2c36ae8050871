// Rows that a terminal drops because it keeps no more of them.
import type { Terminal } from '@xterm/headless';
import { readField } from '../pod/terminal/readField';

/** Tells of rows that fall off at the top of the normal screen's buffer; the public interface does not. */
export class FollowedTrims {
  private followed: unknown = null;

  constructor(
    private readonly terminal: Terminal,
    private readonly trimmed: (rows: number) => void,
  ) {
    this.follow();
  }

  /** A terminal that was reset has another buffer. */
  follow(): void {
    const buffers = readField(readField(readField(this.terminal, '_core'), '_bufferService'), 'buffers');
    const lines = readField(readField(buffers, 'normal'), 'lines');
    if (lines === this.followed) return;
    this.followed = lines;
    const onTrim = readField(lines, 'onTrim');
    if (typeof onTrim === 'function') Reflect.apply(onTrim, lines, [this.trimmed]);
  }
}
