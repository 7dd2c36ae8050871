import { NEVER } from 'rxjs';
import { UNWATCHED } from '../../src/streams/directoryWatches';
import { watchLive } from '../../src/streams/liveSource';
import { watchRegistry } from '../../src/streams/registrySource';
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

afterEach(endAll);

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
});
