// `podwatch explain` on real Pods: which fact decided what is shown.
import { storePod } from '../fixtures/storedPods';
import { makeTempHome, type TempHome } from '../fixtures/tempHome';
import { until } from '../fixtures/until';

let home: TempHome;
beforeEach(() => {
  home = makeTempHome();
});
afterEach(() => home.close());

test('of a live Pod, a stopped one, and none', async () => {
  expect(await home.podwatch(['run', 'demo', '-d', '--', '/bin/cat'])).toMatchObject({ code: 0 });
  // Of one that is slow to speak only its socket is known.
  const live = await until(async () => {
    const ran = await home.podwatch(['explain', 'demo']);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    return ran.stdout.includes('it says so itself') ? ran.stdout : '';
  });
  expect(live).toMatch(/^name {7}demo$/m);
  expect(live).toMatch(/^because {4}it says so itself: ./m);
  expect(live).toMatch(/^command {4}\/bin\/cat$/m);
  expect(live).toMatch(/^socket {5}\//m);
  expect(await home.podwatch(['stop', 'demo'])).toMatchObject({ code: 0 });
  const stopped = await home.podwatch(['explain', 'demo']);
  expect(stopped.stdout).toMatch(/^because {4}its record is there, and the registry names no process of it$/m);
  expect(await home.podwatch(['explain', 'none'])).toMatchObject({ code: 3, stdout: '' });
});

test('escapes of what is stored are not printed', async () => {
  storePod(home.paths, { name: 'demo', updatedAt: 1000, preview: 'a\u001b[31mb\u001b]0;x\u0007c' }, 1);
  const { code, stdout } = await home.podwatch(['explain', 'demo']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^last seen {2}\d+y ago: .*abc$/m);
});
