// An agent begins: its session is opened or loaded, its user logged in, or it dies and says of what.
import { AgentHome, BARE_AGENT } from './agentHome';
import { play } from './bareSteps';

let home: AgentHome;

beforeEach(() => {
  home = new AgentHome();
});

afterEach(() => home.end());

describe('a session that cannot be loaded', () => {
  const refusedWith = (loadError: object) => home.startBare({ loadError }, { restore: home.active() });

  test('for now refuses the restore, keeps the session and logs why; anew begins another', async () => {
    const pod = await home.startBare();
    await (await home.watch(pod)).turn('hello');
    process.kill(pod.pid, 'SIGTERM');
    await pod.exited;
    const offline = { code: -32603, message: 'Internal error', data: { details: 'network is unreachable' } };
    expect((await refusedWith(offline)).word).toMatchObject({
      kind: 'refused',
      message: expect.stringMatching(/network is unreachable.*--anew/s),
    });
    expect(home.readableEntries().at(-1)).toMatchObject({
      domain: 'podwatch.note',
      payload: { message: expect.stringContaining('network is unreachable') },
    });
    const anew = await home.startBare(
      { loadError: offline, session: 'bare-2' },
      { restore: home.active(), anew: true },
    );
    expect(anew.word.kind).toBe('ready');
    expect(home.readableEntries().findLast(({ domain }) => domain === 'podwatch.agent')?.payload).toMatchObject({
      acp_session_id: 'bare-2',
      opened: 'seeded',
      left: 'bare-1',
    });
  });

  test('because it is gone begins anew at once', async () => {
    const pod = await home.startBare();
    await (await home.watch(pod)).turn('hello');
    process.kill(pod.pid, 'SIGTERM');
    await pod.exited;
    expect((await refusedWith({ code: -32603, message: 'Session not found' })).word.kind).toBe('ready');
  });
});

test('an agent is logged in where that needs nobody', async () => {
  const login = (description: string) => [{ id: 'key', name: 'Use a key', description }];
  expect((await home.startBare({ login: login('from PW_TEST_KEY') })).word).toMatchObject({
    kind: 'refused',
    message: expect.stringMatching(/--auth key/),
  });
  const options = JSON.stringify({ login: login('from PW_TEST_KEY') });
  const argv = [process.execPath, BARE_AGENT, options];
  expect((await home.start('ag2', argv, { kind: 'agent' }, { PW_TEST_KEY: 'k' })).word.kind).toBe('ready');
  expect((await home.start('ag3', argv, { kind: 'agent', auth: 'key' })).word.kind).toBe('ready');
});

test('an agent that dies says the cause before its last words', async () => {
  const client = await home.watch(await home.startBare());
  const stack = 'Error: out of quota\n    at one (a.js:1)\n    at two (b.js:2)\n    at three (c.js:3)\n\nNode.js v20\n';
  client.run(play({ say: 'x' }, { stderr: stack }, { wait: 50 }, { exit: 3 }));
  const { data } = await client.next('error');
  expect(data.message).toMatch(/has ended \(exit code 3\): Error: out of quota\. Its last words:/);
});
