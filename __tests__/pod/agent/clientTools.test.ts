// Files that an agent uses through its Pod: offered by choice, within its directory, asked for.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { PodOrder } from '../../../src/protocol/podOrder';
import type { AgentPodClient } from '../../fixtures/agentPodClient';
import type { TestPod } from '../../fixtures/podTestClient';
import { makeTempHome } from '../../fixtures/tempHome';
import { AgentHome, BARE_AGENT } from './agentHome';
import { answers, answersIn, asked, play } from './bareSteps';

let home: AgentHome;
let work: string;

beforeEach(() => {
  home = new AgentHome();
  work = path.join(realpathSync(home.directory), 'work');
  mkdirSync(work);
});

afterEach(() => home.end());

async function start(more: Partial<PodOrder> = {}): Promise<AgentPodClient> {
  return home.watch(await startPod(more));
}

function startPod(more: Partial<PodOrder> = {}): Promise<TestPod> {
  return home.startBare({}, { cwd: work, clientTools: true, ...more });
}

const read = (file: string, more: object = {}) => ({ ask: 'fs/read_text_file', params: { path: file, ...more } });
const write = (file: string, content: string) => ({ ask: 'fs/write_text_file', params: { path: file, content } });

const questions = (client: AgentPodClient) => client.events.filter(({ event }) => event === 'permission_request');

describe('by choice', () => {
  test('nothing is offered, and nothing answered, without it', async () => {
    const client = await start({ clientTools: false });
    writeFileSync(path.join(work, 'a.txt'), 'a');
    const [said, refused] = await answers(client, { initialized: true }, read(path.join(work, 'a.txt')));
    expect(said?.clientCapabilities).not.toHaveProperty('fs');
    expect(said?.clientCapabilities).not.toHaveProperty('terminal');
    expect(refused).toMatchObject({ code: -32601 });
  });

  test('run --client-tools gives it, the configuration too, and a restore keeps it', async () => {
    const temp = makeTempHome();
    try {
      const agent = ['--agent', '--', process.execPath, BARE_AGENT, '{}'];
      const offered = async (name: string) => {
        const said = await temp.podwatch(['send', name, '--wait', play({ initialized: true })]);
        return said.stdout.includes('"readTextFile":true');
      };
      await temp.podwatch(['run', 'with', '-d', '--client-tools', ...agent]);
      await temp.podwatch(['run', 'without', '-d', ...agent]);
      expect([await offered('with'), await offered('without')]).toEqual([true, false]);
      await temp.podwatch(['stop', 'with']);
      expect(await temp.podwatch(['restore', 'with', '-d'])).toMatchObject({ code: 0 });
      expect(await offered('with')).toBe(true);
      temp.env.PODWATCH_CONFIG = path.join(temp.directory, 'config.json');
      writeFileSync(temp.env.PODWATCH_CONFIG, '{ "clientTools": true }');
      await temp.podwatch(['run', 'configured', '-d', ...agent]);
      await temp.podwatch(['run', 'against', '-d', '--no-client-tools', ...agent]);
      expect([await offered('configured'), await offered('against')]).toEqual([true, false]);
    } finally {
      await temp.close();
    }
  });

  test('with it files and terminals are, and the record keeps it for a restore', async () => {
    const client = await start();
    const [said] = await answers(client, { initialized: true });
    expect(said?.clientCapabilities).toMatchObject({
      fs: { readTextFile: true, writeTextFile: true },
      terminal: true,
    });
    expect(home.metadata()).toMatchObject({ launch: { clientTools: true } });
  });
});

describe('reading', () => {
  test('a file in the agent’s directory, whole and by lines, without a question', async () => {
    const file = path.join(work, 'a.txt');
    writeFileSync(file, 'one\ntwo\nthree\nfour');
    const client = await start();
    expect(
      await answers(
        client,
        read(file),
        read(file, { line: 2, limit: 2 }),
        read(file, { line: 4 }),
        read(file, { line: 9, limit: 1 }),
        read(file, { limit: 0 }),
      ),
    ).toEqual(['one\ntwo\nthree\nfour', 'two\nthree\n', 'four', '', ''].map((content) => ({ content })));
    expect(questions(client)).toEqual([]);
  });

  test('what cannot be read is said, each in its way', async () => {
    const client = await start();
    writeFileSync(path.join(work, 'raw'), Buffer.from([0x61, 0xff, 0x62]));
    const said = await answers(
      client,
      read(path.join(work, 'none')),
      read('a.txt'),
      read(work),
      read(path.join(work, 'raw')),
      { ask: 'fs/read_text_file', params: { line: 1 } },
    );
    expect(said.map(({ code }) => code)).toEqual([-32002, -32603, -32603, -32603, -32602]);
    expect(said.map(({ message }) => message).join('\n')).toMatch(/absolute[\s\S]*directory[\s\S]*UTF-8/);
  });

  test('part of a file of any size is read, and all of a large one is refused', async () => {
    const file = path.join(work, 'large');
    writeFileSync(file, `${'x'.repeat(99)}\n`.repeat(120_000));
    const client = await start();
    const [whole, part] = await answers(client, read(file), read(file, { line: 119_999, limit: 1 }));
    expect(String(whole?.message)).toMatch(/more than 8 MiB/);
    expect(part).toEqual({ content: `${'x'.repeat(99)}\n` });
  });

  test.each([
    ['beside it', 'secret.txt'],
    ['through a link', 'work/link'],
    ['through a directory that is one', 'work/up/secret.txt'],
    ['by dots', 'work/../secret.txt'],
  ])('outside of its directory, %s, the user is asked', async (_, name) => {
    const root = path.dirname(work);
    writeFileSync(path.join(root, 'secret.txt'), 'SECRET');
    symlinkSync('../secret.txt', path.join(work, 'link'));
    symlinkSync('..', path.join(work, 'up'));
    const client = await start();
    const file = `${root}/${name}`;
    const no = await asked(client, 'reject', read(file));
    expect(no.question).toMatchObject({ tool_kind: 'read', locations: [path.join(root, 'secret.txt')] });
    expect(JSON.stringify(no.answers)).not.toContain('SECRET');
    expect((await asked(client, 'allow', read(file))).answers).toEqual([{ content: 'SECRET' }]);
  });

  test('a policy that denies lets nothing out', async () => {
    writeFileSync(path.join(path.dirname(work), 'secret.txt'), 'SECRET');
    const client = await start({ policy: 'deny' });
    const [said] = await answers(client, read(path.join(path.dirname(work), 'secret.txt')));
    expect(said).toMatchObject({ message: expect.stringMatching(/does not allow/) });
    expect(questions(client)).toEqual([]);
  });
});

