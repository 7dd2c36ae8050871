// Starting real agents: sessions are opened, and whatever goes wrong is one clear sentence that leaves nothing behind.
import childProcess from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { type StartedAgent, startAgent } from '../../../src/pod/agent/startAgent';
import type { AgentUpdate } from '../../../src/protocol/agentUpdate';
import type { Parsed } from '../../../src/protocol/parsed';
import { MARK_VARIABLE, processesWithMark } from '../../fixtures/processesWithMark';
import { scriptedAgent } from '../../fixtures/scriptedAgent';

let directory: string;
let updates: AgentUpdate[];
const started: StartedAgent[] = [];

beforeEach(() => {
  directory = fs.mkdtempSync('/tmp/pw-agent-');
  updates = [];
});

afterEach(async () => {
  await Promise.all(started.splice(0).map(({ process }) => process.end()));
  expect(processesWithMark(directory)).toEqual([]);
  fs.rmSync(directory, { recursive: true });
});

async function start(
  [file, ...args]: [string, ...string[]],
  more: { earlier?: string; timeoutMs?: number } = {},
): Promise<Parsed<StartedAgent>> {
  const env = { PATH: process.env.PATH ?? '', [MARK_VARIABLE]: directory };
  const command = { file, args, cwd: directory, env, stderrFile: path.join(directory, 'agent.log') };
  const { earlier = null, ...bound } = more;
  const agent = await startAgent(
    { program: 'demo-agent', command, earlier, ...bound },
    {
      onUpdate: (update) => updates.push(update),
      onPermission: async () => ({ outcome: { outcome: 'cancelled' } }),
      onElicitation: async () => ({ action: 'cancel' }),
    },
  );
  if (agent.ok) started.push(agent.value);
  return agent;
}

const error = (agent: Parsed<StartedAgent>) => (agent.ok ? 'no error' : agent.error);

it('opens a new session; what the agent says on stderr goes to a file that only the user can read', async () => {
  const agent = await start(scriptedAgent());
  expect(agent).toMatchObject({ ok: true, value: { session: { opened: 'new', lost: null } } });
  const log = path.join(directory, 'agent.log');
  expect(fs.readFileSync(log, 'utf8')).toBe('scripted agent: ready\n');
  expect(fs.statSync(log).mode & 0o777).toBe(0o600);
});

/** An agent that answers each request with the value of that method. */
function answering(answers: Readonly<Record<string, unknown>>): [string, ...string[]] {
  const script = `
    const answers = ${JSON.stringify(answers)};
    require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
      const { id, method } = JSON.parse(line);
      console.log(JSON.stringify({ jsonrpc: '2.0', id, result: answers[method] ?? null }));
    });`;
  return [process.execPath, '-e', script];
}

it.each([
  ['nothing', {}, 'The agent "demo-agent" answers nothing when it is greeted.'],
  ['another kind of version', { initialize: { protocolVersion: '1' } }, 'speaks version "1"'],
  ['no session', { initialize: { protocolVersion: 1 } }, 'it did not name the new session'],
  ['a nameless session', { initialize: { protocolVersion: 1 }, 'session/new': {} }, 'it did not name the new session'],
])('an agent that answers with %s is refused in words', async (_, answers, words) => {
  expect(error(await start(answering(answers)))).toContain(words);
});

