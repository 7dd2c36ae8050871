// The commands for agents, on real Pods with the scripted agent.
import fs from 'node:fs';
import path from 'node:path';
import { scriptedAgent } from '../fixtures/scriptedAgent';
import { makeTempHome, type Ran, type TempHome } from '../fixtures/tempHome';
import { until } from '../fixtures/until';

let home: TempHome;
beforeEach(() => {
  home = makeTempHome();
});
afterEach(() => home.close());

const done = (stdout: string) => ({ code: 0, stdout, stderr: '' });
const refused = (code: number, text: string) => ({ code, stdout: '', stderr: expect.stringContaining(text) });

const state = () => path.join(home.directory, 'agent.json');
const run = (...more: string[]) =>
  home.podwatch(['run', 'ag', ...more, '--agent', '--', ...scriptedAgent('--state', state())]);

/** Starts a turn that asks for a permission, and resolves when it does. */
async function asking(): Promise<{ readonly sent: Promise<Ran> }> {
  const sent = home.podwatch(['send', 'ag', '--wait', 'edit a.txt']);
  await until(async () => (await home.podwatch(['permit', 'ag'])).stdout.startsWith('p1-'));
  return { sent };
}

/** The configuration that the commands read. */
function configure(config: object): void {
  const directory = path.join(home.directory, 'user', '.config', 'podwatch');
  fs.mkdirSync(directory, { recursive: true });
  fs.writeFileSync(path.join(directory, 'config.json'), JSON.stringify(config));
}

it('run --agent, send --wait, stop, restore: the conversation goes on', async () => {
  expect(await run()).toMatchObject({ code: 0, stdout: expect.stringContaining('Agent Pod ag is live.') });
  expect(await home.podwatch(['send', 'ag', '--wait', 'echo first'])).toEqual(done('first\n'));
  expect(await home.podwatch(['send', 'ag', 'hello'])).toMatchObject({ code: 0, stdout: 'Sent to ag.\n' });
  await until(async () => /You said: hello/.test((await home.podwatch(['ls'])).stdout));
  expect(await home.podwatch(['stop', 'ag'])).toMatchObject({ code: 0 });
  expect(await home.podwatch(['restore', 'ag'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Agent Pod ag is restored.'),
  });
  expect(await home.podwatch(['send', 'ag', '--wait', 'recall'])).toEqual(done('I heard: echo first | hello\n'));
});

it('an answer that was waited for needs nobody, one that was not does', async () => {
  await run();
  const attention = async () => (await home.podwatch(['explain', 'ag'])).stdout;
  expect(await home.podwatch(['send', 'ag', '--wait', 'echo first'])).toEqual(done('first\n'));
  expect(await attention()).not.toContain('The turn has finished');
  expect(await home.podwatch(['send', 'ag', 'echo second'])).toMatchObject({ code: 0 });
  await until(async () => (await attention()).includes('The turn has finished'));
});

it('send --wait says how a turn failed', async () => {
  await run();
  expect(await home.podwatch(['send', 'ag', '--wait', 'fail'])).toEqual(refused(1, 'the model is overloaded'));
  const lost = await home.podwatch(['send', 'ag', '--wait', 'crash']);
  expect(lost).toEqual(refused(1, 'has ended (exit code 3)'));
  await until(() => home.allocations().length === 0);
});

it('send --wait is for agents', async () => {
  await home.podwatch(['run', 'term', '-d', '--', '/bin/cat']);
  expect(await home.podwatch(['send', 'term', '--wait', 'x'])).toEqual(refused(4, 'is a terminal'));
});

describe('permit', () => {
  it.each([
    ['--once', 'Allowed once: Edit a.txt', 'Changed a.txt.'],
    ['--always', 'Allowed from now on: Edit a.txt', 'Changed a.txt.'],
    ['--reject', 'Rejected: Edit a.txt', 'Left a.txt as it was.'],
  ])('%s answers, and the agent goes on', async (flag, said, answer) => {
    await run();
    const { sent } = await asking();
    expect(await home.podwatch(['permit', 'ag', flag])).toEqual(done(`${said}\n`));
    const ran = await sent;
    expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining(answer) });
    expect(ran.stderr).toContain('it asks: Edit a.txt. Answer: podwatch permit ag');
    expect(await home.podwatch(['permit', 'ag', flag])).toEqual(refused(4, 'does not ask for a permission now'));
  });

  it('without an answer shows what is asked, with the change', async () => {
    await run();
    const { sent } = await asking();
    const shown = (await home.podwatch(['permit', 'ag'])).stdout;
    const [id = ''] = shown.split(' ');
    // Of this process alone: the question of another life has another one.
    expect(id).toMatch(/^p1-[0-9a-f]{6}$/);
    expect(shown).toBe(
      [
        `${id}  Edit a.txt (edit)`,
        '  a.txt',
        '  -hello',
        '  +hello, world',
        '  1  Always allow  [--always; holds from now on, for all that the agent means by these words]',
        '  2  Reject  [--reject]',
        '  3  Allow  [--once]',
        `Answer: podwatch permit ag --id ${id} --once | --always | --reject | --option N`,
        '',
      ].join('\n'),
    );
    expect(await home.podwatch(['permit', 'ag', '--id', 'p7', '--once'])).toEqual(refused(4, 'no open request "p7"'));
    await home.podwatch(['permit', 'ag', '--id', id, '--reject']);
    await sent;
    expect((await home.podwatch(['permit', 'ag'])).stdout).toBe('The agent of ag asks for nothing now.\n');
  });

  it('refuses Pods without an agent, and two answers at once', async () => {
    await home.podwatch(['run', 'term', '-d', '--', '/bin/cat']);
    expect(await home.podwatch(['permit', 'term'])).toEqual(refused(4, 'holds no agent'));
    expect(await home.podwatch(['permit', 'term', '--once', '--reject'])).toEqual(refused(2, 'Give one of'));
    expect(await home.podwatch(['permit', 'nobody'])).toEqual(refused(3, 'There is no Pod "nobody"'));
  });
});

