// A session with the terminal of a live Pod, as whoever shows it sees it: a duplex of bytes, and a control path beside it.
import type { Duplex } from 'node:stream';
import type { TerminalSize } from '../cells/terminalSize';
import type { PodExit, ScreenFacts } from '../protocol/terminalFrame';

export type SessionEnd =
  | { readonly kind: 'exited'; readonly exit: PodExit }
  | { readonly kind: 'lost'; readonly reason: string };

/** The connection is broken, and made anew. */
export interface SessionCut {
  /** By `performance.now()`. */
  readonly since: number;
  /** Typed bytes that wait. */
  readonly waiting: number;
  /** It lasts too long for that: what is typed now is refused, as nobody knows where it would arrive. */
  readonly isDeaf: boolean;
}

export interface TerminalSession {
  /**
   * Reads what redraws the screen and then the raw output; ends after the last byte. Takes raw input; back-pressure
   * works both ways. Destroying it drops the session at once. A cut that can be mended is not to be seen in it: nothing
   * is lost, and nothing comes twice.
   */
  readonly bytes: Duplex;
  /** As `bytes.write`, past its queue where nothing waits in that: a key is on its way a good deal sooner. */
  type(input: Buffer): boolean;
  /** Null: all is well. */
  readonly cut: SessionCut | null;
  /** Calls `told` whenever that begins or ends, `refused` when something is typed that is not taken; one at a time is told. */
  onCut(told: () => void, refused?: () => void): void;
  /** How the session ended; asked for once `bytes` has ended. */
  end(): SessionEnd;
  /** The viewer has another size now. */
  resize(size: TerminalSize): void;
  /** What the Pod says of the screen that it has sent last; null: nothing, as one of an earlier version. */
  facts(): ScreenFacts | null;
  /** Asks for the screen as it is; it comes by `bytes`. */
  redraw(): void;
  /** Resolves when all that it has put out by now can be read in its recording, or after half a second. */
  recorded(): Promise<void>;
  /** Leaves: what was written before is still delivered. */
  detach(): void;
}
