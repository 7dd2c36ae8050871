// The history of an attached Pod over its screen: scrolled, searched, copied from, until the user types on.

import { clippedText } from '../cells/cellWidth';
import { displayText } from '../cells/displayText';
import type { ScreenRow } from '../cells/podScreen';
import { SGR_RESET, sgrSequence } from '../cells/sgrSequence';
import type { History } from '../history/history';
import { HistoryLayout } from '../history/historyLayout';
import { lastOutput, selectedText } from '../history/historySelection';
import {
  END_OF_HISTORY,
  type HistoryAct,
  type HistoryScreen,
  type HistoryView,
  reduceHistory,
} from '../history/historyView';
import { viewHistory } from '../history/viewHistory';
import { createInputDecoder } from '../input/inputDecoder';
import type { InputEvent, KeyInput, MouseInput } from '../input/inputEvent';
import type { ViewSize } from '../protocol/terminalFrame';

/** Two presses within this time, ms, are one of two. */
const DOUBLE_CLICK_MS = 400;
const WHEEL_ROWS = 3;

/** Whatever mode the program has set that would disturb the drawing; buttons and their moves are reported. */
const BEGIN =
  '\x18\x1b]8;;\x1b\\\x1b[?69l\x1b[r\x1b[?6l\x1b[4l\x1b[?7l\x1b(B\x0f\x1b[?1000l\x1b[?1003l\x1b[?1002h\x1b[?1006h';

const move = (act: HistoryAct): HistoryAct => act;

/** Keys, by the names of `KeyInput`. */
const ACTS: Readonly<Record<string, HistoryAct>> = {
  up: move({ kind: 'rows', by: -1 }),
  k: move({ kind: 'rows', by: -1 }),
  down: move({ kind: 'rows', by: 1 }),
  j: move({ kind: 'rows', by: 1 }),
  home: move({ kind: 'edge', to: 'first' }),
  g: move({ kind: 'edge', to: 'first' }),
  end: move({ kind: 'edge', to: 'last' }),
  G: move({ kind: 'edge', to: 'last' }),
  '/': move({ kind: 'find' }),
  n: move({ kind: 'match', by: -1 }),
  N: move({ kind: 'match', by: 1 }),
  v: move({ kind: 'copyMode' }),
  K: move({ kind: 'prompt', by: -1 }),
  'M-up': move({ kind: 'prompt', by: -1 }),
  J: move({ kind: 'prompt', by: 1 }),
  'M-down': move({ kind: 'prompt', by: 1 }),
};

/** The same and more while something is selected. */
const COPY_ACTS: Readonly<Record<string, HistoryAct>> = {
  ...ACTS,
  left: move({ kind: 'characters', by: -1 }),
  h: move({ kind: 'characters', by: -1 }),
  right: move({ kind: 'characters', by: 1 }),
  l: move({ kind: 'characters', by: 1 }),
  w: move({ kind: 'words', by: 1 }),
  b: move({ kind: 'words', by: -1 }),
  0: move({ kind: 'line', to: 'first' }),
  $: move({ kind: 'line', to: 'last' }),
  v: move({ kind: 'anchor', shape: 'characters' }),
  space: move({ kind: 'anchor', shape: 'characters' }),
  V: move({ kind: 'anchor', shape: 'lines' }),
  'C-v': move({ kind: 'anchor', shape: 'block' }),
};

export interface HistorySinks {
  readonly write: (bytes: string) => void;
  /** Resolves with what is to be said of it. */
  readonly copy: (text: string) => Promise<string>;
  /** It was left; `typed` is for the program. */
  readonly left: (typed: string) => void;
}

export class AttachHistory {
  private view: HistoryView;
  private layout: HistoryLayout;
  private note = '';
  private isLeft = false;
  /** The key at hand is none of ours. */
  private isTypedOn = false;
  private readonly decoder = createInputDecoder();
  private flushTimer: NodeJS.Timeout | null = null;
  private click = { at: 0, x: -1, y: -1, count: 0 };

  /** Shows the page above the end. */
  constructor(
    private readonly history: History,
    private size: ViewSize,
    private readonly sinks: HistorySinks,
  ) {
    this.layout = new HistoryLayout(history, size.cols);
    this.view = reduceHistory(END_OF_HISTORY, this.screen, { kind: 'rows', by: 1 - this.screen.height });
    sinks.write(BEGIN);
    this.paint();
  }

