// The records of a store as a stream: complete, and only what changed is read again.
import fs from 'node:fs';
import path from 'node:path';
import { tap } from 'rxjs';
import type { StoredPod } from '../../src/podList/podFacts';
import type { HomePaths } from '../../src/protocol/homePaths';
import { type DirectoryChanges, directoryWatches, UNWATCHED } from '../../src/streams/directoryWatches';
import { segmentLogs } from '../../src/streams/segmentLogs';
import type { SourceSnapshot } from '../../src/streams/sourceSnapshot';
import { watchStore } from '../../src/streams/watchStore';
import { until } from '../fixtures/until';
import {
  activeRecord,
  age,
  assistantText,
  endAll,
  handles,
  handlesBefore,
  hear,
  SESSION,
  tempHome,
  userInput,
  writeLog,
  writeMetadata,
} from './streamFixtures';

afterEach(endAll);

type Snapshot = SourceSnapshot<StoredPod>;

const store = (home: HomePaths, changes: DirectoryChanges = directoryWatches()) =>
  hear(watchStore(home, segmentLogs(home, changes), changes));
const pod = (snapshot: Snapshot | undefined, name: string) => snapshot?.facts.find((fact) => fact.id.name === name);
const names = (snapshot: Snapshot | undefined) => snapshot?.facts.map((fact) => fact.id.name).sort();
const preview = (snapshot: Snapshot | undefined, name: string) => {
  const log = pod(snapshot, name)?.log;
  return log?.kind === 'readable' ? log.preview : log?.kind;
};
const loaded = (snapshot: Snapshot) => !snapshot.loading;

describe('watchStore, read once', () => {
  test('each kind of record is one row; what is no Pod directory is none', async () => {
    const home = tempHome();
    writeMetadata(home, 'active', activeRecord('active'));
    writeLog(home, [userInput(5, 'hello')]);
    writeMetadata(home, 'pending', { pod_name: 'pending', active: { session_id: SESSION } });
    writeMetadata(home, 'inactive', { pod_name: 'another name' });
    writeMetadata(home, 'lost', activeRecord('lost', SESSION, 'none'));
    writeMetadata(home, 'escaping', activeRecord('escaping', '../..', 'x'));
    age(writeMetadata(home, 'corrupt', '{'));
    age(writeMetadata(home, 'blank', ''));
    fs.mkdirSync(path.join(home.pods, 'metadata.json-is-missing'));
    fs.mkdirSync(path.join(home.pods, 'odd', 'metadata.json'), { recursive: true });
    fs.writeFileSync(path.join(home.pods, 'file'), '');
    fs.symlinkSync(path.join(home.pods, 'active'), path.join(home.pods, 'link'));
    fs.mkdirSync(Buffer.concat([Buffer.from(`${home.pods}/`), Buffer.from([0xff])]));
    fs.writeFileSync(
      Buffer.concat([Buffer.from(`${home.pods}/`), Buffer.from([0xff]), Buffer.from('/metadata.json')]),
      '{}',
    );
    const heard = store(home, UNWATCHED);
    expect(heard.values).toEqual([{ facts: [], problems: [], loading: true }]);
    const read = await heard.waitFor(loaded);
    expect(names(read)).toEqual(['active', 'blank', 'corrupt', 'escaping', 'inactive', 'lost', 'odd', 'pending']);
    expect(pod(read, 'active')).toEqual({
      id: { place: home.data, name: 'active' },
      metadata: { kind: 'ok', active: { sessionId: SESSION, segmentId: expect.any(String) }, launch: null },
      log: { kind: 'readable', updatedAt: 5, preview: 'user: hello', hasEntries: true, title: null, lastExit: null },
    });
    expect(pod(read, 'pending')).toMatchObject({ metadata: { active: { segmentId: null } }, log: null });
    expect(pod(read, 'inactive')).toMatchObject({ metadata: { active: null }, log: null });
    expect(pod(read, 'lost')).toMatchObject({ log: { kind: 'missing' } });
    expect(pod(read, 'escaping')).toMatchObject({ metadata: { kind: 'corrupt' }, log: null });
    expect(pod(read, 'corrupt')).toMatchObject({ metadata: { kind: 'corrupt' }, log: null });
    expect(pod(read, 'blank')).toMatchObject({ metadata: { kind: 'corrupt', error: 'the file is empty' } });
    expect(pod(read, 'odd')).toMatchObject({ metadata: { kind: 'corrupt', error: 'it is not a regular file' } });
  });

  test('a home that does not exist is empty, not a problem', async () => {
    const read = await store(tempHome({ exists: false }), UNWATCHED).waitFor(loaded);
    expect(read).toEqual({ facts: [], problems: [], loading: false });
  });

  test('a pods directory that cannot be listed is a problem that names it', async () => {
    const home = tempHome();
    fs.rmdirSync(home.pods);
    fs.writeFileSync(home.pods, '');
    const read = await store(home, UNWATCHED).waitFor(loaded);
    expect(read.problems).toEqual([
      { source: 'store', place: home.data, message: expect.stringContaining(`Cannot list the Pods in ${home.pods}`) },
    ]);
  });

  test('more Pods than one turn reads', async () => {
    const home = tempHome();
    for (let i = 0; i < 350; i += 1) writeMetadata(home, `p${i}`, activeRecord(`p${i}`));
    const read = await store(home, UNWATCHED).waitFor(loaded);
    expect(read.facts).toHaveLength(350);
  });

  test('half-written metadata is read again before it is believed', async () => {
    const home = tempHome();
    const text = JSON.stringify(activeRecord('a'));
    const file = writeMetadata(home, 'a', text.slice(0, 20));
    const heard = store(home, UNWATCHED);
    await new Promise((resolve) => setImmediate(resolve));
    fs.writeFileSync(file, text);
    const read = await heard.waitFor(loaded);
    expect(pod(read, 'a')).toMatchObject({ metadata: { kind: 'ok' } });
    expect(heard.values.some((snapshot) => pod(snapshot, 'a')?.metadata.kind === 'corrupt')).toBe(false);
  });
});

