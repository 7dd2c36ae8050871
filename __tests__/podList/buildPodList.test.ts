// How facts become rows: which field comes from where, what a row says, and in what order rows stand.
import { buildPodList } from '../../src/podList/buildPodList';
import { truncatePodList } from '../../src/podList/truncatePodList';
import {
  corruptPod,
  entryOf,
  facts,
  inactivePod,
  livePod,
  names,
  pendingPod,
  podId,
  RUNTIME_SEGMENT,
  readableLog,
  SEGMENT,
  SESSION,
  storedPod,
} from './facts';

const kinds = (entry: ReturnType<typeof entryOf>) => entry.diagnostics.map(({ kind }) => kind);

describe('a live Pod that has not logged its first turn', () => {
  const pending = entryOf({ live: [livePod('fresh')], stored: [pendingPod('fresh')] });

  it('says so, can be attached and never restored', () => {
    expect(pending).toMatchObject({
      state: 'live',
      preview: '[live, pending segment]',
      segmentId: RUNTIME_SEGMENT,
      sessionId: SESSION,
      canAttach: true,
      canRestore: false,
      notRestorableReason: null,
    });
  });

  it('stands first among 60 newer stopped Pods, also after the cut to 10', () => {
    const stopped = Array.from({ length: 60 }, (_, i) =>
      storedPod(`a-${i}`, { log: readableLog({ updatedAt: 5_000_000 + i }) }),
    );
    const list = buildPodList(facts({ stored: [...stopped, pendingPod('fresh')], live: [livePod('fresh')] }));
    const cut = truncatePodList(list, 10);
    expect(names(cut.entries)).toEqual(['fresh', ...Array.from({ length: 9 }, (_, i) => `a-${59 - i}`)]);
    expect(cut.hidden).toBe(51);
  });

  it.each([
    ['no metadata, but a segment id', { live: [livePod('p')] }, '[live, pending segment]'],
    ['no metadata and no segment id', { live: [livePod('p', { segmentId: null })] }, null],
    [
      'pending metadata, no segment id',
      { live: [livePod('p', { segmentId: null })], stored: [pendingPod('p')] },
      '[live, pending segment]',
    ],
    ['an older log in the store', { live: [livePod('p')], stored: [storedPod('p')] }, 'user: hi'],
    [
      'an own log without anything to show',
      { live: [livePod('p', { log: { sessionId: 's', fact: readableLog({ updatedAt: 0, preview: null }) } })] },
      '[empty]',
    ],
    [
      'an own log that vanished since it was found',
      { live: [livePod('p', { log: { sessionId: 's', fact: { kind: 'missing' as const } } })] },
      '[live, pending segment]',
    ],
    [
      'a pending record beside a log that shows activity',
      { live: [livePod('p')], stored: [{ ...pendingPod('p'), log: readableLog() }] },
      '[pending segment]',
    ],
    [
      'pending metadata, not reachable',
      { live: [livePod('p', { reach: 'unreachable' })], stored: [pendingPod('p')] },
      '[pending segment]',
    ],
  ])('with %s', (_case, given, preview) => {
    expect(entryOf(given).preview).toBe(preview);
  });
});

describe('fields that both sides know', () => {
  const live = livePod('p', {
    log: { sessionId: 'live-session', fact: readableLog({ updatedAt: 7, preview: 'assistant: live', title: 'vim' }) },
  });

  it('come from the live log first; the time is the newer one', () => {
    expect(entryOf({ live: [live], stored: [storedPod('p')] })).toMatchObject({
      sessionId: 'live-session',
      segmentId: RUNTIME_SEGMENT,
      preview: 'assistant: live',
      title: 'vim',
      updatedAt: 1000,
    });
  });

  it('come from the store where the live side knows nothing', () => {
    expect(entryOf({ live: [livePod('p', { segmentId: null })], stored: [storedPod('p')] })).toMatchObject({
      sessionId: SESSION,
      segmentId: SEGMENT,
      preview: 'user: hi',
    });
  });

  it('come from the store in a stopped row, which shows what a restore brings back', () => {
    const dead = { ...live, reach: 'unreachable' as const };
    expect(entryOf({ live: [dead], stored: [storedPod('p')] })).toMatchObject({
      sessionId: SESSION,
      segmentId: SEGMENT,
      preview: 'user: hi',
    });
  });

  it('are not shared by Pods of the same name in two homes', () => {
    const list = buildPodList(facts({ live: [live], stored: [storedPod('p', { id: podId('p', '/other') })] }));
    expect(list.entries.map(({ id, state }) => [id.place, state])).toEqual([
      [live.id.place, 'live'],
      ['/other', 'stopped'],
    ]);
  });

  it('tell of attention only while the Pod is live', () => {
    const attention = { kind: 'bell' as const, message: 'bell', permissions: 0, since: 5 };
    expect(entryOf({ live: [livePod('demo', { attention })] }).attention).toEqual(attention);
    expect(entryOf({ live: [livePod('demo', { attention, reach: 'unreachable' })] }).attention).toBeNull();
    expect(entryOf({ stored: [storedPod('demo')] }).attention).toBeNull();
  });

  it('keep the last exit for stopped Pods alone', () => {
    const stored = storedPod('p', { log: readableLog({ lastExit: { code: 1, signal: null } }) });
    expect(entryOf({ stored: [stored] }).lastExit).toEqual({ code: 1, signal: null });
    expect(entryOf({ stored: [stored], live: [live] }).lastExit).toBeNull();
  });
});

