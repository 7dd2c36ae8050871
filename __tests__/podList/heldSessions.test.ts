// A session and the Pod that has it: which of the two is shown, and what is said of the session.
import { buildPodList } from '../../src/podList/buildPodList';
import { describePodState } from '../../src/podList/describePodState';
import { eligibility, runsElsewhere } from '../../src/podList/eligibility';
import { filterPods, NO_FILTER } from '../../src/podList/filterPods';
import { isHeld, noteHolders } from '../../src/podList/heldSessions';
import type { ForeignFacts, LiveElsewhere, LivePod, StoredPod } from '../../src/podList/podFacts';
import type { PodEntry } from '../../src/podList/podList';
import { facts, livePod, podId, storedPod } from './facts';

const COMMAND = ['claude', '--resume', 'aaaa-1'];

function session(liveElsewhere: LiveElsewhere | null, reason: string | null = null): StoredPod {
  const foreign: ForeignFacts = {
    ...{ kind: 'session', tool: 'claude', directory: '/w', branch: null, file: '/f', size: 1, notes: [] },
    ...{ liveElsewhere, attachCommand: null, restoreCommand: COMMAND, reason },
  };
  return storedPod('aaaa-1', { id: { place: 'claude', name: 'aaaa-1' }, foreign });
}

const record = storedPod('mine', {
  metadata: {
    kind: 'ok',
    active: { sessionId: 's', segmentId: 'g' },
    launch: { kind: 'terminal', argv: COMMAND, cwd: '/w' },
  },
});

/** The session's row, and the names of those that "everything" shows. */
function noted(stored: readonly StoredPod[], live: readonly LivePod[] = []) {
  const entries = noteHolders(buildPodList(facts({ stored, live })).entries);
  const row = entries.find(({ foreign }) => foreign !== undefined);
  if (row === undefined) throw new Error('No session');
  const shown = filterPods(entries, { ...NO_FILTER, kind: 'everything' }).entries.map(({ id }) => id.name);
  return { row, shown };
}

const reasonOf = (entry: PodEntry, action: Parameters<typeof eligibility>[1]) => {
  const allowed = eligibility(entry, action);
  return allowed.allowed ? null : allowed.reason;
};

test('a session that a live Pod goes on with is that Pod', () => {
  const { row, shown } = noted([record, session(null)], [livePod('mine')]);
  expect(shown).toEqual(['mine']);
  expect(row.heldBy).toEqual({ name: 'mine', isLive: true });
  expect(describePodState(row).label).toBe('[live in a Pod]');
  expect(reasonOf(row, 'open')).toBeNull();
});

test('one that a stopped Pod goes on with is one row as well, and not live', () => {
  const { row, shown } = noted([record, session(null)]);
  expect(shown).toEqual(['mine']);
  expect(row.heldBy).toEqual({ name: 'mine', isLive: false });
  expect(describePodState(row).label).toBe('[stopped/restorable]');
});

test('one that runs in the program of a Pod is opened by opening that Pod', () => {
  const inPod = session({ pid: 7, status: 'busy', where: 'in the Pod "shell"', pod: podId('shell') });
  const { row, shown } = noted([inPod], [livePod('shell')]);
  expect(shown).toEqual(['shell']);
  expect(isHeld(row)).toBe(true);
  expect([runsElsewhere(row), reasonOf(row, 'open'), reasonOf(row, 'restore')]).toEqual([false, null, null]);
  expect(reasonOf(row, 'stop')).toBe('it runs in the Pod "shell": do it with that one');
});

test('one that runs elsewhere is not held by a Pod that has ended: it is shown, says where, and takes nothing', () => {
  const where = 'it runs in process 7 on /dev/pts/3, since 14:02';
  const { row, shown } = noted([record, session({ pid: 7, status: null }, where)]);
  expect([...shown].sort()).toEqual(['aaaa-1', 'mine']);
  expect([isHeld(row), runsElsewhere(row)]).toEqual([false, true]);
  expect(describePodState(row).label).toBe('[live elsewhere]');
  for (const action of ['open', 'attach', 'restore', 'send'] as const) expect(reasonOf(row, action)).toBe(where);
  expect(reasonOf(row, 'stop')).toBe('it runs in process 7: end it there');
});

test('a row that says the same keeps its object, and a list without sessions its array', () => {
  const { entries } = buildPodList(facts({ stored: [record, session(null)], live: [livePod('mine')] }));
  const first = noteHolders(entries);
  expect(noteHolders(entries).every((entry, at) => entry === first[at])).toBe(true);
  const pods = entries.filter(({ foreign }) => foreign === undefined);
  expect(noteHolders(pods)).toBe(pods);
});
