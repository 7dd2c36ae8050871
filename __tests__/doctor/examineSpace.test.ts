// A disk that is full, or nearly so, is told once, however many directories of the home are on it.
import path from 'node:path';
import { examineSpace } from '../../src/doctor/examineSpace';
import { makeTempHome, type TempHome } from '../fixtures/tempHome';

const KIB = 1024n;

let home: TempHome;
beforeEach(() => {
  home = makeTempHome();
});
afterEach(() => home.close());

function found(left: bigint, blocks = 1000n) {
  const missing = path.join(home.directory, 'missing');
  return examineSpace([missing, home.directory, home.directory], () => ({ bavail: left, bsize: 1n, blocks })).map(
    ({ level, message }) => [level, message],
  );
}

test('nothing left is a problem, little is a warning, and enough is not worth a word', () => {
  expect(found(0n)).toEqual([['problem', expect.stringContaining(home.directory)]]);
  expect(found(300n * KIB)).toEqual([['warning', `Only 300 KiB are left on the disk of ${home.directory}.`]]);
  expect(found(16n * KIB * KIB)).toEqual([]);
});

test('a file system that counts nothing is not called full', () => {
  expect(found(0n, 0n)).toEqual([]);
});

test('what the system says of a real directory can be read', () => {
  expect(examineSpace([home.directory]).filter(({ level }) => level === 'problem')).toEqual([]);
});
