// The catalogue against a full read: whatever happens to the files between two looks, a look with it says what one without says.
import fs from 'node:fs';
import path from 'node:path';
import { filter, firstValueFrom } from 'rxjs';
import { type HomePaths, metadataPath } from '../../src/protocol/homePaths';
import { stoppedPods } from '../../src/store/stoppedPods';
import { UNWATCHED } from '../../src/streams/directoryWatches';
import { segmentLogs } from '../../src/streams/segmentLogs';
import { watchStore } from '../../src/streams/watchStore';
import { storePod } from '../fixtures/storedPods';
import { until } from '../fixtures/until';
import { CataloguedStore, NAMES, OLD, PODS } from './cataloguedStore';

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

/** Fills the catalogue, lets `change` happen, and holds a look with it against one without. */
async function agreesAfter(change: () => void | Promise<void>) {
  const before = await look(true);
  expect(before).toHaveLength(PODS);
  const kept = fs.readFileSync(fileOf(), 'utf8');
  expect(JSON.parse(kept).pods).toHaveLength(PODS);
  await change();
  const once = lookInOneGo();
  const known = await look(true);
  expect(known).toEqual(await look(false));
  // Who looks in one go leaves to the others what is not sure.
  if (once !== null) expect(once).toEqual(known);
  return { before, known, once };
}

/** Every fact of the store, by name; null: only the whole look can tell. */
function lookInOneGo() {
  process.env.XDG_CACHE_HOME = cache;
  const { stored } = stoppedPods(home) ?? { stored: null };
  return stored === null ? null : [...stored].sort((a, b) => (a.id.name < b.id.name ? -1 : 1));
}

/** The same number of bytes, and times that say that nothing has happened. */
function replaceInPlace(file: string, from: string, to: string): void {
  const { atime, mtime } = fs.statSync(file);
  const text = fs.readFileSync(file, 'utf8');
  expect(text).toContain(from);
  expect(to).toHaveLength(from.length);
  const descriptor = fs.openSync(file, 'r+');
  fs.writeSync(descriptor, text.replaceAll(from, to));
  fs.futimesSync(descriptor, atime, mtime);
  fs.closeSync(descriptor);
}

test('of an unchanged store no file is opened again, and it says the same', async () => {
  await look(true);
  const opened = jest.spyOn(fs, 'openSync');
  const known = await look(true);
  const files = opened.mock.calls.map(([file]) => String(file)).filter((file) => file.startsWith(home.data));
  opened.mockRestore();
  expect(files).toEqual([]);
  expect(known).toEqual(await look(false));
});

test('who looks once and leaves with the first whole list has kept the logs too', async () => {
  process.env.XDG_CACHE_HOME = cache;
  const store$ = watchStore(home, segmentLogs(home, UNWATCHED), UNWATCHED);
  await firstValueFrom(store$.pipe(filter(({ loading }) => !loading)));
  await until(() => fs.readdirSync(path.join(cache, 'podwatch', 'catalogues')).some((name) => name.endsWith('.json')));
  const { pods } = JSON.parse(fs.readFileSync(fileOf(), 'utf8'));
  expect(pods.filter(([, , , log]: unknown[]) => log !== null)).toHaveLength(PODS);
});

test('it is its user’s alone, written whole, and not again while little is new', async () => {
  await look(true);
  const { ino, mode } = fs.statSync(fileOf());
  expect(mode & 0o777).toBe(0o600);
  expect(fs.statSync(path.dirname(fileOf())).mode & 0o777).toBe(0o700);
  fs.appendFileSync(logOf(3), '\n');
  await look(true);
  expect(fs.statSync(fileOf()).ino).toBe(ino);
  for (let index = 0; index < 20; index += 1) fs.appendFileSync(logOf(index), '\n');
  await store.settled(logOf(19));
  await look(true);
  expect(fs.statSync(fileOf()).ino).not.toBe(ino);
  expect(fs.readdirSync(path.dirname(fileOf()))).toHaveLength(1);
});

test('files changed in place, their size and times as before', async () => {
  const { known, once } = await agreesAfter(() => {
    replaceInPlace(logOf(5), 'said by pod-05', 'SAID BY POD-05');
    replaceInPlace(metadataPath(home, 'pod-06'), '"/bin/sh"', '"/bin/ed"');
  });
  expect(once).not.toBeNull();
  expect(known[5]).toMatchObject({ log: { preview: 'assistant: SAID BY POD-05' } });
  expect(known[6]).toMatchObject({ metadata: { launch: { argv: ['/bin/ed'] } } });
});

test('files cut short, emptied, longer, gone', async () => {
  const { known } = await agreesAfter(() => {
    fs.truncateSync(logOf(1), 10);
    fs.truncateSync(logOf(2), 0);
    fs.appendFileSync(
      logOf(3),
      `${JSON.stringify({ kind: 'user_input', ts: OLD, segments: [{ kind: 'text', content: 'more' }] })}\n`,
    );
    fs.rmSync(logOf(4));
    fs.rmSync(path.dirname(metadataPath(home, 'pod-05')), { recursive: true });
    fs.truncateSync(metadataPath(home, 'pod-06'), 5);
  });
  expect(known).toHaveLength(PODS - 1);
  expect(known[1]).toMatchObject({ log: { kind: 'corrupt' } });
  expect(known[3]).toMatchObject({ log: { preview: 'user: more' } });
  expect(known[4]).toMatchObject({ log: { kind: 'missing' } });
});

