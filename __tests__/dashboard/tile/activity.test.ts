// Activity: bytes by interval, moved on by time, forgotten after a minute; and the bars in a tile's border.
import type { ConversationChange } from '../../../src/conversation/conversationChange';
import { viewDashboard } from '../../../src/dashboard/frame/viewDashboard';
import { planGrid } from '../../../src/dashboard/grid/gridPlan';
import { nextAgeChange } from '../../../src/dashboard/loop/nextAgeChange';
import type { DashboardState } from '../../../src/dashboard/loop/state';
import { INTERVAL, noteOutput, untilActivityMoves } from '../../../src/dashboard/tile/activity';
import { grow, result, said } from '../../conversation/conversationFixtures';
import { livePod } from '../../podList/facts';
import { conversationFeed, keyOf, listOf, NOW, play, SIZES, scene, screenFeed, terminalPod, textOf } from '../scene';

const START = Math.ceil(NOW / INTERVAL) * INTERVAL;
const pod = (name: string) => terminalPod(name, { statusSince: null });
const feed = (outputBytes: number, at?: number) => ({
  report: {
    kind: 'feed' as const,
    key: keyOf('demo'),
    feed: screenFeed(['x'], { outputBytes }),
    ...(at === undefined ? {} : { at }),
  },
});
const bars = (state: DashboardState, now: number) =>
  viewDashboard(state, now).placements.find(({ sparkline }) => sparkline !== undefined);

test('counts what came in each interval, and what came before it looked not at all', () => {
  const first = noteOutput(null, 5000, null);
  const one = noteOutput(noteOutput(first, 5010, START), 5030, START + 1);
  const later = noteOutput(one, 5031, START + 3 * INTERVAL);
  expect([first.values, one.values, later.values]).toEqual([[], [30], [30, 0, 0, 1]]);
  expect(noteOutput(later, 5031, START + 9 * INTERVAL)).toBe(later);
  expect(noteOutput(later, 7, START)).toEqual({ ...later, outputBytes: 7 });
});

test('holds a minute, whatever comes', () => {
  let activity = noteOutput(null, 0, START);
  for (let i = 1; i <= 100; i += 1) activity = noteOutput(activity, i, START + i * INTERVAL);
  expect(activity.values).toEqual(new Array(30).fill(1));
  expect(untilActivityMoves(activity, START + 129 * INTERVAL + 500)).toBe(INTERVAL - 500);
  expect(untilActivityMoves(activity, START + 130 * INTERVAL)).toBeNull();
});

test('bars stand in the last row inside the border, move with time, are the same while nothing changes, and go after a minute', () => {
  const quiet = play(scene({ list: listOf({ live: [pod('demo')] }) }), feed(100)).state;
  expect([bars(quiet, START), nextAgeChange(quiet, START)]).toEqual([undefined, null]);
  const { state } = play(quiet, feed(150, START), feed(160, START + INTERVAL));
  const now = START + INTERVAL + 100;
  expect(bars(state, now)).toMatchObject({ rect: { y: 21, height: 1 }, sparkline: { values: [50, 10] } });
  expect(bars(state, now + INTERVAL)?.sparkline?.values).toEqual([50, 10, 0]);
  expect(bars(state, now)?.sparkline).toBe(bars(state, now)?.sparkline);
  expect(nextAgeChange(state, now)).toBe(INTERVAL - 100);
  expect(nextAgeChange(state, now + 60_000)).toBeNull();
  expect(bars(state, now + 60_000)).toBeUndefined();
  expect(textOf(state, now).split('\n')[22]).toMatch(/^╚═+╝$/);
  expect(bars(play(state, 'z').state, now)).toBeUndefined();
});

test('a Pod that is gone is forgotten; a page that is not shown moves nothing', () => {
  const list = listOf({ live: [pod('demo'), ...Array.from({ length: 8 }, (_, i) => pod(`p${i}`))] });
  const { state } = play(scene({ list }), feed(0), feed(9, START));
  expect(nextAgeChange(state, START)).toBe(INTERVAL);
  expect(nextAgeChange(play(state, 'G').state, START)).toBeNull();
  expect(play(state, { report: { kind: 'list', list: listOf({}) } }).state.activity.size).toBe(0);
});

test('an agent that writes is active, too: each word counts once, and the past not at all', () => {
  const list = listOf({ live: [livePod('demo', { extensions: ['agent'] })] });
  const hear = (at: number | null, ...changes: ConversationChange[]) => ({
    report: { kind: 'feed' as const, key: keyOf('demo'), feed: conversationFeed(changes), ...(at !== null && { at }) },
  });
  const past = said('long ago');
  const { state } = play(
    scene({ list }),
    hear(null, past),
    hear(START, past, grow('12345')),
    hear(START, past, grow('12345'), said('12345')),
    hear(START + INTERVAL, past, grow('12345'), said('12345'), result('a', 'ok', '123')),
  );
  expect(bars(state, START + INTERVAL)?.sparkline?.values).toEqual([5, 3]);
});

describe('density', () => {
  const state = scene({
    list: listOf({ live: Array.from({ length: 12 }, (_, i) => pod(`p${i}`)) }),
    size: SIZES.usual,
  });
  const shown = (...keys: string[]) => planGrid(play(state, ...keys).state).tiles.length;

  test.each([
    [[], 4],
    [['-'], 12],
    [['-', '-'], 12],
    [['-', '+'], 4],
    [['+'], 1],
    [['=', '='], 1],
  ])('%j: %d tiles', (keys, count) => {
    expect(shown(...keys)).toBe(count);
  });

  test('the selected tile stays on the screen', () => {
    const far = play(state, '-', 'G', '+', '+').state;
    expect(planGrid(far).tiles.map(({ entry }) => entry.id.name)).toEqual(['p9']);
    expect(play(far, '+').state.message?.text).toContain('as large as they get');
  });
});
