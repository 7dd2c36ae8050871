// Which pushes go together, and how far apart they are.
import { PUSH_GAP_MS, StatusPush } from '../../../src/pod/terminal/statusPush';

let pushed: number[];
let pushes: StatusPush;

beforeEach(() => {
  jest.useFakeTimers();
  pushed = [];
  const start = performance.now();
  pushes = new StatusPush(() => pushed.push(Math.round(performance.now() - start)));
});
afterEach(() => {
  pushes.stop();
  jest.useRealTimers();
});

function askedEach(ms: number, times: number): void {
  for (let n = 0; n < times; n++) {
    pushes.ask(PUSH_GAP_MS.output);
    jest.advanceTimersByTime(ms);
  }
}

test('output that goes on is told at once, then at most each 2 s, and with what comes: nothing waits for a timer', () => {
  askedEach(240, 30);
  expect(pushed.length).toBeGreaterThan(3);
  for (const [index, at] of pushed.entries()) {
    expect(at % 240).toBe(0);
    if (index > 0) expect(at - (pushed[index - 1] ?? 0)).toBeGreaterThanOrEqual(2000);
  }
});

test('the last of it is told too', () => {
  askedEach(240, 3);
  jest.advanceTimersByTime(5000);
  expect(pushed).toEqual([0, PUSH_GAP_MS.output]);
});

test('a change of status that waits is not put off by output, nor does it come early with it', () => {
  pushes.ask(PUSH_GAP_MS.status);
  pushes.ask(PUSH_GAP_MS.status);
  jest.advanceTimersByTime(20);
  pushes.ask(PUSH_GAP_MS.output);
  expect(pushed).toEqual([0]);
  jest.advanceTimersByTime(30);
  expect(pushed).toEqual([0, PUSH_GAP_MS.status]);
});
