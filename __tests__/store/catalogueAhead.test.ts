// The second thread over a catalogue: what it calls unchanged is what the files say, and it looks at nothing for nobody.
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import {
  type HomePaths,
  metadataPath,
  podArchivedPath,
  podHolderPath,
  segmentLogPath,
} from '../../src/protocol/homePaths';
import { Catalogue } from '../../src/store/catalogue';
import { type AheadOrder, AS_KEPT } from '../../src/store/catalogueAhead';
import { CatalogueLook } from '../../src/store/catalogueLook';
import { unchangedPod } from '../../src/store/unchangedPod';
import { UNWATCHED } from '../../src/streams/directoryWatches';
import { segmentLogs } from '../../src/streams/segmentLogs';
import { watchStore } from '../../src/streams/watchStore';
import { storePod } from '../fixtures/storedPods';
import { until } from '../fixtures/until';
import { endAll, hear, tempHome } from '../streams/streamFixtures';

const PROGRAM = path.resolve(__dirname, '../../dist/store/aheadWorker.js');
const PODS = 80;
const OLD = Date.now() - 3_600_000;
const nameOf = (index: number) => `pod-${String(index).padStart(2, '0')}`;
const NAMES = Array.from({ length: PODS }, (_, index) => nameOf(index));

let home: HomePaths;
let cache: string;
beforeEach(async () => {
  home = tempHome();
  cache = fs.mkdtempSync('/tmp/pwc-');
  process.env.XDG_CACHE_HOME = cache;
  for (const [index, name] of NAMES.entries()) storePod(home, { name, updatedAt: OLD + index, preview: name }, index);
  await until(() => Date.now() - fs.statSync(logOf(PODS - 1)).ctimeMs > 25);
  await hear(watchStore(home, segmentLogs(home, UNWATCHED), UNWATCHED)).waitFor(({ loading }) => !loading);
  await until(() => Catalogue.open(home).size === PODS);
});
afterEach(async () => {
  await endAll();
  fs.rmSync(cache, { recursive: true, force: true });
  process.env.XDG_CACHE_HOME = 'none';
});

function logOf(index: number): string {
  const id = (n: number) => `019e7789-fb40-7a10-8c11-${n.toString(16).padStart(12, '0')}`;
  return segmentLogPath(home, id(2 * index), id(2 * index + 1));
}

/** The names that the thread, run to its end, calls unchanged. `front`: the row that somebody has come to. */
async function foundBy(catalogue: Catalogue, front = -1, identity = catalogue.identity ?? ''): Promise<string[]> {
  const found = new SharedArrayBuffer(catalogue.size);
  const reached = new SharedArrayBuffer(4);
  new Int32Array(reached)[0] = front;
  const workerData: AheadOrder = { home, identity, found, reached };
  const [code] = await once(new Worker(PROGRAM, { workerData, env: process.env }), 'exit');
  expect(code).toBe(0);
  const rows = new Uint8Array(found);
  return NAMES.filter((name) => rows[catalogue.rowOf(name) ?? -1] === AS_KEPT);
}

/** One change of each kind that a look has to notice; gives the names. */
function changeSome(): readonly string[] {
  fs.appendFileSync(logOf(3), '\n');
  const { atime, mtime } = fs.statSync(logOf(7));
  const descriptor = fs.openSync(logOf(7), 'r+');
  fs.writeSync(descriptor, ' ', fs.fstatSync(descriptor).size - 1);
  fs.futimesSync(descriptor, atime, mtime);
  fs.closeSync(descriptor);
  fs.writeFileSync(podHolderPath(home, nameOf(11)), '{}');
  fs.writeFileSync(podArchivedPath(home, nameOf(13)), '');
  fs.rmSync(path.dirname(metadataPath(home, nameOf(17))), { recursive: true });
  fs.rmSync(logOf(19));
  fs.copyFileSync(metadataPath(home, nameOf(29)), `${metadataPath(home, nameOf(23))}.new`);
  fs.renameSync(`${metadataPath(home, nameOf(23))}.new`, metadataPath(home, nameOf(23)));
  return [3, 7, 11, 13, 17, 19, 23].map(nameOf);
}

test('it calls unchanged what is, and nothing else', async () => {
  const changed = changeSome();
  expect(await foundBy(Catalogue.open(home))).toEqual(NAMES.filter((name) => !changed.includes(name)));
});

test('what has been looked at already it leaves alone', async () => {
  const catalogue = Catalogue.open(home);
  expect(await foundBy(catalogue, 59)).toEqual(NAMES.filter((name) => (catalogue.rowOf(name) ?? 0) > 59));
});

test('of a catalogue that is another one by now it says nothing', async () => {
  expect(await foundBy(Catalogue.open(home), -1, 'another')).toEqual([]);
});

test('a look with it says what one without says', async () => {
  changeSome();
  const catalogue = Catalogue.open(home);
  const look = new CatalogueLook(home, catalogue);
  look.begin(PROGRAM, 1);
  const said = NAMES.map((name) => look.of(name).stored);
  look.close();
  const alone = NAMES.map((name) => {
    const kept = catalogue.of(name);
    return kept === null ? null : unchangedPod(home, kept);
  });
  expect(said).toEqual(alone);
  expect(said.filter((stored) => stored === null)).toHaveLength(7);
});

test('where its program cannot be loaded the files are looked at all the same', async () => {
  const look = new CatalogueLook(home, Catalogue.open(home));
  look.begin(path.join(cache, 'none.js'), 1);
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(look.of(nameOf(5)).stored?.id.name).toBe(nameOf(5));
  look.close();
});
