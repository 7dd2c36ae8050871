// A store that takes long to read: what is shown meanwhile, with a catalogue of it and without.
import fs from 'node:fs';
import path from 'node:path';
import { type HomePaths, metadataPath } from '../../src/protocol/homePaths';
import { directoryWatches } from '../../src/streams/directoryWatches';
import { segmentLogs } from '../../src/streams/segmentLogs';
import { watchStore } from '../../src/streams/watchStore';
import { storePod } from '../fixtures/storedPods';
import { CataloguedStore, NAMES, OLD, PODS } from './cataloguedStore';
import { hear } from './streamFixtures';

let store: CataloguedStore;
let home: HomePaths;
let cache: string;
beforeEach(async () => {
  store = await CataloguedStore.make();
  ({ home, cache } = store);
});
afterEach(() => store.end());

const look = (withCache: boolean) => store.look(withCache);
const fileOf = () => store.file;
const logOf = (index: number) => store.logOf(index);

test('what takes long is shown while it is read, what changed last first, and said not to be whole', async () => {
  await look(true);
  process.env.XDG_CACHE_HOME = cache;
  for (let index = PODS; index < 4 * PODS; index += 1) {
    storePod(home, { name: `pod-${index}`, updatedAt: OLD - index, preview: 'older' }, index);
  }
  fs.rmSync(fileOf());
  await store.settled(logOf(4 * PODS - 1));
  await look(true);
  process.env.XDG_CACHE_HOME = cache;
  let now = 0;
  const clock = jest.spyOn(performance, 'now').mockImplementation(() => {
    now += 10_000;
    return now;
  });
  const changes = directoryWatches();
  const heard = hear(watchStore(home, segmentLogs(home, changes), changes));
  await heard.waitFor((snapshot) => !snapshot.loading);
  clock.mockRestore();
  const [first] = heard.values.filter(({ facts }) => facts.length > 0);
  expect(first?.loading).toBe(true);
  expect(first?.facts.length).toBeLessThan(4 * PODS);
  expect(first?.facts[0]?.id.name).toBe(NAMES.at(-1));
  expect(heard.last()?.facts).toHaveLength(4 * PODS);
});

describe('of many, the first page comes before the rest is looked at', () => {
  const MANY = 410;
  const NEWEST = 'pod-200';
  const recordOf = (name: string) => metadataPath(home, name);

  beforeEach(() => {
    for (let index = PODS; index < MANY; index += 1) {
      storePod(home, { name: `pod-${index}`, updatedAt: OLD - index, preview: 'older' }, index);
    }
    for (let index = PODS; index < MANY; index += 1) fs.utimesSync(recordOf(`pod-${index}`), 1000, 1000);
    fs.utimesSync(recordOf(NEWEST), 2_000_000_000, 2_000_000_000);
  });

  async function watched() {
    process.env.XDG_CACHE_HOME = cache;
    const changes = directoryWatches();
    const heard = hear(watchStore(home, segmentLogs(home, changes), changes));
    const last = await heard.waitFor((snapshot) => !snapshot.loading);
    const [first] = heard.values.filter(({ facts }) => facts.length > 0);
    return { first, last };
  }

  test('without a catalogue by the times of the records, and what is live by its name', async () => {
    fs.mkdirSync(path.join(home.runtime, 'pod-300'), { recursive: true });
    const { first, last } = await watched();
    expect(first?.loading).toBe(true);
    expect(first?.facts).toHaveLength(100);
    const names = first?.facts.map(({ id }) => id.name) ?? [];
    expect(names).toEqual(expect.arrayContaining(['pod-300', NEWEST, ...NAMES]));
    expect(last.facts).toHaveLength(MANY);
  });

  test('with one by what was read of their logs, whatever the times of the records say', async () => {
    await store.settled(recordOf(NEWEST));
    await look(true);
    const { first, last } = await watched();
    expect(first?.loading).toBe(true);
    expect(first?.facts).toHaveLength(100);
    expect(first?.facts[0]?.id.name).toBe(NAMES.at(-1));
    expect(first?.facts.map(({ id }) => id.name)).not.toContain(NEWEST);
    const all = await look(false);
    expect([...last.facts].sort((a, b) => (a.id.name < b.id.name ? -1 : 1))).toEqual(all);
  });
});
