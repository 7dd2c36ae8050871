// Which fact decides what a Pod does, and when work has ended unseen; on a clock of its own.
import { StatusTracker } from '../../../src/pod/terminal/statusTracker';

/** `undefined`: the program is no shell. */
let job: string | null | undefined;
let ended: (string | null)[];
let tracker: StatusTracker;

beforeEach(() => {
  jest.useFakeTimers();
  job = undefined;
  ended = [];
  tracker = new StatusTracker({
    foregroundJob: () => job,
    onChange: () => {},
    onLongWorkEnded: (what) => ended.push(what),
    now: () => Date.now(),
    elapsed: () => performance.now(),
  });
});
afterEach(() => {
  tracker.stop();
  jest.useRealTimers();
});

test('a job of a shell that took 10 s has ended, by name; a short one, and mere output, has not', () => {
  job = 'make';
  tracker.input();
  jest.advanceTimersByTime(12_000);
  expect(tracker.status).toMatchObject({ status: 'running', reason: 'foreground job: make' });
  job = null;
  jest.advanceTimersByTime(2_000);
  expect(tracker.status.status).toBe('idle');
  expect(ended).toEqual(['make']);
  job = 'ls';
  tracker.output();
  jest.advanceTimersByTime(4_000);
  job = null;
  jest.advanceTimersByTime(2_000);
  job = undefined;
  for (let second = 0; second < 20; second++) {
    tracker.output();
    jest.advanceTimersByTime(1_000);
  }
  jest.advanceTimersByTime(5_000);
  expect(tracker.status.status).toBe('idle');
  expect(ended).toEqual(['make']);
});

test('a job that puts out all the time is known to be one', () => {
  job = 'yes';
  for (let step = 0; step < 30; step++) {
    tracker.output();
    jest.advanceTimersByTime(500);
  }
  expect(tracker.status.reason).toBe('foreground job: yes');
  job = null;
  jest.advanceTimersByTime(3_000);
  expect(ended).toEqual(['yes']);
});

test('marks decide over output; a command of 10 s between them is long work', () => {
  tracker.mark({ kind: 'mark', mark: 'start', command: 'make all' });
  tracker.output();
  jest.advanceTimersByTime(15_000);
  expect(tracker.status).toMatchObject({ status: 'running', reason: 'command: make all' });
  tracker.mark({ kind: 'mark', mark: 'end', exitCode: 0 });
  expect(tracker.status.status).toBe('idle');
  expect(ended).toEqual(['make all']);
  tracker.output();
  expect(tracker.status.status).toBe('idle');
});

test('marks of a shell within the shell are forgotten when it has gone', () => {
  job = 'ssh';
  tracker.output();
  tracker.mark({ kind: 'mark', mark: 'start', command: null });
  jest.advanceTimersByTime(5_000);
  expect(tracker.status.reason).toBe('a command runs (OSC 133)');
  job = null;
  jest.advanceTimersByTime(3_000);
  expect(tracker.status).toMatchObject({ status: 'idle', reason: 'no foreground job' });
});

test('marks of the own shell stand while its command is in the foreground; progress of a program that has gone does not', () => {
  job = null;
  tracker.mark({ kind: 'mark', mark: 'start', command: null });
  job = 'sleep';
  tracker.output();
  jest.advanceTimersByTime(5_000);
  expect(tracker.status.reason).toBe('a command runs (OSC 133)');
  job = null;
  tracker.mark({ kind: 'mark', mark: 'prompt' });
  job = 'cargo';
  tracker.output();
  tracker.progress(true);
  jest.advanceTimersByTime(2_000);
  expect(tracker.status.reason).toBe('it shows progress (OSC 9;4)');
  job = null;
  jest.advanceTimersByTime(3_000);
  expect(tracker.status.status).toBe('idle');
});

test('what is said explicitly holds over all, and counts as work', () => {
  tracker.setExplicit({ status: 'running', reason: 'thinking' });
  jest.advanceTimersByTime(11_000);
  tracker.mark({ kind: 'mark', mark: 'prompt' });
  expect(tracker.status).toMatchObject({ status: 'running', reason: 'thinking' });
  tracker.setExplicit({ status: 'idle', reason: 'done' });
  expect(ended).toEqual([null]);
  tracker.output();
  expect(tracker.status).toMatchObject({ status: 'idle', reason: 'done' });
  tracker.setExplicit(null);
  expect(tracker.status.reason).toBe('at the prompt (OSC 133)');
});

