// What stands above a screen is read once, and the wait for it ends.
import { dialSocket } from '../../src/client/dialSocket';
import { readScrollback } from '../../src/streams/readScrollback';
import { until } from '../fixtures/until';
import { endAll, fakePod, handles, handlesBefore, hear, socketOf, tempHome } from './streamFixtures';

afterEach(endAll);

const lines = [[['old', 1, -1, 0, 1]], [], [['漢', -1, -1, 0, 2]]];

test('asks after the snapshot, reads one answer and hangs up', async () => {
  const pod = await fakePod(socketOf(tempHome(), 'a'));
  const before = await handlesBefore();
  const heard = hear(readScrollback(dialSocket(pod.socket)));
  await until(() => pod.received.length === 1);
  expect(JSON.parse(pod.received[0] ?? '')).toEqual({ method: 'read_scrollback', params: { from: 0, count: 2000 } });
  pod.say({ event: 'scrollback', data: { top: 0, total: 3, lines } });
  await until(heard.completed);
  expect(heard.values).toEqual([
    {
      kind: 'rows',
      rows: [
        [{ text: 'old', fg: 1, bg: -1, flags: 0, width: 1 }],
        [],
        [{ text: '漢', fg: -1, bg: -1, flags: 0, width: 2 }],
      ],
    },
  ]);
  await until(() => pod.open() === 0 && handles() === before);
});

test.each([
  ['an error', { event: 'error', data: { code: 'invalid_request', message: 'no such method' } }, 'no such method'],
  ['an end', null, 'the Pod closed the connection'],
])('%s is a reason', async (_, said, reason) => {
  const pod = await fakePod(socketOf(tempHome(), 'a'));
  const heard = hear(readScrollback(dialSocket(pod.socket)));
  await until(() => pod.received.length === 1);
  if (said === null) pod.hangUp();
  else pod.say(said);
  await until(heard.completed);
  expect(heard.values).toEqual([{ kind: 'lost', reason }]);
});
