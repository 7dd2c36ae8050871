// The signals that end a process are answered by who has the terminal now; in between they are left for the next one.
import { setImmediate as turn } from 'node:timers/promises';
import { answerSignals, leaveSignals } from '../../src/terminal/answeredSignals';
import type { EndSignal } from '../../src/terminal/endingSignals';

const heard: string[] = [];
const first = (signal: EndSignal) => heard.push(`first ${signal}`);
const second = (signal: EndSignal) => heard.push(`second ${signal}`);
const listeners = () => process.listeners('SIGUSR2');
const raise = () => process.emit('SIGUSR2', 'SIGUSR2');

afterEach(() => {
  leaveSignals(first, false);
  leaveSignals(second, false);
  heard.length = 0;
  jest.restoreAllMocks();
});

test('who takes them over in the same turn has them, with the listeners that are there', async () => {
  const before = listeners().length;
  answerSignals(first);
  const own = listeners();
  expect(own).toHaveLength(before + 1);
  // Somebody has them.
  answerSignals(second);
  raise();
  leaveSignals(first, true);
  answerSignals(second);
  expect(listeners()).toEqual(own);
  raise();
  await turn();
  raise();
  expect(heard).toEqual(['first SIGUSR2', 'second SIGUSR2', 'second SIGUSR2']);
  leaveSignals(first, false);
  expect(listeners()).toEqual(own);
  leaveSignals(second, false);
  expect(listeners()).toHaveLength(before);
});

test('those that nobody takes over are let go in the next turn', async () => {
  const before = listeners().length;
  answerSignals(first);
  leaveSignals(first, true);
  await turn();
  expect(listeners()).toHaveLength(before);
});

test('one that comes in between does what it does without us', () => {
  const before = listeners().length;
  const kill = jest.spyOn(process, 'kill').mockReturnValue(true);
  answerSignals(first);
  leaveSignals(first, true);
  raise();
  expect(heard).toEqual([]);
  expect(listeners()).toHaveLength(before);
  expect(kill.mock.calls).toEqual([[process.pid, 'SIGUSR2']]);
});

test('one that somebody else listens to is theirs', () => {
  const theirs = jest.fn();
  process.on('SIGUSR2', theirs);
  answerSignals(first);
  raise();
  expect(heard).toEqual([]);
  leaveSignals(first, false);
  expect(listeners()).toContain(theirs);
  process.off('SIGUSR2', theirs);
});
