// Sessions of agent CLIs that the user wants as agent Pods: loaded by an agent over ACP, with what was said before.
import fs from 'node:fs';
import path from 'node:path';
import { pathWithout } from '../../fixtures/pathWithout';
import { scriptedAgent } from '../../fixtures/scriptedAgent';
import { makeTempHome, type TempHome } from '../../fixtures/tempHome';

const ID = 'aaaaaaaa-1';

let home: TempHome;
let project: string;

beforeEach(() => {
  home = makeTempHome();
  project = path.join(home.directory, 'project');
  fs.mkdirSync(project);
  // Masters of dtach are those of the whole machine, of other tests too.
  home.env.PATH = pathWithout(['dtach'], home.directory);
  home.env.PODWATCH_CONFIG = path.join(home.directory, 'config.json');
  const folder = path.join(home.env.HOME ?? '', '.claude/projects/-p');
  fs.mkdirSync(folder, { recursive: true });
  const line = (type: string, second: number, content: unknown) =>
    `${JSON.stringify({ type, cwd: project, timestamp: `2026-11-26T12:00:0${second}Z`, message: { content } })}\n`;
  const lines = [line('user', 1, 'Which animals sing?'), line('assistant', 2, [{ type: 'text', text: 'Whales.' }])];
  fs.writeFileSync(path.join(folder, `${ID}.jsonl`), lines.join(''));
});
afterEach(() => home.close());

/** What the agent remembers of the session. */
function remember(): string {
  const state = path.join(home.directory, 'state.json');
  const messages = [
    { role: 'user', text: 'Which animals sing?' },
    { role: 'assistant', text: 'Whales.' },
  ];
  fs.writeFileSync(state, JSON.stringify({ [ID]: { messages } }));
  return state;
}

function configure(agent: readonly string[], as: Record<string, string> = { claude: 'agent' }): void {
  // Masters of dtach are those of the whole machine, of other tests too.
  const config = { agents: { claude: agent }, sessions: { as, multiplexers: false } };
  fs.writeFileSync(home.env.PODWATCH_CONFIG ?? '', JSON.stringify(config));
}

test('its words are in the log of the new Pod, its agent goes on with it, and it is one Pod and one row', async () => {
  configure(scriptedAgent('--state', remember()));
  const before = fs.readdirSync(path.join(home.env.HOME ?? '', '.claude'), { recursive: true });
  const ran = await Promise.all([1, 2].map(() => home.podwatch(['restore', 'claude:aaaa', '-d'])));
  expect(ran.map(({ code, stderr }) => [code, stderr])).toEqual([
    [0, ''],
    [0, ''],
  ]);
  expect(home.allocations().map(({ pod_name }) => pod_name)).toEqual(['which-animals-sing']);
  const logs = await home.podwatch(['logs', 'which-animals-sing']);
  expect(logs.stdout.trim()).toBe('## User\n\nWhich animals sing?\n\n## Assistant\n\nWhales.\n\n---');
  const entries = (await home.podwatch(['logs', 'which-animals-sing', '--json'])).stdout.trim().split('\n');
  const openings = entries.map((each) => JSON.parse(each)).filter(({ domain }) => domain === 'podwatch.agent');
  expect(openings.at(-1)?.payload).toMatchObject({ acp_session_id: ID, opened: 'load' });
  const rows = JSON.parse((await home.podwatch(['ls', '--everything', '--json'])).stdout);
  expect(rows.map(({ name }: { name: string }) => name)).toEqual(['which-animals-sing']);

  expect((await home.podwatch(['send', 'which-animals-sing', '--wait', 'hello'])).code).toBe(0);
  expect((await home.podwatch(['stop', 'which-animals-sing'])).code).toBe(0);
  // Stopped, the session is still that Pod.
  expect((await home.podwatch(['restore', 'claude:aaaa', '-d'])).stdout).toContain('which-animals-sing');
  expect(home.allocations()).toHaveLength(1);
  expect(fs.readdirSync(path.join(home.env.HOME ?? '', '.claude'), { recursive: true })).toEqual(before);
});

test('an agent that does not start leaves no Pod, no record and no log', async () => {
  configure(scriptedAgent('--die', 'no licence'));
  const ran = await home.podwatch(['restore', 'claude:aaaa', '-d']);
  expect(ran.code).not.toBe(0);
  expect(ran.stderr).toContain('no licence');
  expect(fs.readdirSync(home.paths.pods)).toEqual([]);
  expect(fs.existsSync(home.paths.sessions) ? fs.readdirSync(home.paths.sessions) : []).toEqual([]);
});

test('a tool whose agent must not load is refused, with what to do; a command of the user’s stands before the choice', async () => {
  configure(scriptedAgent(), { gemini: 'agent', claude: 'agent' });
  const folder = path.join(home.env.HOME ?? '', '.gemini/tmp/p/chats');
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, '../.project_root'), project);
  const lines = [
    { sessionId: '2d94314a-586e-4aec-b37e-831d36e9c77d', kind: 'main', startTime: '2026-11-26T12:27:49Z' },
    { id: '1', timestamp: '2026-11-26T12:27:50Z', type: 'user', content: [{ text: 'Hello' }] },
  ];
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  fs.writeFileSync(path.join(folder, 'session-2026-11-26T12-27-2d94314a.jsonl'), text);
  const refused = await home.podwatch(['restore', 'gemini:2d94', '-d']);
  expect(refused).toMatchObject({ code: 4 });
  expect(refused.stderr).toContain('cannot be loaded by an agent. Take "gemini" out of "sessions.as"');
  expect((await home.podwatch(['restore', 'claude:aaaa', '-d', '--', 'cat'])).code).toBe(0);
  const rows = JSON.parse((await home.podwatch(['ls', '--json'])).stdout);
  expect(rows).toMatchObject([{ command: ['cat'] }]);
});
