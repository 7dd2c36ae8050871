// What the grid makes room for: tiles of live Pods, and below them the newest of all others, in short.
import { planGrid } from '../../../src/dashboard/grid/gridPlan';
import { livePod, names, storedPod } from '../../podList/facts';
import { listOf, SIZES, scene, terminalPod } from '../scene';

const stored = ['s1', 's2', 's3', 's4', 'checked'].map((name) => storedPod(name));
const live = [
  terminalPod('idle'),
  terminalPod('silent', { status: null }),
  livePod('dead', { reach: 'unreachable' }),
  livePod('checked', { reach: 'probing' }),
];

test('every live Pod has a tile; of all others three are named, and the rest is counted', () => {
  const { tiles, stopped } = planGrid(scene({ list: listOf({ stored, live }) }));
  expect(names(tiles.map(({ entry }) => entry)).sort()).toEqual(['idle', 'silent']);
  expect([names(stopped?.list.entries ?? []), stopped?.list.total, stopped?.list.hidden]).toEqual([
    ['checked', 's1', 's2'],
    6,
    3,
  ]);
});

test('where every row counts, and where there are no others, the tiles have all of it', () => {
  expect(planGrid(scene({ list: listOf({ stored, live }), size: SIZES.small })).stopped).toBeNull();
  expect(planGrid(scene({ list: listOf({ live: [terminalPod('idle')] }) })).stopped).toBeNull();
});
