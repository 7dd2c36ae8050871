// The one line that an attached user sees while the way to the Pod is cut or silent; the Pod's screen comes back behind it.
import { clippedText } from '../cells/cellWidth';
import { displayName, displayText } from '../cells/displayText';
import type { ViewSize } from '../protocol/terminalFrame';
import type { TerminalSession } from './terminalSession';

/** A shorter cut is not worth a word, ms. */
const WORTH_MS = 1500;
const EVERY_MS = 1000;

/** Tells why the way says nothing at the moment, null: it does; until what it returns is called. */
export type WatchSilence = (told: (words: string | null) => void) => () => void;

interface Around {
  readonly podName: string;
  readonly session: TerminalSession;
  readonly size: () => ViewSize;
  readonly write: (bytes: string) => void;
}

export class CutLine {
  private silence: string | null = null;
  private timer: NodeJS.Timeout | null = null;
  private isShown = false;
  private readonly unwatch: () => void;

  constructor(
    private readonly around: Around,
    watchSilence: WatchSilence | undefined,
  ) {
    around.session.onCut(
      () => this.look(),
      () => around.write('\x07'),
    );
    this.unwatch =
      watchSilence?.((words) => {
        this.silence = words;
        this.look();
      }) ?? (() => {});
  }

  stop(): void {
    this.around.session.onCut(() => {});
    this.unwatch();
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private look(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    const { session } = this.around;
    const { cut } = session;
    const cutMs = cut === null ? 0 : performance.now() - cut.since;
    if (cut === null && this.silence === null) {
      if (this.isShown) session.redraw();
      this.isShown = false;
      return;
    }
    if (this.silence !== null || cutMs >= WORTH_MS) this.draw(cutMs);
    this.timer = setTimeout(() => this.look(), cut !== null && cutMs < WORTH_MS ? WORTH_MS - cutMs : EVERY_MS);
  }

  /** Over the last row; the program's cursor, colours and modes stay as they are. */
  private draw(cutMs: number): void {
    const { podName, session, size, write } = this.around;
    const { cols, rows } = size();
    const why =
      session.cut === null
        ? displayText(this.silence ?? '')
        : `the way to ${displayName(podName)} is broken for ${Math.round(cutMs / 1000)} s, and tried again`;
    const waiting = session.cut?.waiting ?? 0;
    const refused = session.cut?.isDeaf === true ? ' · what is typed is refused' : '';
    const typed = waiting === 0 ? '' : ` · ${waiting} typed byte${waiting === 1 ? ' waits' : 's wait'}`;
    const text = clippedText(` ${why}${typed}${refused} `, cols).text;
    this.isShown = true;
    write(`\x1b7\x1b[?6l\x1b[${rows};1H\x1b[0;7m${text}\x1b[0m\x1b[K\x1b8`);
  }
}
