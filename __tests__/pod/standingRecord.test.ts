// The record of a live Pod: taken away, spoiled or replaced from outside it is written again; what others have changed in it stays.
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { putBackRecord, RecordLooks } from '../../src/pod/standingRecord';
import { type HomePaths, homeInDirectory, metadataPath } from '../../src/protocol/homePaths';
import { readMetadata, writeMetadata } from '../../src/store/metadataFile';

const metadata = { podName: 'p', active: { sessionId: 's', segmentId: 'g' }, launch: null };
let directory: string;
let home: HomePaths;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'pw-standing-'));
  home = homeInDirectory(directory);
  file = metadataPath(home, 'p');
  writeMetadata(home, metadata);
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

let looks: RecordLooks;
beforeEach(() => {
  looks = new RecordLooks();
});
const look = () => putBackRecord({ home, metadata, looks, log: null, beginning: [] });

/** Long after its write began. */
function settle(): void {
  const then = Date.now() / 1000 - 10;
  utimesSync(file, then, then);
}

const SPOILED: Readonly<Record<string, () => void>> = {
  removed: () => {},
  'replaced by a directory': () => mkdirSync(path.join(file, 'inside'), { recursive: true }),
  'replaced by a link in a circle': () => symlinkSync(file, file),
  'cut to nothing': () => {
    writeFileSync(file, '');
    settle();
  },
  'torn by a program that died': () => {
    writeFileSync(file, '{"pod_name":"p","act');
    settle();
  },
};

test.each(Object.entries(SPOILED))('%s: it is written again, once, and what stood there is kept', (what, spoil) => {
  settle();
  expect(look()).toBeNull();
  rmSync(file);
  spoil();
  expect(look()).toContain('it has been written again');
  expect(readMetadata(home, 'p')).toEqual({ ok: true, value: metadata });
  expect(look()).toBeNull();
  const aside = readdirSync(path.dirname(file)).filter((name) => name.includes('.replaced-'));
  expect(aside).toHaveLength(what === 'removed' ? 0 : 1);
});

test('what another program has changed in it, or may just be writing, stays', () => {
  const theirs = JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), theirs: 1 });
  writeFileSync(file, theirs);
  settle();
  expect(look()).toBeNull();
  writeFileSync(file, '{"pod_name"');
  expect(look()).toBeNull();
  expect(readFileSync(file, 'utf8')).toBe('{"pod_name"');
});
