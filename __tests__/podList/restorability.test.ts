// Which stopped Pods can be restored, and what is said of those that cannot.
import { buildPodList } from '../../src/podList/buildPodList';
import type { PodList } from '../../src/podList/podList';
import { corruptPod, entryOf, facts, inactivePod, livePod, pendingPod, readableLog, SEGMENT, storedPod } from './facts';

describe('a stopped Pod', () => {
  it('with an active segment and a log that has entries is restorable', () => {
    expect(entryOf({ stored: [storedPod('p')] })).toMatchObject({ canRestore: true, notRestorableReason: null });
  });

  it.each([
    ['pending session', pendingPod('p'), 'its session is still pending: it ended before its first turn'],
    ['no active session', inactivePod('p'), 'it has no active session'],
    ['log missing', storedPod('p', { log: { kind: 'missing' } }), 'its session log is missing'],
    [
      'log corrupt',
      storedPod('p', { log: { kind: 'corrupt', error: 'line 2: not JSON' } }),
      'its session log is corrupt: line 2: not JSON',
    ],
    ['log empty', storedPod('p', { log: readableLog({ hasEntries: false }) }), 'its session log is empty'],
    ['log not read yet', storedPod('p', { log: null }), 'its session log has not been read yet'],
    ['metadata corrupt', corruptPod('p', 'not JSON'), 'its metadata is corrupt: not JSON'],
  ])('with %s is shown, not restorable, with the reason', (_case, stored, reason) => {
    expect(entryOf({ stored: [stored] })).toMatchObject({ canRestore: false, notRestorableReason: reason });
  });
});

describe('a Pod in the registry', () => {
  it.each([
    ['answers', 'reachable', { canAttach: true, canRestore: false, notRestorableReason: null }],
    [
      'is still probed',
      'probing',
      { canAttach: false, canRestore: false, notRestorableReason: 'still checking whether it is live' },
    ],
    ['refuses', 'unreachable', { canAttach: false, canRestore: true, notRestorableReason: null }],
  ] as const)('that %s, with a log to restore from', (_case, reach, expected) => {
    expect(entryOf({ stored: [storedPod('p')], live: [livePod('p', { reach })] })).toMatchObject(expected);
  });

  it('that refuses and has nothing stored is not restorable', () => {
    expect(entryOf({ live: [livePod('p', { reach: 'unreachable' })] }).notRestorableReason).toBe(
      'its socket does not answer, and nothing of it is stored',
    );
  });
});

describe('two records that name one log', () => {
  const stored = [storedPod('a'), storedPod('b')];
  const writer = livePod('a', { segmentId: SEGMENT });
  const restorable = (list: PodList) => list.entries.map(({ id, canRestore }) => [id.name, canRestore]);

  it('while one Pod writes it, the other one cannot be restored, and why', () => {
    const list = buildPodList(facts({ stored, live: [writer] }));
    expect(restorable(list)).toEqual([
      ['a', false],
      ['b', false],
    ]);
    expect(list.entries[1]).toMatchObject({
      notRestorableReason: 'the live Pod "a" writes its session log',
      diagnostics: [{ kind: 'log-written' }],
    });
  });

  it('afterwards both can be', () => {
    const before = buildPodList(facts({ stored, live: [writer] }));
    const after = buildPodList(facts({ stored, live: [] }), before);
    expect(restorable(after)).toEqual([
      ['a', true],
      ['b', true],
    ]);
  });

  it('also where the registry does not know the writer', () => {
    const list = buildPodList(facts({ stored, live: [livePod('a', { segmentId: null })] }));
    expect(restorable(list)[1]).toEqual(['b', false]);
  });
});