test('files replaced by rename, and restored from a backup with their old times', async () => {
  const { known, once } = await agreesAfter(() => {
    for (const [index, isOld] of [
      [7, false],
      [8, true],
    ] as const) {
      const file = logOf(index);
      const { atime, mtime } = fs.statSync(file);
      const copy = `${file}.new`;
      const name = `pod-0${index}`;
      fs.writeFileSync(copy, fs.readFileSync(file, 'utf8').replaceAll(`said by ${name}`, `then by ${name}`));
      if (isOld) fs.utimesSync(copy, atime, mtime);
      fs.renameSync(copy, file);
    }
  });
  expect(once).not.toBeNull();
  expect(known[7]).toMatchObject({ log: { preview: 'assistant: then by pod-07' } });
  expect(known[8]).toMatchObject({ log: { preview: 'assistant: then by pod-08' } });
});

test('a record that points at another log, and two that change places', async () => {
  const { known, once } = await agreesAfter(() => {
    const [a, b] = [metadataPath(home, 'pod-10'), metadataPath(home, 'pod-11')];
    const [textA, textB] = [a, b].map((file) => fs.readFileSync(file, 'utf8'));
    fs.writeFileSync(a, String(textB).replace('"pod-11"', '"pod-10"'));
    fs.writeFileSync(b, String(textA).replace('"pod-10"', '"pod-11"'));
  });
  expect(once).not.toBeNull();
  expect(known[10]).toMatchObject({ log: { preview: 'assistant: said by pod-11' } });
});

test('a clock that goes back between two changes: what lies in the future is not believed', async () => {
  const file = logOf(12);
  fs.mkdirSync(path.join(cache, 'podwatch', 'catalogues'), { recursive: true, mode: 0o700 });
  const clock = jest.spyOn(Date, 'now');
  const { ctimeMs } = fs.statSync(file);
  // As if the clock had been set back by a day after the file was written.
  clock.mockReturnValue(ctimeMs - 86_400_000);
  await look(true);
  clock.mockRestore();
  expect(fs.existsSync(fileOf())).toBe(false);
  replaceInPlace(file, 'said by pod-12', 'SAID BY POD-12');
  expect(await look(true)).toEqual(await look(false));
});

test('new Pods, archived and held ones are seen at once', async () => {
  const { known, once } = await agreesAfter(() => {
    fs.writeFileSync(path.join(home.pods, 'pod-20', 'archived'), '');
    storePod(home, { name: 'zz-new', updatedAt: Date.now(), preview: 'new' }, 500);
  });
  expect(once).not.toBeNull();
  expect(known[20]).toMatchObject({ isArchived: true });
  expect(known.at(-1)).toMatchObject({ id: { name: 'zz-new' } });
});

test.each([
  ['cut', (text: string) => text.slice(0, text.length / 2)],
  ['empty', () => ''],
  ['of another version', (text: string) => text.replace('"version":4', '"version":0')],
  ['of another place', (text: string) => text.replace(/"place":"[^"]*"/, '"place":"/elsewhere"')],
  ['no catalogue', () => '[null,{"a":1}]'],
  ['with a row that is cut', (text: string) => text.replace(/"kind":"ok".*/, '"kind"')],
  ['with a row under another name', (text: string) => text.replace('["pod-07"', '["pod-08"')],
  ['with rows of other shapes', (text: string) => text.replaceAll('"kind":"readable"', '"kind":"written"')],
  ['with ids that lead elsewhere', (text: string) => text.replaceAll(/"sessionId":"[^"]*"/g, '"sessionId":"../.."')],
])('a catalogue that is %s costs time, and nothing else', async (_, damage) => {
  await agreesAfter(() => {
    const file = fileOf();
    fs.writeFileSync(file, damage(fs.readFileSync(file, 'utf8')));
  });
});

test('two who write it at once leave one whole catalogue', async () => {
  await Promise.all([look(true), look(true), look(true)]);
  expect(JSON.parse(fs.readFileSync(fileOf(), 'utf8')).pods).toHaveLength(PODS);
  expect(fs.readdirSync(path.dirname(fileOf()))).toHaveLength(1);
  expect(await look(true)).toEqual(await look(false));
});

test('one of many pieces says the same, in whatever order it is asked', async () => {
  const long = 'word '.repeat(8000);
  for (const [index, name] of NAMES.entries()) {
    const text = fs.readFileSync(metadataPath(home, name), 'utf8');
    fs.writeFileSync(metadataPath(home, name), text.replace('/bin/sh', `/bin/sh ${index} ${long}`));
  }
  const last = metadataPath(home, NAMES.at(-1) ?? '');
  await store.settled(last);
  await agreesAfter(() => {
    expect(fs.statSync(fileOf()).size).toBeGreaterThan(3 * 1024 * 1024);
    replaceInPlace(metadataPath(home, 'pod-40'), 'word word', 'lord word');
  });
});

test('where nothing can be kept, all is read', async () => {
  fs.writeFileSync(path.join(cache, 'podwatch'), 'in the way');
  expect(await look(true)).toEqual(await look(false));
});