describe('agents', () => {
  it('lists the known ones and those of the configuration, which are started by name', async () => {
    configure({ agents: { mine: scriptedAgent('--state', state()), gemini: ['/opt/gemini', '--acp'] } });
    const { stdout } = await home.podwatch(['agents']);
    expect(stdout).toMatch(/^mine +found +\S+node/m);
    expect(stdout).toMatch(/^gemini +missing +\/opt\/gemini --acp$/m);
    expect(stdout).toMatch(/^goose +missing +goose acp$/m);
    const listed: unknown[] = JSON.parse((await home.podwatch(['agents', '--json'])).stdout);
    expect(listed).toContainEqual({
      name: 'gemini',
      command: ['/opt/gemini', '--acp'],
      installed: false,
      presence: 'missing',
    });

    expect(await home.podwatch(['run', 'ag', '--agent=mine', '--', '--resume'])).toMatchObject({ code: 0 });
    expect(await home.podwatch(['send', 'ag', '--wait', 'echo up'])).toEqual(done('up\n'));
  });

  it('are passed over where the configuration is wrong, with file and key', async () => {
    configure({ agents: { mine: 'gemini --acp', yours: ['gemini'] } });
    const listed = await home.podwatch(['agents']);
    expect(listed).toMatchObject({ code: 0, stderr: expect.stringContaining('agents.mine') });
    expect(listed.stdout).toMatch(/^yours /m);
    expect(listed.stdout).not.toMatch(/^mine /m);
    expect(await home.podwatch(['run', 'ag', '--agent', 'mine'])).toMatchObject({ code: 2 });
  });
});

