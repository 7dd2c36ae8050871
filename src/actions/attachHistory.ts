// The history of an attached Pod over its screen: scrolled, searched, copied from, until the user types on.

import { padText } from '../cells/cellWidth';
import { displayText } from '../cells/displayText';
import type { ScreenRow } from '../cells/podScreen';
import { SGR_RESET, sgrSequence } from '../cells/sgrSequence';
import type { History } from '../history/history';
import { HistoryLayout } from '../history/historyLayout';
import { historyText, lastOutput, selectedText } from '../history/historySelection';
import { END_OF_HISTORY, type HistoryAct, type HistoryScreen, type HistoryView, isAtEnd } from '../history/historyView';
import { reduceHistory } from '../history/reduceHistory';
import { MAX_SEARCH, SEARCH_TOO_LONG } from '../history/searchLimit';
import { viewHistory } from '../history/viewHistory';
import { createInputDecoder } from '../input/inputDecoder';
import type { InputEvent, KeyInput, MouseInput } from '../input/inputEvent';
import type { ViewSize } from '../protocol/terminalFrame';
import { BACK_KEYS, COPY_KEYS, historyAct } from './attachHistoryKeys';

/** Two presses within this time, ms, are one of two. */
const DOUBLE_CLICK_MS = 400;
const WHEEL_ROWS = 3;

/** Whatever mode the program has set that would disturb the drawing; buttons and their moves are reported. */
const BEGIN =
  '\x18\x1b]8;;\x1b\\\x1b[?69l\x1b[r\x1b[?6l\x1b[4l\x1b[?7l\x1b(B\x0f\x1b[?1000l\x1b[?1003l\x1b[?1002h\x1b[?1006h';

export interface HistorySinks {
  readonly write: (bytes: string) => void;
  /** Resolves with what is to be said of it. */
  readonly copy: (text: string) => Promise<string>;
  /** It was left; `typed` is for the program. */
  readonly left: (typed: Buffer) => void;
  /** All of it elsewhere: another program is to have the terminal for a while; `shown` follows. */
  readonly show: (text: string) => void;
  /** Keys of the attach itself, by the names of `KeyInput`. */
  readonly keys: ReadonlyMap<string, (rest: Buffer) => void>;
}

export class AttachHistory {
  private view: HistoryView;
  private layout: HistoryLayout;
  private note = '';
  private isLeft = false;
  /** `typing on`: the key at hand is none of ours, but for the program. */
  private leaving: 'no' | 'back' | 'typing on' = 'no';
  /** As it came since the last key. */
  private raw: Buffer[] = [];
  private readonly decoder = createInputDecoder();
  private flushTimer: NodeJS.Timeout | null = null;
  private click = { at: 0, x: -1, y: -1, count: 0 };

  /** Shows the page above the end, or what one notch of the wheel brings. */
  constructor(
    private readonly history: History,
    by: 'key' | 'wheel',
    private size: ViewSize,
    private readonly sinks: HistorySinks,
  ) {
    this.layout = new HistoryLayout(history, size.cols);
    const rows = by === 'key' ? this.screen.height - 1 : WHEEL_ROWS;
    this.view = reduceHistory(END_OF_HISTORY, this.screen, { kind: 'rows', by: -rows });
  }

  /** Nothing stands above what is shown at the end. */
  get isAtEnd(): boolean {
    return isAtEnd(this.view);
  }

  /** The terminal is ours, from whatever state. @param note what is to be said first. */
  shown(note: string): void {
    this.note = note;
    this.sinks.write(BEGIN);
    this.paint();
  }

  /** One byte after the other: what follows the key that leaves it is for the program, as it came. */
  keys(bytes: Buffer): void {
    if (this.flushTimer) clearTimeout(this.flushTimer);
    this.flushTimer = null;
    for (let at = 0; at < bytes.length && !this.isLeft; at++) {
      const byte = bytes.subarray(at, at + 1);
      this.raw.push(byte);
      const events = this.decoder.feed(byte);
      if (events.length > 0) this.takeAll(events, bytes.subarray(at + 1));
    }
    if (this.isLeft) return;
    const delay = this.decoder.pendingDelay();
    if (delay !== null) this.flushTimer = setTimeout(() => this.flush(), delay);
    this.paint();
  }

  resized(size: ViewSize): void {
    this.size = size;
    this.layout = new HistoryLayout(this.history, size.cols);
    this.paint();
  }

  dispose(): void {
    if (this.flushTimer) clearTimeout(this.flushTimer);
    this.flushTimer = null;
    this.isLeft = true;
  }

  private get screen(): HistoryScreen {
    return { layout: this.layout, height: Math.max(1, this.size.rows - 1) };
  }

  private flush(): void {
    this.takeAll(this.decoder.flush(), Buffer.alloc(0));
    if (!this.isLeft) this.paint();
  }

  private takeAll(events: readonly InputEvent[], rest: Buffer): void {
    const typed = this.raw;
    this.raw = [];
    for (const event of events) {
      this.note = '';
      if (event.kind === 'mouse') this.mouse(event);
      else if (event.kind === 'key') this.key(event, rest);
      else this.pasted(event.text);
    }
    if (this.leaving === 'no' || this.isLeft) return;
    this.dispose();
    this.sinks.left(Buffer.concat(this.leaving === 'typing on' ? [...typed, rest] : [rest]));
  }

