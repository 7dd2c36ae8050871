// `podwatch status`, as a program in a Pod and as a user outside of one calls it.
import { CLI, makeTempHome, type TempHome } from '../fixtures/tempHome';
import { until } from '../fixtures/until';

let home: TempHome;
beforeEach(() => {
  home = makeTempHome();
});
afterEach(() => home.close());

async function row(name: string) {
  const { stdout } = await home.podwatch(['ls', '--json']);
  const rows: unknown = JSON.parse(stdout);
  return Array.isArray(rows) ? rows.find((entry) => entry.name === name) : undefined;
}

test('outside of a Pod, or with a word that is none, it says so', async () => {
  const outside = await home.podwatch(['status', 'idle']);
  expect(outside).toMatchObject({ code: 2, stdout: '' });
  expect(outside.stderr).toContain('PODWATCH_SOCKET');
  const wrong = await home.podwatch(['status', 'busy']);
  expect(wrong).toMatchObject({ code: 2, stdout: '' });
  expect(wrong.stderr).toContain('idle, running, paused, attention, auto');
});

test('inside it sets the status, without a word, until "auto"', async () => {
  const status = (words: string) => `"${process.execPath}" "${CLI}" status ${words}`;
  const script = `${status('paused --reason "out for lunch"')}; echo "code=$?"; read x; ${status('auto')}; exec cat`;
  expect(await home.podwatch(['run', 'hooked', '-d', '--', 'sh', '-c', script])).toMatchObject({ code: 0 });
  await until(async () => (await row('hooked'))?.status === 'paused');
  await until(async () => (await home.podwatch(['logs', 'hooked'])).stdout.includes('code=0'));
  // It is paused to those who send; its own keyboard is not.
  expect((await home.podwatch(['send', 'hooked', 'x'])).stderr).toContain('paused');
});

test('a Pod that is gone is named', async () => {
  home.env.PODWATCH_SOCKET = `${home.directory}/none`;
  const ran = await home.podwatch(['status', 'idle']);
  expect(ran).toMatchObject({ code: 1, stdout: '' });
  expect(ran.stderr).toContain('PODWATCH_SOCKET');
});
