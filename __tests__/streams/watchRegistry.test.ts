// The registry as a stream: changes, torn states, files that are missing.
import fs from 'node:fs';
import type { HomePaths } from '../../src/protocol/homePaths';
import { directoryWatches, UNWATCHED } from '../../src/streams/directoryWatches';
import { type RegistrySnapshot, watchRegistry } from '../../src/streams/watchRegistry';
import { until } from '../fixtures/until';
import { age, endAll, handles, handlesBefore, hear, tempHome, writeRegistry } from './streamFixtures';

afterEach(endAll);

const registry = (home: HomePaths, changes = directoryWatches()) => hear(watchRegistry(home, changes));
const names = ({ facts }: RegistrySnapshot) => facts.map((allocation) => allocation.pod_name).join();
const settled = (snapshot: RegistrySnapshot) => !snapshot.loading;
const socket = '/run/x/sock';
const one = { pod_name: 'a', pid: 1, socket, scope_allow: [] };

describe('watchRegistry', () => {
  test('a missing file, and a missing home, are no allocations and no problem', async () => {
    const heard = registry(tempHome({ exists: false }), UNWATCHED);
    expect(heard.values).toEqual([
      { facts: [], broken: [], problems: [], loading: true },
      { facts: [], broken: [], problems: [], loading: false },
    ]);
  });

  test('a bad record is one problem that names the file, and costs no other record', () => {
    const home = tempHome();
    const allocations = [one, { pod_name: 'no pid' }, { ...one, pod_name: '../up' }];
    fs.writeFileSync(home.registry, JSON.stringify({ allocations }));
    const read = registry(home, UNWATCHED).last();
    expect(read && names(read)).toBe('a');
    expect(read?.problems.map(({ message }) => message)).toEqual([
      expect.stringContaining(`${home.registry}: allocation 1`),
      expect.stringContaining(`${home.registry}: allocation 2`),
    ]);
  });

  test('an old empty file is believed at once', () => {
    const home = tempHome();
    fs.writeFileSync(home.registry, '');
    age(home.registry);
    expect(registry(home, UNWATCHED).last()).toEqual({ facts: [], broken: [], problems: [], loading: false });
  });

  test.each([
    ['empty', ''],
    ['half written', '{"allocations":[{"pod_na'],
  ])('a %s file is read again before it is believed', async (_, torn) => {
    const home = tempHome();
    fs.writeFileSync(home.registry, torn);
    const heard = registry(home, UNWATCHED);
    expect(heard.values).toHaveLength(1);
    writeRegistry(home, [{ name: 'a', socket }]);
    const read = await heard.waitFor(settled);
    expect(names(read)).toBe('a');
    expect(heard.values).toHaveLength(2);
  });

  test('what stays torn keeps the last allocations and becomes a problem, until it is mended', async () => {
    const home = tempHome();
    writeRegistry(home, [{ name: 'a', socket }]);
    const heard = registry(home);
    await heard.waitFor(settled);
    fs.writeFileSync(home.registry, '{"allocations":[');
    const torn = await heard.waitFor(({ problems }) => problems.length > 0);
    expect(names(torn)).toBe('a');
    expect(torn.problems[0]).toMatchObject({ source: 'registry', place: home.data });
    writeRegistry(home, [{ name: 'b', socket }]);
    const mended = await heard.waitFor((snapshot) => names(snapshot) === 'b');
    expect(mended.problems).toEqual([]);
  });

  test('follows rewrites in place, replacement, removal, and a runtime directory that comes later', async () => {
    const home = tempHome({ exists: false });
    const heard = registry(home);
    writeRegistry(home, [{ name: 'a', socket }]);
    await heard.waitFor((snapshot) => names(snapshot) === 'a');
    writeRegistry(home, [{ name: 'b', socket }]);
    await heard.waitFor((snapshot) => names(snapshot) === 'b');
    fs.writeFileSync(`${home.registry}.tmp`, JSON.stringify({ allocations: [one, { ...one, pod_name: 'c' }] }));
    fs.renameSync(`${home.registry}.tmp`, home.registry);
    await heard.waitFor((snapshot) => names(snapshot) === 'a,c');
    fs.rmSync(home.registry);
    await heard.waitFor((snapshot) => names(snapshot) === '');
  });

  test('only reads: the file stays as it is, to the time', async () => {
    const home = tempHome();
    writeRegistry(home, [{ name: 'dead', socket }]);
    const before = fs.statSync(home.registry);
    await registry(home).waitFor(settled);
    const { mtimeMs, size, ino } = fs.statSync(home.registry);
    expect({ mtimeMs, size, ino }).toEqual({ mtimeMs: before.mtimeMs, size: before.size, ino: before.ino });
    expect(fs.readdirSync(home.runtime)).toEqual(['pods.json']);
  });

  test('leaves no watch and no timer behind', async () => {
    const home = tempHome();
    const before = await handlesBefore();
    fs.writeFileSync(home.registry, '');
    const heard = registry(home);
    await until(() => handles() !== before);
    heard.subscription.unsubscribe();
    await until(() => handles() === before);
  });
});
