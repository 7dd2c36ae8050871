// When a home is looked at in one go, and what is kept of it; that it finds what a whole look finds is in catalogue.test.ts.
import fs from 'node:fs';
import path from 'node:path';
import {
  type HomePaths,
  homeInDirectory,
  metadataPath,
  podArchivedPath,
  podHolderPath,
} from '../../src/protocol/homePaths';
import { stoppedPods } from '../../src/store/stoppedPods';
import { storePod } from '../fixtures/storedPods';

const OLD = Date.now() - 3_600_000;

let directory: string;
let home: HomePaths;
const cacheBefore = process.env.XDG_CACHE_HOME;
beforeEach(() => {
  directory = fs.mkdtempSync('/tmp/pw-');
  home = homeInDirectory(directory);
  process.env.XDG_CACHE_HOME = path.join(directory, 'cache');
});
afterEach(() => {
  jest.restoreAllMocks();
  process.env.XDG_CACHE_HOME = cacheBefore;
  fs.rmSync(directory, { recursive: true, force: true });
});

const names = () =>
  stoppedPods(home)
    ?.stored.map(({ id }) => id.name)
    .sort();

function store(count: number): void {
  for (let at = 0; at < count; at += 1) storePod(home, { name: `pod-${at}`, updatedAt: OLD + at, preview: 'x' }, at);
}

function writeRegistry(text: string): void {
  fs.mkdirSync(home.runtime, { recursive: true });
  fs.writeFileSync(home.registry, text);
}

const register = (allocations: readonly unknown[]) => writeRegistry(JSON.stringify({ allocations }));

test('nothing is there, or only what is stopped', () => {
  expect(names()).toEqual([]);
  store(3);
  register([]);
  fs.mkdirSync(path.join(home.pods, 'no-record'));
  fs.mkdirSync(path.join(home.runtime, 'no-record'));
  expect(names()).toEqual(['pod-0', 'pod-1', 'pod-2']);
});

test.each([
  ['an entry says so', () => register([{ pod_name: 'pod-1', pid: 1, socket: '/s', scope_allow: [] }])],
  ['an entry that cannot be read may', () => register([{ pod_name: 'pod-1' }])],
  ['the registry cannot be read', () => writeRegistry('{')],
  ['its entry is lost', () => fs.mkdirSync(path.join(home.runtime, 'pod-1'), { recursive: true })],
  ['somebody holds it', () => fs.writeFileSync(podHolderPath(home, 'pod-1'), '{}')],
])('where a Pod may be live, as %s, others have to tell', (_, happen) => {
  store(2);
  expect(names()).toHaveLength(2);
  happen();
  expect(stoppedPods(home)).toBeNull();
});

test('what is being written just now, and a store that cannot be listed, are left to others', () => {
  store(2);
  fs.writeFileSync(metadataPath(home, 'pod-1'), '{');
  expect(stoppedPods(home)).toBeNull();
  fs.utimesSync(metadataPath(home, 'pod-1'), 1, 1);
  expect(stoppedPods(home)?.stored).toContainEqual(
    expect.objectContaining({ metadata: expect.objectContaining({ kind: 'corrupt' }) }),
  );
  fs.rmSync(home.pods, { recursive: true });
  fs.writeFileSync(home.pods, '');
  expect(stoppedPods(home)).toBeNull();
});

test('what takes long is left to others, also where nothing of it has to be read', () => {
  store(100);
  jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 60_000);
  stoppedPods(home)?.keep();
  let spent = 0;
  const slow = (ms: number) =>
    jest.spyOn(performance, 'now').mockImplementation(() => {
      spent += ms;
      return spent;
    });
  slow(40);
  expect(stoppedPods(home)?.stored).toHaveLength(100);
  slow(60);
  expect(stoppedPods(home)).toBeNull();
  fs.rmSync(path.join(directory, 'cache'), { recursive: true });
  slow(20);
  expect(stoppedPods(home)).toBeNull();
});

test('is kept once, and again only where much is new', () => {
  const old = new Date(OLD);
  store(100);
  // Their time of change cannot be set: the clock goes on instead.
  const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 60_000);
  const catalogues = path.join(directory, 'cache', 'podwatch', 'catalogues');
  const file = () => path.join(catalogues, fs.readdirSync(catalogues)[0] ?? 'none');
  stoppedPods(home)?.keep();
  const first = fs.statSync(file()).ino;
  for (let at = 0; at < 50; at += 1) fs.writeFileSync(podArchivedPath(home, `pod-${at}`), '');
  fs.utimesSync(metadataPath(home, 'pod-99'), old, old);
  stoppedPods(home)?.keep();
  expect(fs.statSync(file()).ino).toBe(first);
  for (let at = 0; at < 50; at += 1) fs.utimesSync(metadataPath(home, `pod-${at}`), old, old);
  expect(stoppedPods(home)?.stored.filter(({ isArchived }) => isArchived)).toHaveLength(50);
  stoppedPods(home)?.keep();
  expect(fs.statSync(file()).ino).not.toBe(first);
  clock.mockRestore();
});