describe('the earlier session', () => {
  const state = () => path.join(directory, 'state.json');
  const remember = () => {
    const messages = [{ role: 'user', text: 'before' }];
    fs.writeFileSync(state(), JSON.stringify({ earlier: { messages } }));
  };

  it('is loaded, and the replay has come before the start is over', async () => {
    remember();
    const agent = await start(scriptedAgent('--state', state()), { earlier: 'earlier' });
    expect(agent).toMatchObject({ ok: true, value: { session: { opened: 'load', sessionId: 'earlier', lost: null } } });
    expect(updates).toEqual([{ kind: 'nothing' }]);
  });

  it('is resumed where it cannot be loaded', async () => {
    remember();
    const agent = await start(scriptedAgent('--state', state(), '--no-load', '--resume'), { earlier: 'earlier' });
    expect(agent).toMatchObject({ ok: true, value: { session: { opened: 'resume', sessionId: 'earlier' } } });
  });

  it.each([
    ['is not known any more', ['--resume'], /not found/i],
    ['cannot be had from this agent', ['--no-load'], /neither load nor resume/],
  ])('that %s is replaced by a new one, and it says why', async (_, options, why) => {
    const agent = await start(scriptedAgent(...options), { earlier: 'gone' });
    expect(agent).toMatchObject({
      ok: true,
      value: { session: { opened: 'seeded', lost: expect.stringMatching(why) } },
    });
    expect(agent.ok && agent.value.session.sessionId).not.toBe('gone');
  });
});

it('says how to log in', async () => {
  expect(error(await start(scriptedAgent('--login')))).toBe(
    'The agent "demo-agent" wants you to log in first. It offers: Use a key (set SCRIPTED_KEY). ' +
      'Log in with its own program or set its key, then try again. Or have podwatch do it: --auth key.',
  );
});

it('says which version of the protocol does not fit', async () => {
  expect(error(await start(scriptedAgent('--version', '2')))).toBe(
    'The agent "demo-agent" speaks version 2 of the Agent Client Protocol, podwatch speaks 1. Install a release of it that speaks 1.',
  );
});

it('says so where the agent refuses our version without naming its own', async () => {
  expect(error(await start(scriptedAgent('--version', '0')))).toMatch(
    /speaks another version of the Agent Client Protocol/,
  );
});

it('says what an agent that ends at once has said last, also where that is read after its exit', async () => {
  const { spawn } = childProcess;
  const spy = jest.spyOn(childProcess, 'spawn').mockImplementation((...args: unknown[]) => {
    const child = Reflect.apply(spawn, childProcess, args);
    const { stderr } = child;
    const said: unknown[] = [];
    stderr.push = (chunk: unknown) => said.push(chunk) > 0;
    const readLate = () => {
      delete stderr.push;
      for (const chunk of said) stderr.push(chunk);
      stderr.read(0);
    };
    child.once('exit', () => setTimeout(readLate, 10));
    return child;
  });
  const late = await start(scriptedAgent('--die', 'unknown option --acp')).finally(() => spy.mockRestore());
  expect(error(late)).toContain('Its last words: unknown option --acp');
  expect(error(await start(scriptedAgent('--die', 'unknown option --acp')))).toBe(
    'The agent "demo-agent" has ended (exit code 2). Its last words: unknown option --acp',
  );
});

it.each([
  ['npm warn EBADENGINE required: node >=22', `It may need another Node than this one, ${process.version}.`],
  ['--dangerously-skip-permissions cannot be used with root/sudo privileges', 'To run it as root, set IS_SANDBOX=1.'],
  ['npm error code ENOTFOUND registry', 'It could not reach the network: try again when it is there.'],
])('says the way out where the agent says %s', async (words, wayOut) => {
  const said = error(await start(scriptedAgent('--die', words)));
  expect(said).toBe(`The agent "demo-agent" has ended (exit code 2). Its last words: ${words} ${wayOut}`);
});

it('gives a silent program up', async () => {
  expect(error(await start(scriptedAgent('--silent'), { timeoutMs: 300 }))).toMatch(
    /^The agent "demo-agent" has not answered for 0\.3 s\. Does this command speak the Agent Client Protocol\?/,
  );
});

it('says that a program is missing', async () => {
  expect(error(await start(['/nowhere/agent']))).toMatch(/^The agent "demo-agent" cannot be started: .*ENOENT/);
});

it('is not confused by a program that only echoes', async () => {
  expect(error(await start(['/bin/cat']))).toMatch(/^The agent "demo-agent" does not open a session/);
});
