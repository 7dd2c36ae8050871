// Pausing a turn and going on with it: what a Pod hears, and what it may answer.
import { holdTurn, type TurnHold } from '../../src/actions/holdTurn';
import { dialSocket } from '../../src/client/dialSocket';
import { until } from '../fixtures/until';
import { endAll, fakePod, snapshotEvent, socketOf, tempHome } from '../streams/streamFixtures';

afterEach(endAll);

const status = (word: string) => ({ event: 'status', data: { status: word } });
const error = (code: string) => ({ event: 'error', data: { code, message: `because of ${code}` } });

async function asked(to: TurnHold, from: string, ...said: readonly object[]) {
  const home = tempHome();
  const pod = await fakePod(socketOf(home, 'a'), [snapshotEvent({ status: from })]);
  const outcome = holdTurn({ podName: 'a', dial: dialSocket(pod.socket), to });
  if (said.length > 0) {
    await until(() => pod.received.length > 0);
    pod.say(...said);
  }
  return { outcome: await outcome, received: pod.received.map((line) => JSON.parse(line)) };
}

test.each<[TurnHold, string, string]>([
  ['pause', 'running', 'paused'],
  ['pause', 'running', 'idle'],
  ['resume', 'paused', 'running'],
])('%s of one that is %s: done when it is %s', async (to, from, now) => {
  expect(await asked(to, from, status(from), status(now))).toEqual({
    outcome: { kind: 'done' },
    received: [{ method: to }],
  });
});

test.each<[TurnHold, string, string, string]>([
  ['pause', 'running', 'not_running', 'done'],
  ['resume', 'paused', 'already_running', 'done'],
  ['resume', 'idle', 'not_paused', 'not-eligible'],
  ['resume', 'idle', 'invalid_request', 'not-eligible'],
])('%s of one that is %s and says %s: %s', async (to, from, code, kind) => {
  expect((await asked(to, from, error('provider_error'), error(code))).outcome).toMatchObject({ kind });
});

test.each<[TurnHold, string]>([
  ['pause', 'paused'],
  ['resume', 'running'],
])('%s of one that is %s already says nothing', async (to, from) => {
  expect(await asked(to, from)).toEqual({ outcome: { kind: 'done' }, received: [] });
});
