// What is done with Pods that are stopped: `adopt`, `prune`, `restore --all`.
import fs from 'node:fs';
import path from 'node:path';
import { homeInDirectory, metadataPath, segmentLogPath } from '../../src/protocol/homePaths';
import { storePod } from '../fixtures/storedPods';
import { makeTempHome, type TempHome } from '../fixtures/tempHome';
import { activeRecord, endAll, writeMetadata } from '../streams/streamFixtures';

let home: TempHome;
beforeEach(() => {
  home = makeTempHome();
});
afterEach(async () => {
  await endAll();
  await home.close();
});

describe('adopt', () => {
  it('makes a Pod of a log without one, which is read and restored as any other', async () => {
    storePod(home.paths, { name: 'lost', updatedAt: 6, preview: 'what was said', kind: 'agent' }, 2);
    fs.rmSync(path.dirname(metadataPath(home.paths, 'lost')), { recursive: true });
    storePod(home.paths, { name: 'other', updatedAt: 6, preview: 'y' }, 3);
    const [session = ''] = fs.readdirSync(home.paths.sessions).sort();
    expect(await home.podwatch(['adopt', session, 'other'])).toMatchObject({ code: 4 });
    expect(await home.podwatch(['adopt', 'nothing', 'new'])).toMatchObject({ code: 3 });
    expect(await home.podwatch(['adopt', session, 'new', '--', 'cat'])).toMatchObject({ code: 0, stderr: '' });
    expect((await home.podwatch(['logs', 'new'])).stdout).toContain('what was said');
    const record = JSON.parse(fs.readFileSync(metadataPath(home.paths, 'new'), 'utf8'));
    expect(record.resolved_manifest_snapshot.podwatch).toMatchObject({ kind: 'agent', argv: ['cat'] });
    expect(fs.existsSync(segmentLogPath(home.paths, session, record.active.segment_id))).toBe(true);
    expect(await home.podwatch(['adopt', session, 'twice'])).toMatchObject({ code: 3 });
  });
});

test('a Pod whose record is damaged is not lost: doctor names its log, adopt makes a Pod of it', async () => {
  storePod(home.paths, { name: 'whole', updatedAt: 6, preview: 'y', kind: 'agent' }, 2);
  storePod(home.paths, { name: 'torn', updatedAt: 6, preview: 'what was said', kind: 'agent' }, 3);
  writeMetadata(home.paths, 'torn', '{"pod_name":"torn","active":{"sess');
  const [, session = ''] = fs.readdirSync(home.paths.sessions).sort();
  const { stdout } = await home.podwatch(['doctor']);
  expect(stdout).toMatch(
    new RegExp(`The log ${session}/\\S+ in \\S+ is that of "torn", whose record is lost, or of no Pod`),
  );
  expect(stdout.match(/The log /g)).toHaveLength(1);
  expect(await home.podwatch(['adopt', session, 'again', '--', 'cat'])).toMatchObject({ code: 0, stderr: '' });
  expect((await home.podwatch(['logs', 'again'])).stdout).toContain('what was said');
});

describe('prune', () => {
  it('removes what is old and stopped, only says so with --dry-run, and keeps the rest', async () => {
    const days = (count: number) => Date.now() - count * 86_400_000;
    storePod(home.paths, { name: 'old', updatedAt: days(40), preview: 'x' }, 1);
    storePod(home.paths, { name: 'young', updatedAt: days(20), preview: 'x' }, 2);
    writeMetadata(home.paths, 'unknown', activeRecord('unknown'));
    const other = homeInDirectory(path.join(home.directory, 'other'));
    storePod(other, { name: 'theirs', updatedAt: days(90), preview: 'x' }, 3);
    const prune = (...args: readonly string[]) => home.podwatch(['--home', other.data, 'prune', ...args]);
    const names = () => fs.readdirSync(home.paths.pods).sort();
    expect(await prune('--older-than', '30d', '--dry-run')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Would remove old \(.*\)\.\n1 Pod would/),
    });
    expect(names()).toEqual(['old', 'unknown', 'young']);
    expect(await prune('--older-than', '30d')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Removed old/),
    });
    expect(names()).toEqual(['unknown', 'young']);
    expect(fs.existsSync(metadataPath(other, 'theirs'))).toBe(true);
    for (const wrong of [[], ['--older-than', '30'], ['--older-than', 'x']]) {
      expect(await prune(...wrong)).toMatchObject({ code: 2 });
    }
  });
});

describe('restore', () => {
  it('--all brings every stopped Pod back with a line each; what cannot start is said and holds nobody up', async () => {
    for (let index = 1; index <= 6; index += 1)
      storePod(home.paths, { name: `p${index}`, updatedAt: index, preview: 'x' }, index);
    const record = metadataPath(home.paths, 'p3');
    fs.writeFileSync(record, fs.readFileSync(record, 'utf8').replace('"/bin/sh"', '"/nowhere/sh"'));
    const ran = await home.podwatch(['restore', '--all']);
    expect(ran.code).toBe(1);
    expect(
      ran.stdout
        .trimEnd()
        .split('\n')
        .sort()
        .map((line) => line.replace(/^\[\d\/6\] /, ''))
        .sort(),
    ).toEqual(['p1: restored', 'p2: restored', 'p3: not restored', 'p4: restored', 'p5: restored', 'p6: restored']);
    expect(ran.stderr).toContain('/nowhere/sh');
    expect(home.allocations()).toHaveLength(5);
    const some = await home.podwatch(['restore', '--all', '--filter', 'nobody']);
    expect(some).toMatchObject({ code: 0, stdout: 'There is nothing to restore.\n' });
    for (const wrong of [['--all', 'p1'], ['--filter', 'x'], []]) {
      expect(await home.podwatch(['restore', ...wrong])).toMatchObject({ code: 2 });
    }
  });

  it('--all --filter finds Pods by the branch where they work, as the search of the dashboard does', async () => {
    const folder = path.join(home.directory, 'checkout');
    fs.mkdirSync(path.join(folder, '.git'), { recursive: true });
    fs.writeFileSync(path.join(folder, '.git', 'HEAD'), 'ref: refs/heads/quinoa-salad\n');
    storePod(home.paths, { name: 'on-it', updatedAt: 2, preview: 'x' }, 1);
    storePod(home.paths, { name: 'other', updatedAt: 1, preview: 'x' }, 2);
    const record = metadataPath(home.paths, 'on-it');
    const stored = fs.readFileSync(record, 'utf8');
    const moved = stored.replace('"cwd": "/"', `"cwd": ${JSON.stringify(folder)}`);
    expect(moved).not.toBe(stored);
    fs.writeFileSync(record, moved);
    expect(await home.podwatch(['restore', '--all', '--filter', 'quinoa'])).toMatchObject({
      code: 0,
      stdout: '[1/1] on-it: restored\n',
    });
  });

  it('several of one Pod at once give one Pod and as many successes; one that lived before is refused', async () => {
    storePod(home.paths, { name: 'it', updatedAt: 1, preview: 'x' }, 1);
    const ran = await Promise.all([1, 2, 3, 4].map(() => home.podwatch(['restore', 'it', '-d'])));
    expect(ran.map(({ code, stderr }) => [code, stderr])).toEqual(ran.map(() => [0, '']));
    expect(home.allocations()).toHaveLength(1);
    expect(await home.podwatch(['restore', 'it', '-d'])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('attach to it instead'),
    });
    expect(await home.podwatch(['restore', 'it', '-d', '--', 'cat'])).toMatchObject({ code: 4 });
  });
});