describe('writing', () => {
  test('shows its change, is done once it is allowed, and keeps the file’s mode', async () => {
    const file = path.join(work, 'run.sh');
    writeFileSync(file, 'one\ntwo\n');
    chmodSync(file, 0o755);
    const client = await start();
    const no = await asked(client, 'reject', write(file, 'one\nTWO\n'));
    expect(no.question).toMatchObject({
      tool_kind: 'edit',
      diffs: [{ path: file, old_text: 'one\ntwo\n', new_text: 'one\nTWO\n' }],
      options: [{ name: 'Allow' }, { name: `Always: every file in ${work}, until the Pod ends` }, { name: 'Reject' }],
    });
    expect(no.answers).toEqual([{ code: -32603, message: 'The user does not allow it.' }]);
    expect(readFileSync(file, 'utf8')).toBe('one\ntwo\n');
    expect((await asked(client, 'allow', write(file, 'one\nTWO\n'))).answers).toEqual([{}]);
    expect(readFileSync(file, 'utf8')).toBe('one\nTWO\n');
    expect(statSync(file).mode & 0o777).toBe(0o755);
  });

  test('an "always" covers its directory, and nothing else', async () => {
    const client = await start();
    await asked(client, 'always', write(path.join(work, 'deep/er/a.txt'), 'A'));
    expect(await answers(client, write(path.join(work, 'b.txt'), 'B'))).toEqual([{}]);
    expect(readFileSync(path.join(work, 'deep/er/a.txt'), 'utf8')).toBe('A');
    expect(statSync(path.join(work, 'b.txt')).mode & 0o077).toBe(0o644 & 0o077);
    const outside = path.join(path.dirname(work), 'c.txt');
    expect((await asked(client, 'reject', write(outside, 'C'))).question.locations).toEqual([outside]);
    expect(existsSync(outside)).toBe(false);
  });

  test('a link that leads out, also one that leads nowhere yet, is asked for by where it leads', async () => {
    const outside = path.join(path.dirname(work), 'made.txt');
    symlinkSync(outside, path.join(work, 'link'));
    const client = await start();
    await asked(client, 'always', write(path.join(work, 'a.txt'), 'A'));
    const { question } = await asked(client, 'reject', write(path.join(work, 'link'), 'X'));
    expect(question.locations).toEqual([outside]);
    expect(existsSync(outside)).toBe(false);
  });

  test('what changed while it was asked for is not overwritten', async () => {
    const file = path.join(work, 'a.txt');
    writeFileSync(file, 'mine');
    const client = await start();
    client.run(play(write(file, 'theirs')));
    const question = await client.next('permission_request');
    writeFileSync(file, 'mine, changed');
    client.say('answer_permission', { id: question.data.id, option: 'allow' });
    await client.settled();
    expect(JSON.stringify(answersIn(client.events))).toMatch(/has changed while/);
    expect(readFileSync(file, 'utf8')).toBe('mine, changed');
  });

  test('a change that the agent’s own question has shown is not asked for twice; another one is', async () => {
    const file = path.join(work, 'a.txt');
    writeFileSync(file, 'one\ntwo\n');
    const client = await start();
    const own = {
      ask: 'session/request_permission',
      params: {
        toolCall: {
          toolCallId: 'c1',
          title: 'Edit',
          kind: 'edit',
          content: [{ type: 'diff', path: file, oldText: 'two', newText: 'TWO' }],
        },
        options: [{ optionId: 'ok', name: 'Yes', kind: 'allow_once' }],
      },
    };
    const { answers: same } = await asked(client, 'ok', own, write(file, 'one\nTWO\n'));
    expect(same.at(-1)).toEqual({});
    const from = client.events.length;
    client.run(play(own, write(file, 'something else')));
    const first = await client.next('permission_request', {}, from);
    client.say('answer_permission', { id: first.data.id, option: 'ok' });
    const second = await client.next('permission_request', { tool_kind: 'edit', title: `Write ${file}` }, from);
    client.say('answer_permission', { id: second.data.id, option: 'reject' });
    await client.settled(from);
    expect(readFileSync(file, 'utf8')).toBe('one\nTWO\n');
  });
});