describe('the preview of a stopped Pod', () => {
  it.each([
    ['a readable log', storedPod('p'), 'user: hi', 1000],
    ['a log without anything to show', storedPod('p', { log: readableLog({ preview: null }) }), '[empty]', 1000],
    ['a corrupt log', storedPod('p', { log: { kind: 'corrupt', error: 'bad line 2' } }), '[corrupt segment]', 0],
    ['a missing log', storedPod('p', { log: { kind: 'missing' } }), '[corrupt segment]', 0],
    ['a pending session', pendingPod('p'), '[pending segment]', 0],
    ['no active session', inactivePod('p'), null, 0],
    ['corrupt metadata', corruptPod('p', 'bad\njson'), 'metadata: bad json', 0],
  ])('%s', (_case, stored, preview, updatedAt) => {
    expect(entryOf({ stored: [stored] })).toMatchObject({ preview, updatedAt });
  });

  it('trims the error of corrupt metadata to 48 characters, not cutting an emoji in half', () => {
    const fits = '😀'.repeat(48);
    expect(entryOf({ stored: [corruptPod('p', fits)] }).preview).toBe(`metadata: ${fits}`);
    expect(entryOf({ stored: [corruptPod('p', `${fits}!`)] }).preview).toBe(`metadata: ${'😀'.repeat(47)}…`);
  });
});

describe('a registry entry that does not answer', () => {
  const dead = livePod('p', { reach: 'unreachable', error: 'ECONNREFUSED' });

  it('is shown alone as unreachable, with nothing to attach or restore', () => {
    const entry = entryOf({ live: [dead] });
    expect(entry).toMatchObject({
      state: 'unreachable',
      canAttach: false,
      canRestore: false,
      socketPath: null,
      status: null,
    });
    expect(entry.diagnostics).toContainEqual({
      kind: 'live-unreachable',
      message: `its socket ${dead.socketPath} does not answer: ECONNREFUSED`,
    });
  });

  it('folds into the stopped row of the same name, which can be restored', () => {
    const entry = entryOf({ live: [dead], stored: [storedPod('p')] });
    expect(entry).toMatchObject({ state: 'stopped', canAttach: false, canRestore: true });
    expect(kinds(entry)).toEqual(['live-unreachable']);
  });

  it('folds into the corrupt row of the same name', () => {
    const entry = entryOf({ live: [dead], stored: [corruptPod('p')] });
    expect(entry.state).toBe('corrupt');
    expect(kinds(entry)).toEqual(['live-unreachable', 'metadata-corrupt']);
  });

  it('does not outrank a newer stopped Pod', () => {
    const list = buildPodList(facts({ live: [dead], stored: [storedPod('z')] }));
    expect(names(list.entries)).toEqual(['z', 'p']);
  });

  it('gives way to a second entry of the same name that answers', () => {
    const answering = livePod('p', { socketPath: '/z/sock' });
    expect(entryOf({ live: [dead, answering] })).toMatchObject({ state: 'live', socketPath: '/z/sock' });
    expect(entryOf({ live: [answering, dead] })).toMatchObject({ state: 'live', socketPath: '/z/sock' });
  });
});

