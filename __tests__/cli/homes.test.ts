// Several homes at once: which are found, how equal names are told apart, and what each of them says of its own faults.
import fs from 'node:fs';
import path from 'node:path';
import { type HomePaths, homeInDirectory, homePaths } from '../../src/protocol/homePaths';
import { storePod } from '../fixtures/storedPods';
import { makeTempHome, type TempHome } from '../fixtures/tempHome';
import {
  activeRecord,
  endAll,
  fakePod,
  SEGMENT,
  SESSION,
  userInput,
  writeLog,
  writeMetadata,
  writeRegistry,
} from '../streams/streamFixtures';

let home: TempHome;
beforeEach(() => {
  home = makeTempHome();
});
afterEach(async () => {
  await endAll();
  await home.close();
});

const user = () => path.join(home.directory, 'user');
const desktop = () => path.join(home.directory, 'xdg');

/** A stopped Pod that insomnia has written. */
function stopped(paths: HomePaths, name: string, text = 'hello'): void {
  writeMetadata(paths, name, activeRecord(name));
  writeLog(paths, [
    { kind: 'segment_start', ts: 1, session_id: SESSION, system_prompt: null, config: {}, history: [] },
    userInput(5, text),
  ]);
}

function configure(config: unknown): void {
  const directory = path.join(user(), '.config/podwatch');
  fs.mkdirSync(directory, { recursive: true });
  fs.writeFileSync(path.join(directory, 'config.json'), JSON.stringify(config));
}

async function rows(args: readonly string[] = []) {
  const ran = await home.podwatch([...args, 'ls', '--json']);
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  return JSON.parse(ran.stdout).map((row: { name: string; home: string; state: string }) => [
    path.relative(home.directory, row.home),
    row.name,
    row.state,
  ]);
}

describe("insomnia's home", () => {
  it('is shown without being asked for, its live Pods from where a desktop has them', async () => {
    home.env.XDG_RUNTIME_DIR = desktop();
    const paths = homePaths(path.join(user(), '.insomnia'), path.join(desktop(), 'insomnia'));
    stopped(paths, 'done');
    const pod = await fakePod(path.join(paths.runtime, 'on', 'sock'));
    writeRegistry(paths, [{ name: 'on', socket: pod.socket, segmentId: SEGMENT }]);
    const expected = [
      ['user/.insomnia', 'on', 'live'],
      ['user/.insomnia', 'done', 'stopped'],
    ];
    expect(await rows()).toEqual(expected);
    expect(await rows(['--home', paths.data])).toEqual(expected);
    expect(await rows(['--home', `${paths.data}/`])).toEqual(expected);
  });

  it('is where its variables say', async () => {
    home.env.INSOMNIA_HOME = path.join(home.directory, 'i');
    stopped(homeInDirectory(home.env.INSOMNIA_HOME), 'theirs');
    expect(await rows()).toEqual([['i', 'theirs', 'stopped']]);
  });
});

describe('the homes of the configuration', () => {
  it('have names, kinds, and a runtime directory of their own', async () => {
    const paths = homePaths(path.join(user(), 'old'), path.join(home.directory, 'rt'));
    configure({ homes: [{ name: 'old', kind: 'insomnia', data: '~/old', runtime: paths.runtime }] });
    stopped(paths, 'theirs');
    const pod = await fakePod(path.join(paths.runtime, 'on', 'sock'));
    writeRegistry(paths, [{ name: 'on', socket: pod.socket }]);
    expect(await rows()).toEqual([
      ['user/old', 'on', 'live'],
      ['user/old', 'theirs', 'stopped'],
    ]);
    expect((await home.podwatch(['ls'])).stdout).toMatch(/^NAME +HOME +STATE[^\n]*\non +old +\[live idle\]/);
  });

  it.each([
    [[{ name: 'a:b', kind: 'insomnia', data: '/x' }], 'Only letters'],
    [[{ name: 'a', kind: 'other', data: '/x' }], 'kind'],
    [[{ name: 'a', kind: 'insomnia', data: 'x' }], 'Not an absolute path'],
    [
      [
        { name: 'a', kind: 'insomnia', data: '/x' },
        { name: 'a', kind: 'podwatch', data: '/y' },
      ],
      'Two homes have the name a',
    ],
  ])('are passed over where they make no sense: %j', async (homes, reason) => {
    const paths = homePaths(path.join(user(), 'good'), path.join(home.directory, 'rt'));
    stopped(paths, 'theirs');
    configure({ homes: [...homes, { name: 'good', kind: 'insomnia', data: '~/good', runtime: paths.runtime }] });
    expect(await home.podwatch(['ls'])).toMatchObject({
      code: 0,
      stderr: expect.stringContaining(reason),
      stdout: expect.stringMatching(/^theirs /m),
    });
  });
});

