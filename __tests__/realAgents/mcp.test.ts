// A real agent in a Pod starts another Pod through `podwatch mcp`, which names the first as its parent.
import fs from 'node:fs';
import path from 'node:path';
import { agentCommands } from '../fixtures/agentCommands';
import { onThisMachine, REAL_AGENTS } from '../fixtures/realAgents';
import { type ScriptedModel, startScriptedModel } from '../fixtures/scriptedModel';
import { CLI, makeTempHome, type TempHome } from '../fixtures/tempHome';
import { until } from '../fixtures/until';

const ANSWER = 'It runs.';
const START_MS = 120_000;

let home: TempHome;
let model: ScriptedModel;
beforeEach(async () => {
  home = makeTempHome();
  const input = { name: 'child', command: ['/bin/cat'] };
  model = await startScriptedModel(ANSWER, { tool: 'mcp__podwatch__start_pod', input });
});
afterEach(async () => {
  await home.podwatch(['stop', '--all']);
  await home.close();
  await model.close();
});

it('Claude Code', async () => {
  const [project, temporary] = ['project', 'tmp'].map((name) => path.join(home.directory, name));
  for (const directory of [project, temporary]) fs.mkdirSync(directory ?? '');
  const claude = REAL_AGENTS.find(({ tool }) => tool === 'claude');
  Object.assign(home.env, onThisMachine(model.url), {
    PATH: [agentCommands(), path.dirname(process.execPath), home.env.PATH].join(':'),
    TMPDIR: temporary,
    // Else it would first have to search for the tool, and may ask before the server is up.
    ENABLE_TOOL_SEARCH: 'false',
    MCP_CONNECTION_NONBLOCKING: 'false',
    ...claude?.setUp({ userHome: home.env.HOME ?? '', project: project ?? '', url: model.url }),
  });
  const server = { command: process.execPath, args: [CLI, 'mcp', '--allow', 'run'] };
  const servers = path.join(home.directory, 'mcp.json');
  fs.writeFileSync(servers, JSON.stringify({ mcpServers: { podwatch: server } }));
  const words = ['-p', 'Start a Pod.', '--mcp-config', servers, '--strict-mcp-config'];
  const allowed = ['--allowedTools', 'mcp__podwatch__start_pod'];
  const run = ['run', 'parent', '-d', '--cwd', project ?? '', '--', 'sh', '-c', '"$@"; exec cat', 'sh', 'claude'];
  expect(await home.podwatch([...run, ...words, ...allowed])).toMatchObject({ code: 0 });
  try {
    await until(async () => (await home.podwatch(['logs', 'parent'])).stdout.includes(ANSWER), START_MS);
  } catch {
    throw new Error((await home.podwatch(['logs', 'parent'])).stdout);
  }
  expect(model.toolAnswer()).toContain('child');
  const rows: { name: string; parent: string | null }[] = JSON.parse((await home.podwatch(['ls', '--json'])).stdout);
  expect(rows.map(({ name, parent }) => [name, parent]).sort()).toEqual([
    ['child', 'parent'],
    ['parent', null],
  ]);
  expect((await home.podwatch(['ls', '--tree'])).stdout).toMatch(/^parent[^\n]*\n\S* ?.*child/m);
}, 200_000);
