// What each column of `ls` and the picker says.
import { COLUMNS } from '../../src/podList/columns';
import { describePodState } from '../../src/podList/describePodState';
import { humanAge } from '../../src/podList/humanAge';
import type { PodEntry } from '../../src/podList/podList';
import { corruptPod, entryOf, livePod, pendingPod, readableLog, storedPod } from './facts';

const cell = (id: string, entry: PodEntry, now = 0): string => {
  const column = COLUMNS.find((each) => each.id === id);
  if (column === undefined) throw new Error(`no column ${id}`);
  return column.text(entry, { now });
};

describe('the state of a Pod', () => {
  it.each([
    ['idle', { live: [livePod('p')] }, '[live idle]', '○'],
    ['running', { live: [livePod('p', { status: 'running' })] }, '[live running]', '●'],
    ['paused', { live: [livePod('p', { status: 'paused' })] }, '[live paused]', '◐'],
    ['live, status unknown', { live: [livePod('p', { status: null })] }, '[live]', '?'],
    ['unreachable', { live: [livePod('p', { reach: 'unreachable' })] }, '[unreachable]', '!'],
    ['probing', { live: [livePod('p', { reach: 'probing' })] }, '[probing]', '~'],
    ['probing, stored', { live: [livePod('p', { reach: 'probing' })], stored: [storedPod('p')] }, '[probing]', '~'],
    ['corrupt', { stored: [corruptPod('p')] }, '[corrupt]', '✗'],
    ['restorable', { stored: [storedPod('p')] }, '[stopped/restorable]', '■'],
    ['stopped', { stored: [pendingPod('p')] }, '[stopped]', '□'],
  ])('%s', (_case, given, label, mark) => {
    const entry = entryOf(given);
    expect(cell('state', entry)).toBe(label);
    expect(describePodState(entry)).toMatchObject({ label, mark });
  });
});

describe('the age', () => {
  const now = 1_780_000_000_000;
  const s = 1000;
  const h = 3600 * s;
  it.each([
    ['under a second', 999, 'now'],
    ['seconds', 12 * s, '12s'],
    ['up to a minute', 59.9 * s, '59s'],
    ['minutes', 5 * 60 * s, '5m'],
    ['hours', 3 * h, '3h'],
    ['days', 2 * 24 * h, '2d'],
    ['weeks', 30 * 24 * h, '4w'],
    ['years', 800 * 24 * h, '2y'],
    ['a clock that runs ahead', -5 * h, 'now'],
  ])('%s', (_case, age, expected) => {
    expect(humanAge(now - age, now)).toBe(expected);
  });

  it('is a dash where nothing is known', () => {
    expect(cell('updated', entryOf({ stored: [pendingPod('p')] }), now)).toBe('-');
  });

  it('counts from the last activity', () => {
    const entry = entryOf({ stored: [storedPod('p', { log: readableLog({ updatedAt: now - 5000 }) })] });
    expect(cell('updated', entry, now)).toBe('5s');
  });
});

describe('the short ids', () => {
  it('are the first 8 characters, or dashes', () => {
    expect(cell('ids', entryOf({ stored: [storedPod('p')] }))).toBe('s:019e7789 g:019e7789');
    expect(cell('ids', entryOf({ live: [livePod('p', { segmentId: null })] }))).toBe('s:-------- g:--------');
  });
});

describe('the preview', () => {
  it.each([
    ['of a clean end', { code: 0, signal: null }, 'user: hi'],
    ['of a failure', { code: 1, signal: null }, 'exit 1 · user: hi'],
    ['of one that was stopped', { code: null, signal: 'SIGHUP' }, 'user: hi'],
    ['of a death by signal', { code: null, signal: 'SIGKILL' }, 'killed by SIGKILL · user: hi'],
  ])('%s', (_case, lastExit, expected) => {
    expect(cell('preview', entryOf({ stored: [storedPod('p', { log: readableLog({ lastExit }) })] }))).toBe(expected);
  });

  it('is empty where there is nothing to say', () => {
    expect(cell('preview', entryOf({ live: [livePod('p', { segmentId: null })] }))).toBe('');
  });
});

it('the name stands first, as stored', () => {
  expect(COLUMNS[0]?.text(entryOf({ stored: [storedPod('a\u001b[31m')] }), { now: 0 })).toBe('a\u001b[31m');
});

describe('of a live Pod', () => {
  const log = { sessionId: 'x', fact: readableLog({ updatedAt: 1000, preview: 'user: hi' }) };
  const lastOutput = { at: 60_000, line: 'all 12 tests pass' };

  it('age and preview follow its screen, not its last log entry', () => {
    const entry = entryOf({ live: [livePod('p', { log, lastOutput })] });
    expect([cell('preview', entry), cell('updated', entry, 61_000)]).toEqual(['all 12 tests pass', '1s']);
  });

  it('a reason that was given is the preview', () => {
    const said = { statusReason: 'waits for the build', isStatusSaid: true };
    expect(cell('preview', entryOf({ live: [livePod('p', { log, lastOutput, ...said })] }))).toBe(
      'waits for the build',
    );
    const observed = { statusReason: 'quiet for 1.5 s' };
    expect(cell('preview', entryOf({ live: [livePod('p', { log, lastOutput, ...observed })] }))).toBe(lastOutput.line);
  });

  it('its log where its screen says nothing, and the words of a pending one whatever it shows', () => {
    const blank = { ...lastOutput, line: '  ' };
    expect(cell('preview', entryOf({ live: [livePod('p', { log, lastOutput: blank })] }))).toBe('user: hi');
    expect(cell('preview', entryOf({ live: [livePod('p', { lastOutput })] }))).toBe('[live, pending segment]');
  });

  it('is no newer in the order for mere output', () => {
    const entry = entryOf({ live: [livePod('p', { log, lastOutput })] });
    expect(entry.updatedAt).toBe(1000);
  });
});
