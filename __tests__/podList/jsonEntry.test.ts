// The row that scripts read from `ls --json`.
import { jsonEntry } from '../../src/podList/jsonEntry';
import { entryOf, HOME, livePod, pendingPod, RUNTIME_SEGMENT, SEGMENT, SESSION, storedPod } from './facts';

describe('jsonEntry', () => {
  it('of a live pending Pod', () => {
    const attention = { kind: 'bell' as const, message: 'bell', permissions: 0, since: 5 };
    const entry = entryOf({ live: [livePod('demo', { attention })], stored: [pendingPod('demo')] });
    expect(jsonEntry(entry)).toEqual({
      name: 'demo',
      home: HOME,
      state: 'live',
      status: 'idle',
      sessionId: SESSION,
      segmentId: RUNTIME_SEGMENT,
      updatedAt: null,
      preview: '[live, pending segment]',
      socketPath: '/run/user/1000/podwatch/demo/sock',
      actions: {
        canOpen: true,
        canAttach: true,
        canRestore: false,
        canSendNow: true,
        canQueueSend: false,
        disabledReason: null,
      },
      diagnostics: [],
      attention,
      tool: null,
      title: null,
      directory: null,
      branch: null,
      liveElsewhere: null,
      restoreCommand: null,
      command: null,
      exitCode: null,
      exitSignal: null,
      startedAt: null,
      reason: null,
      host: null,
      group: null,
      parent: null,
      archived: false,
      lastSeenAt: null,
    });
  });

  it('of a stopped Pod: no status, no socket, a time', () => {
    expect(jsonEntry(entryOf({ stored: [storedPod('demo')] }))).toMatchObject({
      state: 'stopped',
      status: null,
      segmentId: SEGMENT,
      updatedAt: 1000,
      socketPath: null,
    });
  });

  it('has its fields in the order of the contract', () => {
    const json = jsonEntry(entryOf({ stored: [storedPod('demo')] }));
    expect(Object.keys(json).join(' ')).toBe(
      'name home state status sessionId segmentId updatedAt preview socketPath actions diagnostics attention ' +
        'tool title directory branch liveElsewhere restoreCommand ' +
        'command exitCode exitSignal startedAt reason host group parent archived lastSeenAt',
    );
    expect(Object.keys(json.actions).join(' ')).toBe(
      'canOpen canAttach canRestore canSendNow canQueueSend disabledReason',
    );
  });
});
