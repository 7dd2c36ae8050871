// Where the system lets us open only a few files: a problem of ours, said as one, and never a fault of a Pod.

import { scriptedAgent } from '../fixtures/scriptedAgent';
import { storePod } from '../fixtures/storedPods';
import { CLI, makeTempHome, runProgram, type TempHome } from '../fixtures/tempHome';
import { until } from '../fixtures/until';
import { endAll, type FakePod, fakePod, snapshotEvent, socketOf, writeRegistry } from '../streams/streamFixtures';

let home: TempHome;
beforeEach(() => {
  home = makeTempHome();
});
afterEach(async () => {
  await endAll();
  await home.close();
});

const within = (files: number, args: readonly string[]) =>
  runProgram(['bash', '-c', `ulimit -n ${files}; exec "$@"`, 'bash', process.execPath, CLI, ...args], home.env);

async function livePods(count: number): Promise<readonly FakePod[]> {
  const names = Array.from({ length: count }, (_, index) => `p${index}`);
  const pods = await Promise.all(
    names.map((name) => fakePod(socketOf(home.paths, name), [snapshotEvent({ status: 'paused' })])),
  );
  writeRegistry(
    home.paths,
    pods.map(({ socket }, index) => ({ name: `p${index}`, socket })),
  );
  return pods;
}

test('more live Pods than files: all of them are live, with their status, and the problem is named as ours', async () => {
  await livePods(80);
  // Who is too slow to say its status is live without it.
  const ran = await until(async () => {
    const listed = await within(60, ['ls', '--json']);
    const rows: { state: string; status: string }[] = JSON.parse(listed.stdout);
    expect(rows.filter(({ state }) => state === 'live')).toHaveLength(80);
    return rows.every(({ status }) => status === 'paused') && listed;
  });
  expect(ran).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/^podwatch: podwatch may open too few files.*\n$/),
  });
});

test.each([22, 24, 26, 28, 30])('with %i files a command works, or says which limit it has met', async (files) => {
  const ran = await within(files, ['run', 'new', '-d', '--', 'sleep', '60']);
  expect(ran.stderr).not.toMatch(/Cannot read properties|\n\s+at /);
  if (ran.code !== 0) expect(ran.stderr).toMatch(/EMFILE|too many open files/);
});

/** What starts threads or other programs needs more than it has been given, and may not fall over it. */
test.each([
  ['a search by threads', ['grep', 'text'], 24],
  ['programs that are asked', ['ls', '--everything'], 24],
  ['an agent', ['run', 'new', '--agent', '-d', '--', ...scriptedAgent()], 28],
  ['not even the command itself', ['ls'], 19],
])('too few files for %s end in a sentence', async (_what, args, most) => {
  storePod(home.paths, { name: 'old', updatedAt: Date.now(), preview: 'text' }, 0);
  for (let files = most; files > most - 5 && files > 18; files--) {
    const ran = await within(files, args);
    expect(ran.stderr).not.toMatch(/Cannot read properties|Unhandled|\n\s+at /);
    if (ran.code !== 0) expect(ran.stderr).toMatch(/EMFILE|too many open files/);
  }
});
