import { BehaviorSubject, concat, NEVER, of } from 'rxjs';
import { type Allocation, parseRegistryTable } from '../../src/protocol/registryTable';
import { directoryWatches, UNWATCHED } from '../../src/streams/directoryWatches';
import { watchLive } from '../../src/streams/liveSource';
import { type RegistrySnapshot, watchRegistry } from '../../src/streams/registrySource';
import { segmentLogs } from '../../src/streams/segmentLogs';
import {
  endAll,
  fakePod,
  hear,
  SEGMENT,
  socketOf,
  tempHome,
  userInput,
  writeLog,
  writeRegistry,
} from './streamFixtures';

afterEach(async () => {
  jest.useRealTimers();
  await endAll();
});

/** Without timers there is no back-off: only an event can lead to another try. */
async function withoutTimers(look: () => boolean): Promise<void> {
  const deadline = Date.now() + 8000;
  while (!look()) {
    if (Date.now() > deadline) throw new Error('waited in vain');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function stopBackOff(): void {
  const kept = [
    'Date',
    'hrtime',
    'nextTick',
    'performance',
    'queueMicrotask',
    'setImmediate',
    'clearImmediate',
  ] as const;
  jest.useFakeTimers({ doNotFake: [...kept] });
}

const allocation = (name: string, socket: string): Allocation => {
  const table = parseRegistryTable(
    JSON.stringify({ allocations: [{ pod_name: name, pid: 1, socket, scope_allow: [] }] }),
  );
  if (!table.ok || table.value.allocations[0] === undefined) throw new Error('no allocation');
  return table.value.allocations[0];
};

describe('watchLive', () => {
  test('a store that is slow to read holds no live Pod back', async () => {
    const home = tempHome();
    const pod = await fakePod(socketOf(home, 'a'));
    writeLog(home, [userInput(5, 'one')]);
    writeRegistry(home, [{ name: 'a', socket: pod.socket, segmentId: SEGMENT }]);
    const registry$ = watchRegistry(home, UNWATCHED);
    const logs = segmentLogs(home, UNWATCHED);
    const heard = hear(watchLive({ home, registry$, stored$: NEVER, logs, changes: UNWATCHED }));
    const snapshot = await heard.waitFor(({ facts }) => facts[0]?.reach === 'reachable');
    expect(snapshot).toMatchObject({ loading: true, facts: [{ status: 'idle', segmentId: SEGMENT, log: null }] });
  });

  test('a dead socket that is bound anew is tried at once, by the event of its file', async () => {
    const home = tempHome();
    const socket = socketOf(home, 'a');
    stopBackOff();
    const changes = directoryWatches();
    const registry$ = concat(of({ facts: [allocation('a', socket)], problems: [], loading: false }), NEVER);
    const heard = hear(watchLive({ home, registry$, stored$: NEVER, logs: segmentLogs(home, changes), changes }));
    await withoutTimers(() => heard.last()?.facts[0]?.reach === 'unreachable');
    await fakePod(socket);
    await withoutTimers(() => heard.last()?.facts[0]?.reach === 'reachable');
  });

  test('a registry that changes has every dead socket tried at once', async () => {
    const home = tempHome();
    const socket = socketOf(home, 'a');
    stopBackOff();
    const registry$ = new BehaviorSubject<RegistrySnapshot>({
      facts: [allocation('a', socket)],
      problems: [],
      loading: false,
    });
    const logs = segmentLogs(home, UNWATCHED);
    const heard = hear(watchLive({ home, registry$, stored$: NEVER, logs, changes: UNWATCHED }));
    await withoutTimers(() => heard.last()?.facts[0]?.reach === 'unreachable');
    await fakePod(socket);
    registry$.next({ ...registry$.value, facts: [allocation('a', socket), allocation('b', `${socket}-b`)] });
    await withoutTimers(() => heard.last()?.facts[0]?.reach === 'reachable');
  });
});