describe('an agent that npx has to fetch first', () => {
  /** Keeps what it is told to fetch as npx does; starts what it has. */
  const fakeNpx = (fetches: string) => `#!/bin/sh
if [ "$2" = -p ]; then echo "$3" >> "$HOME/fetched"; ${fetches}; fi
exec ${scriptedAgent().join(' ')}
`;
  const KEEP = 'at="$HOME/.npm/_npx/1/node_modules/@some/agent"; mkdir -p "$at"; echo {} > "$at/package.json"; exit 0';
  function withNpx(fetches: string): void {
    const bin = path.join(home.directory, 'bin');
    fs.mkdirSync(bin);
    fs.writeFileSync(path.join(bin, 'npx'), fakeNpx(fetches), { mode: 0o755 });
    home.env.PATH = `${bin}:${home.env.PATH}`;
    configure({ agents: { mine: ['npx', '-y', '@some/agent@1.2'] } });
  }

  it('is fetched before its time to start begins, once, and that is said', async () => {
    withNpx(KEEP);
    const first = await home.podwatch(['run', 'ag', '-d', '--agent', 'mine']);
    expect(first).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('npx fetches @some/agent@1.2, which is not'),
    });
    expect(await home.podwatch(['run', 'two', '-d', '--agent', 'mine'])).toMatchObject({ code: 0, stderr: '' });
    expect(fs.readFileSync(path.join(home.env.HOME ?? '', 'fetched'), 'utf8')).toBe('@some/agent@1.2\n');
  });

  it('is fetched before a restore, too', async () => {
    withNpx(KEEP);
    await home.podwatch(['run', 'ag', '-d', '--agent', 'mine']);
    await home.podwatch(['send', 'ag', '--wait', 'echo hello']);
    await home.podwatch(['stop', 'ag']);
    fs.rmSync(path.join(home.env.HOME ?? '', '.npm'), { recursive: true });
    const restored = await home.podwatch(['restore', 'ag', '-d']);
    expect(restored).toMatchObject({ code: 0, stderr: expect.stringContaining('npx fetches @some/agent@1.2') });
    expect(fs.readFileSync(path.join(home.env.HOME ?? '', 'fetched'), 'utf8')).toBe('@some/agent@1.2\n'.repeat(2));
  });

  it('is not started where it cannot be fetched, with the words of npx', async () => {
    withNpx('echo "npm error code E404" >&2; exit 1');
    const refusedRun = await home.podwatch(['run', 'ag', '-d', '--agent', 'mine']);
    expect(refusedRun).toEqual(refused(1, 'npx could not fetch @some/agent@1.2: npm error code E404 (exit code 1)'));
    expect(home.allocations()).toEqual([]);
  });
});

describe('run --agent refuses', () => {
  it('an agent that it does not know, or that is not said', async () => {
    expect(await home.podwatch(['run', 'ag', '--agent', 'nope'])).toEqual(refused(2, 'There is no agent "nope"'));
    expect(await home.podwatch(['run', 'ag', '--agent=constructor'])).toEqual(refused(2, 'no agent "constructor"'));
    expect(await home.podwatch(['run', 'ag', '--agent'])).toEqual(refused(2, 'Say which agent'));
    expect(await home.podwatch(['run', 'ag', '--policy', 'deny', '--', 'x'])).toEqual(refused(2, 'add --agent'));
    expect(home.allocations()).toEqual([]);
  });

  it('an agent that does not start, in one sentence', async () => {
    const login = await home.podwatch(['run', 'ag', '--agent', '--', ...scriptedAgent('--login')]);
    expect(login).toEqual(refused(1, 'wants you to log in first'));
    expect(login.stderr.trim().split('\n')).toHaveLength(1);
    expect(await home.podwatch(['run', 'ag', '--agent', '--', 'no-such-agent'])).toEqual(refused(1, 'was not found'));
    expect((await home.podwatch(['ls', '--json'])).stdout).toBe('[]\n');
  });
});

it('a policy answers for the user, also after a restore', async () => {
  await run('--policy', 'deny');
  expect(await home.podwatch(['send', 'ag', '--wait', 'ask read'])).toEqual(done('Not allowed.\n'));
  await home.podwatch(['stop', 'ag']);
  await home.podwatch(['restore', 'ag']);
  expect(await home.podwatch(['send', 'ag', '--wait', 'ask read'])).toEqual(done('Not allowed.\n'));
});
