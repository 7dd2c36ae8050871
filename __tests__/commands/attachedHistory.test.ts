// The history of an attached Pod has what its Pod has not written down yet.
import fs from 'node:fs';
import path from 'node:path';
import { failure } from '../../src/actions/actionFailure';
import { dialSocket } from '../../src/client/dialSocket';
import { attachedHistory } from '../../src/commands/attachedHistory';
import { lineText } from '../../src/history/history';
import type { Place } from '../../src/places/place';
import { refusingPlace } from '../../src/places/refusingPlace';
import { until } from '../fixtures/until';
import { endAll, fakePod, socketOf, tempHome } from '../streams/streamFixtures';

afterEach(endAll);

test('it is asked to before its recording is read', async () => {
  const home = tempHome();
  const cast = path.join(home.data, 'segment.cast');
  fs.writeFileSync(cast, '{"version": 2, "width": 80, "height": 24, "timestamp": 1000}\n[1, "o", "written\\r\\n"]\n');
  const pod = await fakePod(socketOf(home, 'a'));
  const file = path.join(home.data, 'segment.jsonl');
  const log = { file, cast, holds: 'terminal', sessionId: 'session', segmentId: 'segment' } as const;
  const findLog: Place['findLog'] = async () => ({ kind: 'done', log });
  const place: Place = {
    ...refusingPlace(() => failure('failed', 'No')),
    id: home.data,
    watch: () => never(),
    findLog,
  };
  const attached = { dial: dialSocket(pod.socket), socketPath: null, id: { place: home.data, name: 'a' } };
  const history = attachedHistory(() => place, [], attached);
  await until(() => pod.received.some((line) => line.includes('read_scrollback')));
  fs.appendFileSync(cast, '[2, "o", "newest"]\n');
  pod.say({ event: 'scrollback', data: { top: 0, total: 1, lines: [[]] } });
  expect((await history)?.lines.map(lineText)).toEqual(['written', 'newest']);
});

function never(): never {
  throw new Error('nobody looks at its Pods');
}
