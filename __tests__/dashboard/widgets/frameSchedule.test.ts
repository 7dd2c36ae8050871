// When frames are drawn: each turn's own at its end, and none while the terminal is busy.
import { createFrameSchedule } from '../../../src/dashboard/widgets/frameSchedule';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test('what comes in one turn is one frame; that of the next turn waits for nothing', async () => {
  let drawn = 0;
  const schedule = createFrameSchedule(() => {
    drawn += 1;
    return true;
  });
  for (const frames of [1, 2, 3]) {
    schedule.request();
    schedule.request();
    expect(drawn).toBe(frames - 1);
    await turn();
    expect(drawn).toBe(frames);
  }
  await turn();
  expect(drawn).toBe(3);
});

test('while the terminal is busy nothing is drawn; then the newest frame is, once', async () => {
  let busy = true;
  const tries: boolean[] = [];
  const schedule = createFrameSchedule(() => {
    tries.push(!busy);
    return !busy;
  });
  schedule.request();
  await turn();
  await turn();
  expect(tries).toEqual([false]);
  busy = false;
  schedule.released();
  schedule.released();
  await turn();
  await turn();
  expect(tries).toEqual([false, true]);
  schedule.released();
  await turn();
  expect(tries).toEqual([false, true]);
});

test('what was given up is not drawn', async () => {
  let drawn = 0;
  const schedule = createFrameSchedule(() => {
    drawn += 1;
    return true;
  });
  schedule.request();
  schedule.cancel();
  schedule.released();
  await turn();
  expect(drawn).toBe(0);
});
