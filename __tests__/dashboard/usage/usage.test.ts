// What Pods use: asked for only while it is on the screen, said in the list and, by a key, in tiles.
import { Subscription, VirtualTimeScheduler } from 'rxjs';
import { watchUsage } from '../../../src/dashboard/loop/watchUsage';
import { usageShownOf } from '../../../src/dashboard/usage/usageSelectors';
import type { PodEntry } from '../../../src/podList/podList';
import { storedPod } from '../../podList/facts';
import { keyOf, listOf, play, SIZES, scene, terminalPod, textOf } from '../scene';

const list = listOf({ live: [terminalPod('a'), terminalPod('b')], stored: [storedPod('old')] });
const pods = new Map([[keyOf('a'), { cpu: 12.4, memory: 140 * 1024 * 1024 }]]);
const usage = { report: { kind: 'usage' as const, pods } };

test('the list asks where it has room, tiles by a key, and nobody while a Pod has the terminal', () => {
  const names = (entries: readonly PodEntry[] | null) => entries?.map(({ id }) => id.name) ?? null;
  const wide = { cols: 110, rows: 30 };
  expect(names(usageShownOf(scene({ mode: 'picker', list, size: wide })))).toEqual(['a', 'b']);
  expect(usageShownOf(scene({ mode: 'picker', list }))).toBeNull();
  const grid = scene({ list, size: SIZES.large });
  expect(usageShownOf(grid)).toBeNull();
  expect(names(usageShownOf(play(grid, 'm').state))).toEqual(['a', 'b']);
  expect(usageShownOf(play(grid, 'm', 'm').state)).toBeNull();
  expect(usageShownOf(play(grid, 'm', 'enter').state)).toBeNull();
  expect(usageShownOf(scene({ mode: 'picker', list: listOf({ stored: [storedPod('old')] }), size: wide }))).toBeNull();
});

test('columns of their own in the list, in the title of a tile that is wide enough', () => {
  const picker = scene({ mode: 'picker', list, size: { cols: 110, rows: 30 } });
  expect(textOf(picker)).not.toContain('CPU');
  const text = textOf(play(picker, usage).state);
  expect(text).toMatch(/UPDATED +CPU +MEM /);
  expect(text).toMatch(/a .* 12% +140M /);
  const grid = play(scene({ list, size: SIZES.large }), usage).state;
  expect(textOf(grid)).not.toContain('12%');
  expect(textOf(play(grid, 'm').state)).toContain('12% 140M · idle 3s');
});

test('tiles that are too narrow for it leave no doubt that the key was heard', () => {
  const grid = scene({ list, size: { cols: 50, rows: 12 } });
  expect(textOf(play(grid, usage, 'm').state)).toContain('CPU and memory stand in each tile of 36 columns');
  expect(textOf(play(grid, usage, 'm', 'm').state)).toContain('not shown in tiles any more');
});

test('looks soon for a second time, then every two seconds, a slow look more seldom, and never when it is done', async () => {
  const scheduler = new VirtualTimeScheduler();
  const owner = new Subscription();
  const asked: number[] = [];
  let seen = 0;
  const look = watchUsage(
    async () => {
      asked.push(scheduler.now());
      return { pods: new Map(), totalMemory: 0 };
    },
    () => {
      seen += 1;
    },
    owner,
    scheduler,
  );
  // What is awaited between two timers comes on the next turn.
  const turns = async (count: number) => {
    for (let turn = 0; turn < count; turn += 1) {
      scheduler.flush();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  look.sync(list.entries, false);
  look.sync(list.entries, false);
  await turns(4);
  expect(asked).toEqual([0, 500, 2500, 4500]);
  expect(seen).toBe(4);
  look.sync(null, false);
  await turns(2);
  expect(asked).toHaveLength(4);
  look.sync(list.entries, false);
  await turns(1);
  expect(asked).toHaveLength(5);
  owner.unsubscribe();
  await turns(2);
  expect(asked).toHaveLength(5);
});

test('the first look waits for the list, but not for long, and later ones for nothing', async () => {
  const scheduler = new VirtualTimeScheduler();
  const owner = new Subscription();
  const asked: number[] = [];
  const look = watchUsage(
    async () => {
      asked.push(scheduler.now());
      return { pods: new Map(), totalMemory: 0 };
    },
    () => {},
    owner,
    scheduler,
  );
  scheduler.schedule(() => look.sync(list.entries, true), 0);
  scheduler.schedule(() => look.sync(list.entries, false), 100);
  scheduler.schedule(() => look.sync(null, false), 200);
  // Of a host that does not answer nobody knows when it does.
  scheduler.schedule(() => look.sync(list.entries, true), 300);
  for (let turn = 0; turn < 2; turn += 1) {
    scheduler.flush();
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(asked).toEqual([100, 550, 1050]);
  owner.unsubscribe();
});