describe('equal names', () => {
  const other = () => homeInDirectory(path.join(home.directory, 'other'));

  it('are two rows in a list with a column of homes, and HOME:NAME is one of them', async () => {
    stopped(home.paths, 'demo', 'ours');
    stopped(other(), 'demo', 'others');
    const both = ['--home', other().data];
    const ran = await home.podwatch([...both, 'ls']);
    expect(ran.stdout).toMatch(/^demo +podwatch .*user: ours$/m);
    expect(ran.stdout).toMatch(/^demo +other .*user: others$/m);
    const ambiguous = await home.podwatch([...both, 'explain', 'demo']);
    expect(ambiguous).toMatchObject({ code: 2, stderr: expect.stringContaining('podwatch:demo') });
    expect(ambiguous.stderr).toContain('other:demo');
    for (const [word, text] of [
      ['other:demo', 'user: others'],
      [`${other().data}:demo`, 'user: others'],
      ['podwatch:demo', 'user: ours'],
    ]) {
      const explained = await home.podwatch([...both, 'explain', word ?? '']);
      expect(explained).toMatchObject({ code: 0, stdout: expect.stringContaining(text ?? '') });
    }
    expect(await home.podwatch([...both, 'explain', 'other:nobody'])).toMatchObject({ code: 3 });
    expect(await home.podwatch([...both, 'explain', 'nowhere:demo'])).toMatchObject({ code: 3 });
  });

  it('a restore names the Pod in what it advises as it was named: the name alone would be refused', async () => {
    storePod(home.paths, { name: 'demo', updatedAt: 1, preview: 'x' }, 1);
    stopped(other(), 'demo');
    const both = ['--home', other().data];
    const ran = await home.podwatch([...both, 'restore', 'podwatch:demo', '-d']);
    expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining('podwatch attach podwatch:demo') });
    expect((await home.podwatch([...both, 'stop', 'podwatch:demo'])).code).toBe(0);
  });

  it('a Pod whose own name holds a colon is found by its whole name first', async () => {
    stopped(home.paths, 'other:demo', 'ours');
    stopped(other(), 'demo', 'others');
    const both = ['--home', other().data];
    expect((await home.podwatch([...both, 'explain', 'other:demo'])).stdout).toContain('user: ours');
    expect((await home.podwatch([...both, 'explain', 'demo'])).stdout).toContain('user: others');
  });

  it('one home alone has no such column', async () => {
    stopped(home.paths, 'demo');
    expect((await home.podwatch(['ls'])).stdout).toMatch(/^NAME +STATE/);
  });
});

it('two directories of one name get names of their own', async () => {
  const [a, b] = ['a', 'b'].map((name) => homeInDirectory(path.join(home.directory, name, 'pods')));
  if (a === undefined || b === undefined) throw new Error('no homes');
  stopped(a, 'one');
  stopped(b, 'two');
  const ran = await home.podwatch(['--home', a.data, '--home', b.data, 'ls']);
  expect(ran.stdout).toMatch(/^one +pods +/m);
  expect(ran.stdout).toMatch(/^two +pods-2 +/m);
});
