// What lies around a tool's files decides, too: variables, the configuration, other tools, the directory at hand.
import { readForeignSessions } from '../../../src/places/foreign/readForeignSessions';
import { makeForeignHome } from './foreignHome';

test('A hash is resolved by a directory that another tool names', async () => {
  const both = makeForeignHome(['gemini']);
  const line = { type: 'user', cwd: '/home/dev/gold', timestamp: '2026-11-26T12:00:00Z', message: { content: 'hi' } };
  both.write('.claude/projects/-home-dev-gold/aaaaaaaa.jsonl', `${JSON.stringify(line)}\n`);
  const found = (await readForeignSessions(both.env)).sessions.find(({ sessionId }) =>
    sessionId.startsWith('d6d79c32'),
  );
  expect(found).toMatchObject({ directory: '/home/dev/gold', resume: ['gemini', '--session-file', found?.file] });
  both.close();
});

test('aider: one row for this directory, found from below it', async () => {
  const project = makeForeignHome();
  const history = '# aider chat started at 2026-11-26 12:26:03\n\n#### Add a greeting  \n\nReply\n\n#### /exit  \n';
  project.write('work/.aider.chat.history.md', history);
  project.write('work/.git/HEAD', '');
  project.write('work/deep/file', '');
  const found = await readForeignSessions(project.env, { directory: project.file('work/deep') });
  expect(found.sessions).toMatchObject([
    {
      tool: 'aider',
      title: 'Add a greeting',
      directory: project.file('work'),
      resume: ['aider', '--restore-chat-history'],
    },
  ]);
  expect((await readForeignSessions(project.env)).sessions).toEqual([]);
  project.close();
});

test('Each tool’s own variable decides where is read', async () => {
  const elsewhere = makeForeignHome(['claude', 'codex', 'pi/agent', 'opencode']);
  const env = {
    HOME: '/nonexistent',
    CLAUDE_CONFIG_DIR: elsewhere.file('.claude'),
    CODEX_HOME: elsewhere.file('.codex'),
    PI_CODING_AGENT_DIR: elsewhere.file('.pi/agent'),
    XDG_DATA_HOME: elsewhere.file('.local/share'),
    // An empty one counts as unset.
    QWEN_HOME: '',
  };
  const { sessions: found, problems } = await readForeignSessions(env);
  expect(problems).toEqual([]);
  expect(new Set(found.map(({ tool }) => tool))).toEqual(new Set(['claude', 'codex', 'pi', 'opencode']));
  elsewhere.close();
});

test('A command of the configuration stands in for the tool’s own', async () => {
  const home = makeForeignHome(['claude']);
  const resumeCommands = { claude: ['mise', 'exec', '--', 'claude', '-r', '{id}'] };
  const found = (await readForeignSessions(home.env, { resumeCommands })).sessions.find(
    ({ tool }) => tool === 'claude',
  );
  expect(found?.resume).toEqual(['mise', 'exec', '--', 'claude', '-r', found?.sessionId]);
  home.close();
});
