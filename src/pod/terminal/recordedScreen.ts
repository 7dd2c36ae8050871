// What a recorder needs of its Pod's screen.
import type { ViewSize } from '../../protocol/terminalFrame';

export interface RecordedScreen {
  size(): ViewSize;
  whenParsed(callback: () => void): void;
  /** Bytes that draw the screen as it is, from any state. */
  redraw(): string;
}