  private pasted(text: string): void {
    const { search } = this.view;
    const [line = ''] = text.split('\n', 1);
    if (search?.isTyping) this.seek(search.query + line);
    else this.leaving = 'typing on';
  }

  private key(key: KeyInput, rest: Buffer): void {
    const { search, copying } = this.view;
    const act = historyAct(key.name, copying !== null, this.screen.height - 1);
    const isBack = BACK_KEYS.has(key.name);
    const own = this.sinks.keys.get(key.name);
    if (own !== undefined) own(rest);
    else if (search?.isTyping) this.typed(key, search.query);
    else if (act !== undefined) this.act(act);
    else if (copying !== null && COPY_KEYS.has(key.name)) this.copy(selectedText(copying, this.layout));
    else if (key.name === 'Y') this.copy(lastOutput(this.history));
    else if (key.name === 'e') this.sinks.show(historyText(this.history));
    else if (isBack && (copying !== null || search !== null)) this.act({ kind: 'leave' });
    else if (copying === null && (isBack || key.name === 'enter')) this.leaving = 'back';
    else if (copying === null && key.text !== null) this.leaving = 'typing on';
  }

  private typed({ name, text }: KeyInput, query: string): void {
    if (name === 'enter') this.act({ kind: 'keep' });
    else if (name === 'escape' || name === 'C-c') this.act({ kind: 'leave' });
    else if (name === 'up' || name === 'down') this.act({ kind: 'match', by: name === 'up' ? -1 : 1 });
    else if (name === 'backspace') this.act({ kind: 'typed', query: [...query].slice(0, -1).join('') });
    else if (name === 'C-u') this.act({ kind: 'typed', query: '' });
    else if (text !== null) this.seek(query + text);
  }

  private seek(query: string): void {
    if ([...query].length > MAX_SEARCH) this.note = SEARCH_TOO_LONG;
    else this.act({ kind: 'typed', query });
  }

  private mouse({ action, button, x, y }: MouseInput): void {
    if (action === 'wheelup') this.act({ kind: 'rows', by: -WHEEL_ROWS });
    else if (action === 'wheeldown') this.act({ kind: 'rows', by: WHEEL_ROWS });
    else if (button !== 'left') return;
    else if (action === 'drag') this.act({ kind: 'drag', x, y: y === 0 ? -1 : y });
    else if (action === 'down') this.act({ kind: this.pressed(x, y), x, y });
    else if (this.view.copying?.anchor) this.copy(selectedText(this.view.copying, this.layout));
  }

  private pressed(x: number, y: number): 'press' | 'word' | 'whole' {
    const now = Date.now();
    const isAgain = this.click.x === x && this.click.y === y && now - this.click.at < DOUBLE_CLICK_MS;
    this.click = { at: now, x, y, count: isAgain ? this.click.count + 1 : 1 };
    return (['press', 'word', 'whole'] as const)[(this.click.count - 1) % 3] ?? 'press';
  }

  private act(act: HistoryAct): void {
    this.view = reduceHistory(this.view, this.screen, act);
    // Scrolled to its end: the screen as it is now follows.
    const isScroll = act.kind === 'rows' || act.kind === 'edge';
    if (isScroll && this.isAtEnd) this.leaving = 'back';
  }

  private copy(text: string | null): void {
    if (text === null) {
      this.note = 'its shell does not say where the output of a command begins (OSC 133)';
      return;
    }
    this.view = { ...this.view, copying: null };
    void this.sinks.copy(text).then((said) => {
      if (this.isLeft) return;
      this.note = said;
      this.paint();
    });
  }

  private paint(): void {
    const { cols, rows } = this.size;
    const shown = viewHistory(this.view, this.screen);
    const lines = Array.from({ length: rows - 1 }, (_, y) => rowBytes(shown.rows[y] ?? []));
    const { search, copying } = this.view;
    const found = shown.matches === null ? '' : ` ${shown.matches.at} of ${shown.matches.count} ·`;
    const place = `rows ${shown.first}–${shown.last} of ${shown.total}`;
    const keys =
      copying === null
        ? '/ search · v copy · e pager · q or any typing: back'
        : 'y copy · v, V, Ctrl+V select · Esc back';
    const words = search === null ? '' : ` /${displayText(search.query)}${search.isTyping ? '_' : ''} ·${found}`;
    const status = padText(`${words} ${place} · ${this.note === '' ? keys : displayText(this.note)} `, cols);
    const cursor = shown.cursor === null ? '\x1b[?25l' : `\x1b[${shown.cursor.y + 1};${shown.cursor.x + 1}H\x1b[?25h`;
    const body = [...lines, `\x1b[7m${status}${SGR_RESET}`].map(
      (line, y) => `\x1b[${y + 1};1H${SGR_RESET}\x1b[K${line}`,
    );
    this.sinks.write(`\x1b[?2026h${body.join('')}${cursor}\x1b[?2026l`);
  }
}

function rowBytes(row: ScreenRow): string {
  return row.map((run) => `${sgrSequence(run)}${run.text}`).join('');
}