  keys(bytes: Buffer): void {
    if (this.flushTimer) clearTimeout(this.flushTimer);
    this.flushTimer = null;
    this.takeAll(this.decoder.feed(bytes));
    const delay = this.decoder.pendingDelay();
    if (delay !== null) this.flushTimer = setTimeout(() => this.takeAll(this.decoder.flush()), delay);
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

  private takeAll(events: readonly InputEvent[]): void {
    events.forEach((event, index) => {
      if (this.isLeft) return;
      this.note = '';
      if (event.kind === 'mouse') this.mouse(event);
      else if (event.kind === 'key') this.key(event);
      // Typing on, with all that came at once.
      if (event.kind === 'paste' || this.isTypedOn) this.leave(events.slice(index).map(typedBytes).join(''));
    });
    if (!this.isLeft) this.paint();
  }

  private key(key: KeyInput): void {
    const { search, copying } = this.view;
    const act = actOf(key.name, copying !== null, this.screen.height - 1);
    const isBack = key.name === 'escape' || key.name === 'q' || key.name === 'C-c';
    if (search?.isTyping) this.typed(key, search.query);
    else if (act !== undefined) this.act(act);
    else if (key.name === 'y' && copying !== null) this.copy(selectedText(copying, this.layout));
    else if (key.name === 'Y') this.copy(lastOutput(this.history));
    else if (isBack && (copying !== null || search !== null)) this.act({ kind: 'leave' });
    else if (copying === null && (isBack || key.name === 'enter')) this.leave('');
    else if (copying === null && key.text !== null) this.isTypedOn = true;
  }

  private typed({ name, text }: KeyInput, query: string): void {
    if (name === 'enter') this.act({ kind: 'keep' });
    else if (name === 'escape' || name === 'C-c') this.act({ kind: 'leave' });
    else if (name === 'up' || name === 'down') this.act({ kind: 'match', by: name === 'up' ? -1 : 1 });
    else if (name === 'backspace') this.act({ kind: 'typed', query: [...query].slice(0, -1).join('') });
    else if (name === 'C-u') this.act({ kind: 'typed', query: '' });
    else if (text !== null) this.act({ kind: 'typed', query: query + text });
  }

  private mouse({ action, button, x, y }: MouseInput): void {
    if (action === 'wheelup') this.act({ kind: 'rows', by: -WHEEL_ROWS });
    else if (action === 'wheeldown') this.act({ kind: 'rows', by: WHEEL_ROWS });
    else if (button !== 'left') return;
    else if (action === 'drag') this.act({ kind: 'drag', x, y });
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
    if (isScroll && this.view.top === null && this.view.search === null && this.view.copying === null) this.leave('');
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

  private leave(typed: string): void {
    this.dispose();
    this.sinks.left(typed);
  }

  private paint(): void {
    const { cols, rows } = this.size;
    const shown = viewHistory(this.view, this.screen);
    const lines = Array.from({ length: rows - 1 }, (_, y) => rowBytes(shown.rows[y] ?? []));
    const { search, copying } = this.view;
    const found = shown.matches === null ? '' : ` ${shown.matches.at} of ${shown.matches.count} ·`;
    const place = `rows ${shown.first}–${shown.last} of ${shown.total}`;
    const keys =
      copying === null ? '/ search · v copy · q or any typing: back' : 'v characters · V lines · Ctrl+V block · y copy';
    const words = search === null ? '' : ` /${displayText(search.query)}${search.isTyping ? '_' : ''} ·${found}`;
    const status = clippedText(`${words} ${place} · ${this.note === '' ? keys : displayText(this.note)} `, cols).text;
    const cursor = shown.cursor === null ? '\x1b[?25l' : `\x1b[${shown.cursor.y + 1};${shown.cursor.x + 1}H\x1b[?25h`;
    const body = [...lines, `\x1b[7m${status}${SGR_RESET}`].map(
      (line, y) => `\x1b[${y + 1};1H${SGR_RESET}\x1b[K${line}`,
    );
    this.sinks.write(`\x1b[?2026h${body.join('')}${cursor}\x1b[?2026l`);
  }
}

function actOf(name: string, isCopying: boolean, page: number): HistoryAct | undefined {
  const by = Math.max(1, page);
  if (name === 'pageup' || name === 'S-pageup' || name === '[') return { kind: 'rows', by: -by };
  if (name === 'pagedown' || name === 'S-pagedown' || name === ']') return { kind: 'rows', by };
  const acts = isCopying ? COPY_ACTS : ACTS;
  return Object.hasOwn(acts, name) ? acts[name] : undefined;
}

/** As the user's terminal has sent it, where it types something. */
function typedBytes(event: InputEvent): string {
  if (event.kind === 'paste') return `\x1b[200~${event.text.replaceAll('\n', '\r')}\x1b[201~`;
  if (event.kind === 'mouse') return '';
  return event.name === 'enter' ? '\r' : (event.text ?? '');
}

function rowBytes(row: ScreenRow): string {
  return row.map((run) => `${sgrSequence(run)}${run.text}`).join('');
}
