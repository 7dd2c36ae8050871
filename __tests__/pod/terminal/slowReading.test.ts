// When output is read in turns, and what ends that: a pause, a flood, somebody who waits.
import { SlowReading } from '../../../src/pod/terminal/slowReading';

const STEADY_MS = 3000;
const TURN_MS = 240;

beforeEach(() => jest.useFakeTimers());
afterEach(() => {
  expect(jest.getTimerCount()).toBe(0);
  jest.useRealTimers();
});

/** A stream that gives so many bytes each 100 ms while it reads by itself, and keeps them while it does not. */
function stream() {
  const state = { isReading: true, waiting: 0, rate: 50, unhurried: true, turns: [] as number[] };
  const slowly = new SlowReading(
    {
      readStart: () => {
        state.isReading = true;
      },
      readStop: () => {
        state.isReading = false;
      },
    },
    () => {
      const { waiting } = state;
      state.waiting = 0;
      state.turns.push(waiting);
      return waiting;
    },
    () => state.unhurried,
  );
  const pass = (ms: number) => {
    for (let at = 0; at < ms; at += 100) {
      jest.advanceTimersByTime(100);
      if (state.rate === 0) continue;
      if (state.isReading) slowly.came(state.rate + state.waiting);
      else state.waiting += state.rate;
      if (state.isReading) state.waiting = 0;
    }
  };
  return { state, slowly, pass };
}

it('reads as it comes at first, and in turns when it goes on', () => {
  const { state, slowly, pass } = stream();
  pass(STEADY_MS);
  expect(state.isReading).toBe(true);
  pass(200);
  expect(state.isReading).toBe(false);
  pass(10 * TURN_MS);
  expect(state.turns.length).toBeGreaterThanOrEqual(9);
  expect(state.turns.every((bytes) => bytes > 0)).toBe(true);
  slowly.hurry();
  expect(state.isReading).toBe(true);
});

it.each([
  ['a pause', { rate: 0 }],
  ['a flood', { rate: 5000 }],
  ['somebody who waits', { unhurried: false }],
])('%s ends it, and it takes as long again', (_, happened) => {
  const { state, slowly, pass } = stream();
  pass(STEADY_MS + 500);
  expect(state.isReading).toBe(false);
  Object.assign(state, happened);
  pass(3 * TURN_MS);
  expect(state.isReading).toBe(true);
  state.rate = 50;
  state.unhurried = true;
  pass(STEADY_MS - 1000);
  expect(state.isReading).toBe(true);
  pass(1500);
  expect(state.isReading).toBe(false);
  slowly.hurry();
});

it('does not begin while somebody waits, or after a hurry', () => {
  const { state, slowly, pass } = stream();
  state.unhurried = false;
  pass(2 * STEADY_MS);
  expect(state.isReading).toBe(true);
  state.unhurried = true;
  slowly.hurry();
  pass(STEADY_MS - 200);
  expect(state.isReading).toBe(true);
});
