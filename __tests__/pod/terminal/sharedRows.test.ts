// Rows are read once a change and made into JSON once, and each watcher's picture is the screen all the same.
import type { Terminal } from '@xterm/headless';
import fc from 'fast-check';
import { ScreenWatch, type WatchedScreen } from '../../../src/pod/screenWatch';
import { screenRows } from '../../../src/pod/terminal/screenRows';
import { screenTerminal } from '../../../src/pod/terminal/screenTerminal';
import { SharedRows } from '../../../src/pod/terminal/sharedRows';
import type { WireRun } from '../../../src/protocol/screenUpdate';
import { parseWireEvent } from '../../../src/protocol/wireEvent';

const FRAME_MS = 100;

beforeEach(() => jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] }));
afterEach(() => jest.useRealTimers());

class Screen {
  readonly terminal: Terminal = screenTerminal({ cols: 12, rows: 4 });
  readonly rows = new SharedRows();

  /** Parsed at once. */
  show(output: string): void {
    this.terminal.write(output);
    jest.advanceTimersByTime(1);
    this.rows.changed();
  }

  read(): WatchedScreen {
    const { cols, rows } = this.terminal;
    return { cols, rows, cursor: [0, 0], title: null, outputBytes: 0, lines: this.rows.read(this.terminal) };
  }
}

/** What one connection has been told, as its client would draw it. */
class Watcher {
  readonly watch: ScreenWatch;
  readonly drawn: WireRun[][] = [];
  sent = 0;
  isReady = true;

  constructor(screen: Screen) {
    const port = { read: () => screen.read(), send: (line: string) => this.take(line), isReady: () => this.isReady };
    this.watch = new ScreenWatch(port, 1000 / FRAME_MS);
  }

  private take(line: string): void {
    expect(line.endsWith('}\n')).toBe(true);
    const parsed = parseWireEvent(line);
    if (!parsed.ok || parsed.value.event !== 'screen') throw new Error(line);
    for (const [index, runs] of parsed.value.data.lines) {
      this.drawn[index] = runs;
      this.sent += 1;
    }
  }
}

test('what has not changed is not read, nor made, again', () => {
  const screen = new Screen();
  screen.show('one\r\ntwo\r\nthree');
  const [one, two, three] = screen.rows.read(screen.terminal);
  expect(screen.rows.read(screen.terminal)).toBe(screen.rows.read(screen.terminal));
  const text = two?.json;
  screen.show('\x1b[2;1Hnew');
  const after = screen.rows.read(screen.terminal);
  expect([after[0] === one, after[1] === two, after[2] === three]).toEqual([true, false, true]);
  expect([text, after[1]?.json]).toEqual(['[["two",-1,-1,0,1]]', '[["new",-1,-1,0,1]]']);
});

test('a row that has scrolled is the row that it was', () => {
  const screen = new Screen();
  screen.show('one\r\ntwo\r\nthree\r\nfour');
  const before = screen.rows.read(screen.terminal);
  screen.show('\r\nfive\r\nsix');
  const after = screen.rows.read(screen.terminal);
  expect([after[0] === before[2], after[1] === before[3]]).toEqual([true, true]);
  expect(after.map(({ json }) => json)).toEqual(screenRows(screen.terminal).map((runs) => JSON.stringify(runs)));
});

test('a watcher gets the rows that changed, at once and then once a frame', () => {
  const screen = new Screen();
  screen.show('one\r\ntwo');
  const watcher = new Watcher(screen);
  expect(watcher.sent).toBe(4);
  for (const text of ['a', 'b', 'c']) {
    screen.show(`\x1b[1;1H${text}`);
    watcher.watch.changed();
  }
  jest.advanceTimersByTime(FRAME_MS);
  expect(watcher.drawn).toEqual(screenRows(screen.terminal));
  expect(watcher.sent).toBeLessThanOrEqual(7);
  watcher.watch.stop();
});

const output = fc.oneof(
  fc.constantFrom(
    '\r\n',
    '\x1b[2J',
    '\x1b[H',
    '\x1b[31m',
    '\x1b[0m',
    '\x1bM',
    '\x1b[3;2H',
    '🚀',
    '日本',
    '\x1b[2L',
    ' ',
  ),
  fc.string({ maxLength: 6 }).filter((text) => !text.includes('\x1b')),
);
const step = fc.record({ text: output, tick: fc.boolean(), isReady: fc.boolean() });

test('whoever watches, at whatever rate it reads, has the screen in the end', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const screen = new Screen();
      const early = new Watcher(screen);
      const watchers = [early];
      for (const [index, { text, tick, isReady }] of steps.entries()) {
        if (index === 10) watchers.push(new Watcher(screen));
        screen.show(text);
        early.isReady = isReady;
        for (const { watch } of watchers) watch.changed();
        if (tick) jest.advanceTimersByTime(FRAME_MS);
      }
      early.isReady = true;
      for (const { watch } of watchers) watch.drained();
      jest.advanceTimersByTime(2 * FRAME_MS);
      for (const { watch, drawn } of watchers) {
        expect(drawn).toEqual(screenRows(screen.terminal));
        watch.stop();
      }
      screen.terminal.dispose();
    }),
    { numRuns: 60 },
  );
});
