// What commands say of sessions of agent CLIs: where their tool comes from, which was meant, whose they are, what was said in them.
import fs from 'node:fs';
import path from 'node:path';
import type { TempHome } from '../../fixtures/tempHome';
import { SessionHome } from './sessionHome';

let sessions: SessionHome;
let home: TempHome;
let project: string;
beforeEach(() => {
  sessions = new SessionHome();
  ({ home, project } = sessions);
});
afterEach(() => home.close());

const write = (name: string, lines: readonly object[]) => sessions.write(name, lines);
const addClaude = (id: string, prompt: string, cwd?: string) => sessions.addClaude(id, prompt, cwd);
const rows = (...args: readonly string[]) => sessions.rows(...args);
const argvOf = (tool: string) => sessions.argvOf(tool);

test('a tool that is not installed says where it comes from', async () => {
  write('.qwen/projects/-p/chats/dddddddd-4.jsonl', [
    {
      type: 'user',
      provenance: 'real_user',
      cwd: project,
      timestamp: '2026-11-26T12:00:00Z',
      message: { parts: [{ text: 'Hi' }] },
    },
  ]);
  const ran = await home.podwatch(['restore', 'qwen:dddd', '-d']);
  expect(ran).toMatchObject({ code: 1 });
  expect(ran.stderr).toContain('qwen is not installed: Qwen Code comes with @qwen-code/qwen-code (npm).');
});

test('a Pod whose own name holds a colon is found first; beginnings that fit several are said', async () => {
  addClaude('aaaaaaaa-1', 'One');
  addClaude('aaaaaaaa-2', 'Two');
  expect((await home.podwatch(['run', 'claude:aaaaaaaa', '-d', '--', 'cat'])).code).toBe(0);
  expect((await home.podwatch(['explain', 'claude:aaaaaaaa'])).stdout).toContain('directory');
  const several = await home.podwatch(['explain', 'claude:aaaaaaaa-']);
  expect(several).toMatchObject({ code: 2 });
  expect(several.stderr).toContain('claude:aaaaaaaa-1, claude:aaaaaaaa-2');
  expect(await home.podwatch(['explain', 'claude:nothing'])).toMatchObject({ code: 3 });
});

test('explain says whose it is; what only a Pod can do is refused with the reason', async () => {
  addClaude('aaaaaaaa-1', 'One');
  const explained = await home.podwatch(['explain', 'claude:aaaa']);
  expect(explained.stdout).toMatch(/restore +its own program starts it again, in a new Pod/);
  expect(explained.stdout).toMatch(/branch +main/);
  expect(await home.podwatch(['send', 'claude:aaaa', 'hi'])).toMatchObject({ code: 4 });
  expect(await home.podwatch(['rm', 'claude:aaaa'])).toMatchObject({ code: 4 });
});

test('logs prints what was said, as Markdown or as entries, and each message once', async () => {
  write('.claude/projects/-p/aaaaaaaa-1.jsonl', [
    { type: 'user', cwd: project, timestamp: '2026-11-26T12:00:00Z', message: { content: 'One\nand a half?' } },
    { type: 'assistant', timestamp: '2026-11-26T12:00:01Z', message: { content: [{ type: 'text', text: 'Two.' }] } },
    { type: 'last-prompt', lastPrompt: 'One and a half?' },
  ]);
  const printed = await home.podwatch(['logs', 'claude:aaaa']);
  expect(printed).toMatchObject({ code: 0, stderr: '' });
  expect(printed.stdout.trim()).toBe('## User\n\nOne\nand a half?\n\n## Assistant\n\nTwo.');
  const entries = (await home.podwatch(['logs', 'claude:aaaa', '--json'])).stdout.trim().split('\n');
  expect(entries.map((entry) => JSON.parse(entry).kind)).toEqual(['user_input', 'assistant_item']);
  expect(await home.podwatch(['logs', '-f', 'claude:aaaa'])).toMatchObject({ code: 2 });
});

test('a command of the configuration stands in for the tool’s own', async () => {
  addClaude('aaaaaaaa-1', 'One');
  const config = path.join(home.directory, 'config.json');
  fs.writeFileSync(config, JSON.stringify({ sessions: { resume: { claude: ['pi', 'run', '{id}', '{file}'] } } }));
  home.env.PODWATCH_CONFIG = config;
  expect((await home.podwatch(['restore', 'claude:aaaa', '-d'])).code).toBe(0);
  const file = path.join(home.env.HOME ?? '', '.claude/projects/-p/aaaaaaaa-1.jsonl');
  expect(await argvOf('pi')).toEqual([project, 'run', 'aaaaaaaa-1', file]);
});

test('nothing in a tool’s store is changed by looking or restoring', async () => {
  addClaude('aaaaaaaa-1', 'One');
  const store = path.join(home.env.HOME ?? '', '.claude');
  const listed = () =>
    fs.readdirSync(store, { recursive: true }).map((name) => {
      const { mtimeMs, size } = fs.statSync(path.join(store, String(name)));
      return [name, mtimeMs, size];
    });
  const before = listed();
  await rows('--everything');
  await home.podwatch(['restore', 'claude:aaaa', '-d']);
  await argvOf('claude');
  expect(listed()).toEqual(before);
});