/** Statuses as they changed while something was put out `times` times, `pause` ms apart. */
function statusesOf(times: number, pause: number): string[] {
  const statuses: string[] = [];
  for (let step = 0; step < times * pause; step += 100) {
    if (step % pause === 0) tracker.output();
    jest.advanceTimersByTime(100);
    if (statuses.at(-1) !== tracker.status.status) statuses.push(tracker.status.status);
  }
  return statuses;
}

test.each([2000, 3000, 5000])('a program that redraws every %i ms is at work, not at work again and again', (pause) => {
  expect(statusesOf(20, pause)).toEqual(['running', 'idle', 'running', 'idle', 'running']);
  jest.advanceTimersByTime(2 * pause);
  expect(tracker.status.status).toBe('idle');
  // What comes at once, or after a while, ends as it would have at first.
  jest.advanceTimersByTime(60_000);
  tracker.output();
  jest.advanceTimersByTime(1_600);
  expect(tracker.status).toMatchObject({ status: 'idle', reason: 'quiet for 1.5 s' });
});

test('news every 10 s are no rhythm, and answers to the user neither make one nor break one', () => {
  expect(statusesOf(4, 10_000)).toEqual(['running', 'idle', 'running', 'idle', 'running', 'idle', 'running', 'idle']);
  for (let line = 0; line < 5; line++) {
    tracker.input();
    tracker.output();
    jest.advanceTimersByTime(2_000);
    expect(tracker.status.status).toBe('idle');
  }
  jest.advanceTimersByTime(60_000);
  statusesOf(5, 2000);
  expect(tracker.status.status).toBe('running');
  jest.advanceTimersByTime(600);
  tracker.input();
  tracker.output();
  jest.advanceTimersByTime(2_000);
  expect(tracker.status.status).toBe('running');
});

test('a clock that is set back an hour lets nothing run on, and makes no work of what was short', () => {
  tracker.output();
  jest.setSystemTime(Date.now() - 3_600_000);
  jest.advanceTimersByTime(4_000);
  expect(tracker.status.status).toBe('idle');
  job = 'ls';
  tracker.output();
  jest.advanceTimersByTime(1_500);
  jest.setSystemTime(Date.now() + 3_600_000);
  job = null;
  jest.advanceTimersByTime(2_000);
  expect(tracker.status.status).toBe('idle');
  expect(ended).toEqual([]);
});

describe('a text that was sent', () => {
  test('keeps it from counting as idle until something can be told, and no longer', () => {
    tracker.sent();
    expect(tracker.status).toMatchObject({ status: 'running', reason: 'a text was sent' });
    jest.advanceTimersByTime(1_400);
    expect(tracker.status.status).toBe('running');
    jest.advanceTimersByTime(200);
    expect(tracker.status.status).toBe('idle');
    expect(ended).toEqual([]);
  });

  test('is no news of its own: watchers hear of what comes of it', () => {
    const told: string[] = [];
    const own = new StatusTracker({
      foregroundJob: () => undefined,
      onChange: ({ status, reason }) => told.push(`${status}: ${reason}`),
      onLongWorkEnded: () => {},
      now: () => Date.now(),
      elapsed: () => performance.now(),
    });
    own.sent();
    expect(told).toEqual([]);
    own.output();
    expect(told).toEqual(['running: output']);
    jest.advanceTimersByTime(5_000);
    expect(told.at(-1)).toMatch(/^idle: /);
    own.stop();
  });

  test('counts for more than an idleness that was said before, for less than work', () => {
    tracker.setExplicit({ status: 'idle', reason: 'waiting' });
    tracker.sent();
    expect(tracker.status.status).toBe('running');
    tracker.setExplicit({ status: 'running', reason: 'thinking' });
    expect(tracker.status.reason).toBe('thinking');
    jest.advanceTimersByTime(5_000);
    expect(tracker.status.reason).toBe('thinking');
    tracker.setExplicit({ status: 'idle', reason: 'waiting' });
    expect(tracker.status.status).toBe('idle');
  });

  test('a silent job of a shell is found behind it', () => {
    job = null;
    tracker.sent();
    job = 'sleep';
    jest.advanceTimersByTime(1_600);
    expect(tracker.status).toMatchObject({ status: 'running', reason: 'foreground job: sleep' });
  });
});
