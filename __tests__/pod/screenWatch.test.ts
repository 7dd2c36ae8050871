// A watched screen: what a client makes of the updates is the screen, whether it knows of rows that move up or not.
import fc from 'fast-check';
import { ScreenWatch, type WatchedRow, type WatchedScreen } from '../../src/pod/screenWatch';
import { parseWireEvent } from '../../src/protocol/wireEvent';

const row = (text: string): WatchedRow => ({ json: JSON.stringify([[text, -1, -1, 0, 1]]) });
const ROWS = 'abcdef'.split('').map(row);
const BLANK = row('');

/** Shows one screen after the other and keeps what the client has been told, and in how many lines. */
function watched(screens: readonly WatchedScreen[], scrolls: boolean) {
  let now = screens[0];
  const seen: { texts: string[]; sent: number; scrolled: number }[] = [];
  let texts: string[] = [];
  let told: { sent: number; scrolled: number } = { sent: 0, scrolled: 0 };
  const port = {
    read: () => {
      if (now === undefined) throw new Error('no screen');
      return now;
    },
    isReady: () => true,
    send: (line: string) => {
      const parsed = parseWireEvent(line);
      if (!parsed.ok || parsed.value.event !== 'screen') throw new Error(line);
      const { full, lines, scrolled = 0, rows } = parsed.value.data;
      const old = full ? [] : texts.slice(scrolled);
      texts = Array.from({ length: rows }, (_, y) => old[y] ?? '?');
      for (const [y, runs] of lines) texts[y] = runs.map(([text]) => text).join('');
      told = { sent: lines.length, scrolled };
    },
  };
  jest.useFakeTimers();
  const watch = new ScreenWatch(port, 10, scrolls);
  seen.push({ texts, ...told });
  for (const screen of screens.slice(1)) {
    now = screen;
    told = { sent: 0, scrolled: 0 };
    watch.changed();
    jest.advanceTimersByTime(200);
    seen.push({ texts, ...told });
  }
  watch.stop();
  jest.useRealTimers();
  return seen;
}

function screenOf(lines: readonly WatchedRow[]): WatchedScreen {
  return { cols: 10, rows: lines.length, cursor: [0, 0], title: null, outputBytes: 0, lines };
}

const textsOf = ({ lines }: WatchedScreen) => lines.map(({ json }) => JSON.parse(json)[0][0]);

test('a client has the screen after every update', () => {
  const lines = fc.array(fc.constantFrom(...ROWS, BLANK), { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(fc.array(lines, { minLength: 1, maxLength: 6 }), fc.boolean(), (all, scrolls) => {
      const screens = all.map(screenOf);
      expect(watched(screens, scrolls).map(({ texts }) => texts)).toEqual(screens.map(textsOf));
    }),
  );
});

test('output that scrolls is its new rows to who knows of it, and every row to who does not', () => {
  const before = screenOf(ROWS.slice(0, 4));
  const after = screenOf(ROWS.slice(2, 6));
  expect(watched([before, after], true)[1]).toEqual({ texts: ['c', 'd', 'e', 'f'], sent: 2, scrolled: 2 });
  expect(watched([before, after], false)[1]).toEqual({ texts: ['c', 'd', 'e', 'f'], sent: 4, scrolled: 0 });
});

test('one row that changes moves nothing', () => {
  const [a, b, c, d, e] = ROWS;
  if (!a || !b || !c || !d || !e) throw new Error('too few rows');
  expect(watched([screenOf([a, b, c, d]), screenOf([a, e, c, d])], true)[1]).toMatchObject({ sent: 1, scrolled: 0 });
  // Its first row stood further down before, and yet most stay where they were.
  expect(watched([screenOf([a, b, c, d]), screenOf([d, b, c, d])], true)[1]).toMatchObject({ sent: 1, scrolled: 0 });
});

test('what moves on and on comes half as often, its end all the same, and after a pause all comes at once', () => {
  jest.useFakeTimers();
  let bytes = 0;
  const frames: { readonly at: number; readonly bytes: number }[] = [];
  const port = {
    read: () => ({ ...screenOf(ROWS), outputBytes: bytes }),
    isReady: () => true,
    send: () => frames.push({ at: performance.now(), bytes }),
  };
  const watch = new ScreenWatch(port, 10, true);
  const start = performance.now();
  const print = () => {
    bytes += 1;
    watch.changed();
  };
  for (let line = 0; line < 100; line++) {
    jest.advanceTimersByTime(100);
    print();
  }
  const within = (from: number, to: number) => frames.filter(({ at }) => at - start >= from && at - start < to).length;
  expect(within(0, 2000)).toBeGreaterThanOrEqual(19);
  expect(within(5000, 10_000)).toBeLessThanOrEqual(26);
  expect(within(5000, 10_000)).toBeGreaterThanOrEqual(24);
  jest.advanceTimersByTime(1000);
  expect(frames.at(-1)?.bytes).toBe(100);
  print();
  expect(frames.at(-1)?.bytes).toBe(101);
  jest.advanceTimersByTime(100);
  print();
  expect(frames.at(-1)?.bytes).toBe(102);
  watch.stop();
  jest.useRealTimers();
});
