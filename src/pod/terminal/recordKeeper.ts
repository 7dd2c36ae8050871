// When a terminal Pod writes down what its screen shows: often enough for a preview, seldom enough to cost nothing.
import type { PodExit } from '../../protocol/terminalFrame';
import { errorText } from '../../store/fileErrors';
import type { HeadlessScreen } from './headlessScreen';
import { MAX_SCREEN_FILE_BYTES, type PodRecord } from './podRecord';

/** Output that goes on this long, ms, makes a Pod active, typed at or not. */
const FIRST_OUTPUT_MS = 1500;
/** While output flows without a pause: at most one fact and one saved screen in this time, ms. */
const RUNNING_INTERVAL_MS = 60_000;
/**
 * From output to its saved screen, ms: a burst after quiet is on disk at once, so that a kill loses next to nothing of what
 * a user has just seen. While output goes on each pause is so many times the one before, up to the last one, so that a log
 * costs no endless writing.
 */
const FIRST_SCREEN_MS = 250;
const LAST_SCREEN_MS = RUNNING_INTERVAL_MS;
const PAUSE_GROWTH = 4;

const LOG = 'its log';
const SCREEN = 'its screen';

export class RecordKeeper {
  private runningTimer: NodeJS.Timeout | null = null;
  private screenTimer: NodeJS.Timeout | null = null;
  private screenPause = FIRST_SCREEN_MS;
  private screenIsSaved = true;
  private ended = false;
  /** What cannot be written now, and why. */
  private readonly faults = new Map<string, string>();

  constructor(
    private readonly record: PodRecord,
    private readonly screen: HeadlessScreen,
    /** A file could not be written; the Pod goes on. */
    private readonly onFault: (message: string) => void,
    /** What could not be written was written now. */
    private readonly onMended: () => void,
  ) {}

  /** The program has put something out. The first output makes the Pod active a little later, with something to show. */
  output(): void {
    this.screenIsSaved = false;
    this.saveScreenSoon();
    if (this.runningTimer || this.ended) return;
    this.runningTimer = setTimeout(
      () => {
        this.runningTimer = null;
        this.writeFact();
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
    if (!this.screenIsSaved) this.saveScreen();
    this.screenPause = FIRST_SCREEN_MS;
  }

  /** The Pod ends: if it has never become active, it does now, for the sake of its last words. */
  activate(): void {
    this.attempt(LOG, () => this.record.activate());
  }

  /** Puts back what something outside has taken away of the record, and tries again what could not be written. */
  putBack(): void {
    if (this.faults.has(LOG)) this.writeFact();
    if (this.faults.has(SCREEN)) this.saveScreen();
    this.attempt('its record', () => {
      const lost = this.record.putBack();
      if (lost !== null) this.onFault(lost);
    });
  }

  /** The last fact, the exit and the last screen. */
  end(exit: PodExit): void {
    this.ended = true;
    if (this.runningTimer) clearTimeout(this.runningTimer);
    this.writeFact();
    this.attempt('the end of its log', () => this.record.exitFact(exit));
    this.saveScreen();
    this.record.close();
  }

  private writeFact(): void {
    this.attempt(LOG, () => {
      this.record.activate();
      this.record.screenFact(this.screen.lastLine(), this.screen.title);
    });
  }

  private saveScreenSoon(): void {
    if (this.screenTimer || this.ended) return;
    this.screenTimer = setTimeout(() => this.saveScreen(), this.screenPause);
    this.screenPause = Math.min(this.screenPause * PAUSE_GROWTH, LAST_SCREEN_MS);
  }

  private saveScreen(): void {
    if (this.screenTimer) clearTimeout(this.screenTimer);
    this.screenTimer = null;
    // It is shown above a restored Pod; a pending one cannot be restored.
    if (!this.record.isActive) return;
    this.screenIsSaved = true;
    this.attempt(SCREEN, () => this.record.saveScreen(this.screen.flow(MAX_SCREEN_FILE_BYTES)));
  }

  private attempt(what: string, write: () => void): void {
    try {
      write();
      if (this.faults.delete(what)) this.onMended();
    } catch (error) {
      const fault = errorText(error);
      // Once, as long as it lasts: it is tried again and again.
      if (this.faults.get(what) !== fault) this.onFault(`The Pod could not write ${what}: ${fault}`);
      this.faults.set(what, fault);
    }
  }
}
