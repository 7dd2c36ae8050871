// A live Pod's screen, folded from its updates.
import { dialSocket } from '../../src/client/dialSocket';
import { watchScreen } from '../../src/streams/watchScreen';
import { until } from '../fixtures/until';
import { endAll, fakePod, handles, handlesBefore, hear, snapshotEvent, socketOf, tempHome } from './streamFixtures';

afterEach(endAll);

const run = (text: string) => [text, -1, -1, 0, 1];
const update = (data: object) => ({
  event: 'screen',
  data: { cols: 10, rows: 3, cursor: [1, 2], title: 't', output_bytes: 9, full: false, lines: [], ...data },
});
const full = update({
  full: true,
  lines: [
    [0, [run('a')]],
    [2, [run('c')]],
  ],
});
const row = (text: string) => [{ text, fg: -1, bg: -1, flags: 0, width: 1 }];

describe('watchScreen', () => {
  test('asks after the snapshot, and folds changed rows into the screen', async () => {
    const pod = await fakePod(socketOf(tempHome(), 'a'));
    const heard = hear(watchScreen(dialSocket(pod.socket), { maxFps: 5 }));
    await until(() => pod.received.length === 1);
    expect(JSON.parse(pod.received[0] ?? '')).toEqual({
      method: 'watch_screen',
      params: { max_fps: 5, scrolls: true },
    });
    pod.say(update({ lines: [[0, [run('before any full screen')]]] }), full);
    await until(() => heard.values.length === 1);
    const first = heard.last();
    expect(first).toEqual({
      kind: 'screen',
      screen: {
        cols: 10,
        rows: 3,
        cursor: { x: 1, y: 2, visible: true },
        title: 't',
        outputBytes: 9,
        lines: [row('a'), [], row('c')],
      },
    });
    pod.say(
      update({
        cursor: null,
        lines: [
          [1, [run('b')]],
          [7, [run('outside')]],
        ],
      }),
    );
    await until(() => heard.values.length === 2);
    const second = heard.last();
    if (first?.kind !== 'screen' || second?.kind !== 'screen') throw new Error('no screen');
    expect(second.screen.lines).toEqual([row('a'), row('b'), row('c')]);
    expect(second.screen.cursor.visible).toBe(false);
    expect(second.screen.lines[0]).toBe(first.screen.lines[0]);
    expect(first.screen.lines[1]).toEqual([]);
    pod.say(update({ full: true, lines: [[1, [run('z')]]] }));
    await until(() => heard.values.length === 3);
    expect(heard.last()).toMatchObject({ screen: { lines: [[], row('z'), []] } });
  });

  test('ends with the reason: the Pod went, or was not there', async () => {
    const pod = await fakePod(socketOf(tempHome(), 'a'));
    const heard = hear(watchScreen(dialSocket(pod.socket)));
    await until(() => pod.received.length === 1);
    pod.hangUp();
    await until(heard.completed);
    expect(heard.values).toEqual([{ kind: 'lost', reason: 'the Pod closed the connection' }]);
    await pod.close();
    const late = hear(watchScreen(dialSocket(pod.socket)));
    await until(late.completed);
    expect(late.values).toMatchObject([{ kind: 'lost' }]);
  });

  test('unsubscribing hangs up', async () => {
    const pod = await fakePod(socketOf(tempHome(), 'a'), [snapshotEvent(), full]);
    const before = await handlesBefore();
    const heard = hear(watchScreen(dialSocket(pod.socket)));
    await until(() => heard.values.length === 1);
    heard.subscription.unsubscribe();
    await until(() => pod.open() === 0 && handles() === before);
  });
});
