// When a terminal Pod writes down what its screen shows: often enough for a preview, seldom enough to cost nothing.
import type { PodExit } from '../protocol/terminalFrame';
import { errorText } from '../store/fileErrors';
import type { HeadlessScreen } from './headlessScreen';
import { MAX_SCREEN_FILE_BYTES, type PodRecord } from './podRecord';

/** Output that goes on this long, ms, makes a Pod active, typed at or not. */
const FIRST_OUTPUT_MS = 1500;
/** While output flows without a pause: at most one fact and one saved screen in this time, ms. */
const RUNNING_INTERVAL_MS = 60_000;
/** Between two saved screens, ms. */
const SCREEN_INTERVAL_MS = 10_000;

export class RecordKeeper {
  private runningTimer: NodeJS.Timeout | null = null;
  private screenTimer: NodeJS.Timeout | null = null;
  private screenSavedAt = 0;
  private ended = false;

  constructor(
    private readonly record: PodRecord,
    private readonly screen: HeadlessScreen,
    /** A file could not be written; the Pod goes on. */
    private readonly onFault: (message: string) => void,
  ) {}

  /** The program has put something out. The first output makes the Pod active a little later, with something to show. */
  output(): void {
    if (this.runningTimer || this.ended) return;
    this.runningTimer = setTimeout(
      () => {
        this.runningTimer = null;
        this.writeFact();
        this.saveScreenSoon();
      },
      this.record.isActive ? RUNNING_INTERVAL_MS : FIRST_OUTPUT_MS,
    );
  }

  /** Somebody has typed: the Pod is in use, whatever it answers. */
  typed(): void {
    if (!this.record.isActive && !this.ended) this.writeFact();
  }

  /** The Pod has become idle: what it shows now will be there for a while. */
  idle(): void {
    this.writeFact();
    this.saveScreenSoon();
  }

  /** The last fact, the exit and the last screen. */
  end(exit: PodExit): void {
    this.ended = true;
    if (this.runningTimer) clearTimeout(this.runningTimer);
    if (this.screenTimer) clearTimeout(this.screenTimer);
    this.writeFact();
    this.attempt('the end of its log', () => this.record.exitFact(exit));
    this.saveScreen();
    this.record.close();
  }

  private writeFact(): void {
    this.attempt('its log', () => {
      this.record.activate();
      this.record.screenFact(this.screen.lastLine(), this.screen.title);
    });
  }

  private saveScreenSoon(): void {
    if (this.screenTimer || this.ended) return;
    const wait = Math.max(0, this.screenSavedAt + SCREEN_INTERVAL_MS - Date.now());
    this.screenTimer = setTimeout(() => {
      this.screenTimer = null;
      this.saveScreen();
    }, wait);
  }

  private saveScreen(): void {
    this.screenSavedAt = Date.now();
    this.attempt('its screen', () => this.record.saveScreen(this.screen.flow(MAX_SCREEN_FILE_BYTES)));
  }

  private attempt(what: string, write: () => void): void {
    try {
      write();
    } catch (error) {
      this.onFault(`The Pod could not write ${what}: ${errorText(error)}`);
    }
  }
}