test('torn metadata that goes away in the end is no row, and the list is complete', async () => {
  const home = tempHome();
  const file = writeMetadata(home, 'a', '{');
  const heard = store(home, UNWATCHED);
  await new Promise((resolve) => setImmediate(resolve));
  fs.rmSync(file);
  expect((await heard.waitFor(loaded)).facts).toEqual([]);
});

describe('watchStore, watching', () => {
  test('what comes between the first list and the watch is not missed', async () => {
    const home = tempHome();
    const changes = directoryWatches();
    const heard = hear(
      watchStore(home, segmentLogs(home, changes), changes).pipe(
        tap((snapshot) => {
          if (loaded(snapshot) && snapshot.facts.length === 0) writeMetadata(home, 'a', { pod_name: 'a' });
        }),
      ),
    );
    await heard.waitFor((snapshot) => names(snapshot)?.join() === 'a');
  });

  test('a Pod directory that is moved away is no row any more, and comes back with its name', async () => {
    const home = tempHome();
    writeMetadata(home, 'a', { pod_name: 'a' });
    const heard = store(home);
    await heard.waitFor((snapshot) => names(snapshot)?.join() === 'a');
    fs.renameSync(`${home.pods}/a`, `${home.data}/moved`);
    await heard.waitFor((snapshot) => snapshot.facts.length === 0);
    fs.renameSync(`${home.data}/moved`, `${home.pods}/b`);
    await heard.waitFor((snapshot) => names(snapshot)?.join() === 'b');
  });

  test('a Pod that comes, changes and goes', async () => {
    const home = tempHome();
    const heard = store(home);
    await heard.waitFor(loaded);
    writeMetadata(home, 'a', { pod_name: 'a', active: { session_id: SESSION } });
    await heard.waitFor((snapshot) => pod(snapshot, 'a')?.metadata.kind === 'ok');
    writeLog(home, [userInput(5, 'one')]);
    fs.writeFileSync(`${home.pods}/a/tmp`, JSON.stringify(activeRecord('a')));
    fs.renameSync(`${home.pods}/a/tmp`, `${home.pods}/a/metadata.json`);
    await heard.waitFor((snapshot) => preview(snapshot, 'a') === 'user: one');
    fs.rmSync(`${home.pods}/a`, { recursive: true });
    await heard.waitFor((snapshot) => snapshot.facts.length === 0);
  });

  test('a log that grows, is rewound, torn, and removed; another row keeps its object', async () => {
    const home = tempHome();
    writeMetadata(home, 'a', activeRecord('a'));
    writeMetadata(home, 'other', { pod_name: 'other' });
    const log = writeLog(home, [userInput(5, 'one')]);
    const heard = store(home);
    const first = await heard.waitFor(loaded);
    writeMetadata(home, 'other', { pod_name: 'other', unknown: 'field' });
    fs.appendFileSync(log, `${JSON.stringify(assistantText(6, 'two'))}\n{"kind":"user_in`);
    const second = await heard.waitFor((snapshot) => preview(snapshot, 'a') === 'assistant: two');
    expect(pod(second, 'other')).toBe(pod(first, 'other'));
    fs.appendFileSync(log, 'put","ts":9,"segments":[{"kind":"text","content":"three"}]}\n');
    await heard.waitFor((snapshot) => preview(snapshot, 'a') === 'user: three');
    fs.truncateSync(log, JSON.stringify(userInput(5, 'one')).length + 1);
    await heard.waitFor((snapshot) => preview(snapshot, 'a') === 'user: one');
    fs.rmSync(log);
    await heard.waitFor((snapshot) => pod(snapshot, 'a')?.log?.kind === 'missing');
  });

  test('a home that comes up later', async () => {
    const home = tempHome({ exists: false });
    const heard = store(home);
    await heard.waitFor(loaded);
    writeMetadata(home, 'a', activeRecord('a'));
    await heard.waitFor((snapshot) => pod(snapshot, 'a') !== undefined);
    writeLog(home, [userInput(5, 'late')]);
    await heard.waitFor((snapshot) => preview(snapshot, 'a') === 'user: late');
  });

  test('metadata that stays torn is believed in the end, and mends', async () => {
    const home = tempHome();
    writeMetadata(home, 'a', activeRecord('a'));
    const heard = store(home);
    await heard.waitFor(loaded);
    writeMetadata(home, 'a', '');
    await heard.waitFor((snapshot) => pod(snapshot, 'a')?.metadata.kind === 'corrupt');
    writeMetadata(home, 'a', activeRecord('a'));
    await heard.waitFor((snapshot) => pod(snapshot, 'a')?.metadata.kind === 'ok');
  });

  test('an unchanged file is not read again', async () => {
    const home = tempHome();
    const file = writeMetadata(home, 'a', { pod_name: 'a', active: { session_id: 'one' } });
    age(file);
    // What has changed just now may change once more and keep its times.
    await until(() => Date.now() - fs.statSync(file).ctimeMs > 25);
    const heard = store(home);
    await heard.waitFor(loaded);
    const opened = jest.spyOn(fs, 'openSync');
    // A word of the directory, and nothing of the record: it is looked at.
    fs.writeFileSync(path.join(path.dirname(file), 'archived'), '');
    const later = await heard.waitFor((snapshot) => pod(snapshot, 'a')?.isArchived === true);
    expect(pod(later, 'a')).toMatchObject({ metadata: { active: { sessionId: 'one' } } });
    expect(opened.mock.calls.filter(([name]) => name === file)).toEqual([]);
    opened.mockRestore();
  });

  test('other content behind the same inode, size and time of change is seen', async () => {
    const home = tempHome();
    const file = writeMetadata(home, 'a', { pod_name: 'a', active: { session_id: 'one' } });
    age(file);
    const { atime, mtime } = fs.statSync(file);
    const heard = store(home);
    await heard.waitFor(loaded);
    const descriptor = fs.openSync(file, 'r+');
    fs.writeSync(descriptor, JSON.stringify({ pod_name: 'a', active: { session_id: 'two' } }));
    fs.futimesSync(descriptor, atime, mtime);
    fs.closeSync(descriptor);
    await heard.waitFor((snapshot) => {
      const metadata = pod(snapshot, 'a')?.metadata;
      return metadata?.kind === 'ok' && metadata.active?.sessionId === 'two';
    });
  });

  test('without watches a sweep brings the same changes', async () => {
    const home = tempHome();
    writeMetadata(home, 'a', activeRecord('a'));
    const log = writeLog(home, [userInput(5, 'one')]);
    const changes = directoryWatches({
      watch: () => {
        throw Object.assign(new Error('no more watches'), { code: 'ENOSPC' });
      },
      sweepMs: 20,
    });
    const heard = store(home, changes);
    await heard.waitFor(loaded);
    fs.appendFileSync(log, `${JSON.stringify(userInput(6, 'two'))}\n`);
    await heard.waitFor((snapshot) => preview(snapshot, 'a') === 'user: two');
    writeMetadata(home, 'b', { pod_name: 'b' });
    fs.rmSync(`${home.pods}/a`, { recursive: true });
    await heard.waitFor((snapshot) => names(snapshot)?.join() === 'b');
  });

  test('leaves no watch and no timer behind', async () => {
    const home = tempHome();
    writeMetadata(home, 'a', activeRecord('a'));
    writeLog(home, [userInput(5, 'one')]);
    const before = await handlesBefore();
    const heard = store(home);
    await heard.waitFor(loaded);
    await until(() => handles().split('FSEventWrap').length - 1 === before.split('FSEventWrap').length - 1 + 3);
    heard.subscription.unsubscribe();
    await until(() => handles() === before);
  });
});
