// Whose the mouse is while a Pod is attached: its program's where that asks for it, else ours where the user wants the wheel.
import { SequenceFinder } from './sequenceFinder';

/** Modes that have buttons and wheel reported, and those that say in which form. */
const REPORTING = new Set(['9', '1000', '1001', '1002', '1003']);
const FORMS = new Set(['1005', '1006', '1015', '1016']);
const MODES = /^\x1b\[\?([\d;]+)([hl])$/;
const OURS = '\x1b[?1000h\x1b[?1006h';
const NOT_OURS = '\x1b[?1000l\x1b[?1006l';

export class OwnMouse {
  /** What the program has on, in the order in which it was switched on. */
  private readonly reporting = new Set<string>();
  private readonly forms = new Set<string>();
  private isOurs = false;
  /** The terminal may not be as we have left it. */
  private isStale = false;
  private readonly finder = new SequenceFinder((sequence) => this.read(sequence));

  /** @param isWanted by the user: on the program's normal screen the wheel is to be ours. */
  constructor(private readonly isWanted: boolean) {}

  /** The program has the mouse reported to it. */
  get isTaken(): boolean {
    return this.reporting.size > 0;
  }

  /** Bytes of the Pod have been written to the terminal. */
  saw(bytes: Buffer): void {
    this.finder.push(bytes);
  }

  /** What is to be written now, so that reports come to who is to have them. @param isNormal see `ScreenFacts`. */
  settle(isNormal: boolean): string {
    if (!this.isWanted || this.finder.isWithin) return '';
    const isOurs = isNormal && !this.isTaken;
    if (isOurs === this.isOurs && !this.isStale) return '';
    this.isStale = false;
    const wasOurs = this.isOurs;
    this.isOurs = isOurs;
    if (isOurs) return OURS;
    // To take one of them away ends all reports.
    return wasOurs ? NOT_OURS + [...this.reporting, ...this.forms].map((mode) => `\x1b[?${mode}h`).join('') : '';
  }

  private read(sequence: string): void {
    if (sequence === '\x1bc') this.reset();
    const [, numbers = '', final] = MODES.exec(sequence) ?? [];
    for (const number of numbers.split(';')) this.mode(number, final === 'h');
  }

  private mode(number: string, on: boolean): void {
    const kept = REPORTING.has(number) ? this.reporting : FORMS.has(number) ? this.forms : null;
    if (kept === null) return;
    this.isStale = true;
    // Of those that report a terminal has one at a time.
    if (kept === this.reporting) kept.clear();
    kept.delete(number);
    if (on) kept.add(number);
  }

  private reset(): void {
    this.isStale = true;
    this.reporting.clear();
    this.forms.clear();
  }
}