describe('a registry entry that is still probed', () => {
  const probing = livePod('p', { reach: 'probing' });

  it('is neither live nor restorable yet', () => {
    const entry = entryOf({ live: [probing], stored: [storedPod('p')] });
    expect(entry).toMatchObject({
      state: 'stopped',
      canAttach: false,
      canRestore: false,
      notRestorableReason: 'still checking whether it is live',
    });
    expect(kinds(entry)).toEqual(['live-probing']);
  });

  it('is not ranked live', () => {
    const list = buildPodList(facts({ live: [probing], stored: [storedPod('z')] }));
    expect(names(list.entries)).toEqual(['z', 'p']);
  });
});

describe('diagnostics', () => {
  it.each([
    ['live and well', { live: [livePod('p')], stored: [storedPod('p')] }, []],
    ['live, pending', { live: [livePod('p')], stored: [pendingPod('p')] }, []],
    ['live without metadata', { live: [livePod('p')] }, ['missing-stored-metadata']],
    ['live, silent', { live: [livePod('p', { status: null })], stored: [storedPod('p')] }, ['live-status-unknown']],
    ['live, metadata corrupt', { live: [livePod('p')], stored: [corruptPod('p')] }, ['metadata-corrupt']],
    [
      'live, log corrupt',
      { live: [livePod('p')], stored: [storedPod('p', { log: { kind: 'corrupt' as const, error: 'e' } })] },
      ['log-corrupt'],
    ],
    ['stopped and well', { stored: [storedPod('p')] }, []],
    ['stopped, pending', { stored: [pendingPod('p')] }, ['pending-segment']],
    ['stopped, inactive', { stored: [inactivePod('p')] }, ['no-active-session']],
    ['stopped, log missing', { stored: [storedPod('p', { log: { kind: 'missing' as const } })] }, ['log-missing']],
  ])('%s', (_case, given, expected) => {
    expect(kinds(entryOf(given))).toEqual(expected);
  });
});

describe('the order of rows', () => {
  it('is live first, then newest, then name by bytes', () => {
    const at = (name: string, updatedAt: number) => storedPod(name, { log: readableLog({ updatedAt }) });
    const list = buildPodList(
      facts({
        stored: [
          at('old', 1),
          at('b', 5),
          at('a', 5),
          at('B', 5),
          at('ﬀ', 5),
          at('😀', 5),
          at('é', 5),
          pendingPod('p'),
        ],
        live: [livePod('zz-live')],
      }),
    );
    // 😀 is F0 9F … in UTF-8 and ﬀ is EF AC …, though UTF-16 has them the other way round.
    expect(names(list.entries)).toEqual(['zz-live', 'B', 'a', 'b', 'é', 'ﬀ', '😀', 'old', 'p']);
  });

  it('is decided by the home where all else is equal', () => {
    const stored = ['/b', '/a'].map((home) => storedPod('p', { id: podId('p', home) }));
    expect(buildPodList(facts({ stored })).entries.map(({ id }) => id.place)).toEqual(['/a', '/b']);
  });
});

describe('a new list over the previous one', () => {
  const given = () =>
    facts({
      stored: [storedPod('a'), storedPod('b'), corruptPod('c')],
      live: [livePod('d', { extensions: ['terminal', 'screen'] })],
      problems: [{ source: 'registry', place: '/h', message: 'pods.json is torn' }],
    });

  it('is the previous one if the facts say the same', () => {
    const previous = buildPodList(given());
    expect(buildPodList(given(), previous)).toBe(previous);
  });

  it('keeps every row but the changed one', () => {
    const previous = buildPodList(given());
    const next = buildPodList({ ...given(), stored: [storedPod('a'), pendingPod('b'), corruptPod('c')] }, previous);
    expect(next).not.toBe(previous);
    const kept = next.entries.filter((entry) => previous.entries.includes(entry));
    expect(names(kept)).toEqual(['d', 'a', 'c']);
  });

  it('differs when only a problem or the loading state changed, but keeps its rows', () => {
    const previous = buildPodList(given());
    const calm = buildPodList({ ...given(), problems: [] }, previous);
    expect(calm.problems).toEqual([]);
    expect(calm.entries).toBe(previous.entries);
    const loading = buildPodList({ ...given(), loading: true }, previous);
    expect(loading.loading).toBe(true);
    expect(loading.entries).toBe(previous.entries);
  });
});
