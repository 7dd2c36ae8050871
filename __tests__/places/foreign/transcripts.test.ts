import fs from 'node:fs';
import path from 'node:path';
import { FOREIGN_TOOLS } from '../../../src/places/foreign/foreignTools';
import { readForeignSessions } from '../../../src/places/foreign/readForeignSessions';
import { readTranscript } from '../../../src/places/foreign/readTranscript';
import type { ForeignSession } from '../../../src/places/foreign/sessionFacts';
import { type ForeignHome, makeForeignHome } from './foreignHome';

let home: ForeignHome;
afterEach(() => home.close());

const CRUSH = path.resolve(__dirname, '../../fixtures/foreign/crush/crush.db');
const AIDER = path.resolve(__dirname, '../../fixtures/foreign/aider/project/.aider.chat.history.md');

async function sessionsOf(tool: string, directory?: string): Promise<readonly ForeignSession[]> {
  const { sessions, problems } = await readForeignSessions(home.env, directory === undefined ? {} : { directory });
  expect(problems).toEqual([]);
  return sessions.filter((session) => session.tool === tool);
}

/** `who: text`, the first words of each. */
async function said(session: ForeignSession | undefined): Promise<readonly string[]> {
  const tool = FOREIGN_TOOLS.find(({ name }) => name === session?.tool);
  if (session === undefined || tool === undefined) throw new Error('no such session');
  const words: string[] = [];
  for await (const { who, text } of readTranscript(tool, session) ?? []) {
    words.push(`${who}: ${text.replace(/\s+/g, ' ').slice(0, 40)}`);
  }
  return words;
}

test('opencode: both sides, the oldest first, without its own texts and without those of sub-agents', async () => {
  home = makeForeignHome(['opencode']);
  const session = (await sessionsOf('opencode')).find(({ title }) => title === 'My named opencode session');
  expect(await said(session)).toEqual([
    'user: Now list the files please',
    'user: Please ask a sub-agent',
    'agent: Reply from the mock model. Earlier messa',
    'user: Go on after resume',
  ]);
});

test('opencode before 1.2: a file a message, a file a part', async () => {
  home = makeForeignHome();
  const storage = '.local/share/opencode/storage';
  const time = { created: 1795694000000, updated: 1795694900000 };
  const session = { id: 'ses_old1', title: 'Old', directory: '/home/dev/project', time };
  home.write(`${storage}/session/p1/ses_old1.json`, JSON.stringify(session));
  const message = (id: string, role: string, created: number) =>
    home.write(`${storage}/message/ses_old1/${id}.json`, JSON.stringify({ id, role, time: { created } }));
  const part = (id: string, name: string, value: object) =>
    home.write(`${storage}/part/${id}/${name}.json`, JSON.stringify(value));
  message('msg_b', 'user', 1795694001000);
  message('msg_a', 'assistant', 1795694002000);
  part('msg_b', 'prt_1', { type: 'text', text: 'Is it old?' });
  part('msg_b', 'prt_2', { type: 'text', text: 'Added by the tool', synthetic: true });
  part('msg_a', 'prt_1', { type: 'text', text: 'Quite' });
  part('msg_a', 'prt_2', { type: 'text', text: 'old.' });
  const [old] = await sessionsOf('opencode');
  expect(await said(old)).toEqual(['user: Is it old?', 'agent: Quite old.']);
});

test('Cline: the wrapper around a prompt taken off, results of tools left out', async () => {
  home = makeForeignHome(['cline/data']);
  const session = (await sessionsOf('cline')).find(({ sessionId }) => sessionId === '1795695607168_89abw');
  const words = await said(session);
  expect(words[0]).toBe('user: Now list the files please');
  expect(words[1]).toMatch(/^agent: /);
  expect(words.join('\n')).not.toContain('README.md');
});

test('Kimi Code: each message once, though its file has it in several lines', async () => {
  home = makeForeignHome(['kimi-code']);
  const session = (await sessionsOf('kimi-code')).find(({ sessionId }) => sessionId.startsWith('session_2222'));
  expect(await said(session)).toEqual(['user: Add a greeting to the readme', 'agent: It is added.']);
});

test('aider: prompts of several lines, answers, nothing of the tool’s own', async () => {
  home = makeForeignHome();
  home.write('project/.aider.chat.history.md', fs.readFileSync(AIDER));
  const [session] = await sessionsOf('aider', home.file('project'));
  expect(await said(session)).toEqual(['user: Add a greeting to the readme', 'agent: Reply from the mock model.']);
  const more = '\n#### Two\n#### lines\n\nFirst.\n\nSecond.\n\n> Tokens: 1 sent\n\n#### Three\n';
  fs.appendFileSync(home.file('project', '.aider.chat.history.md'), more);
  const words = await said(session);
  expect(words.slice(2)).toEqual(['user: Two lines', 'agent: First. Second.', 'user: Three']);
});

test('Gemini of before 0.26: one JSON object', async () => {
  home = makeForeignHome(['gemini']);
  const session = (await sessionsOf('gemini')).find(({ file }) => file.endsWith('.json'));
  expect(await said(session)).toEqual([
    'user: Add a greeting to the readme',
    'agent: Reply from the mock model. Earlier messa',
  ]);
});

test('crush and goose: a table of messages; results of tools and summaries are no words', async () => {
  home = makeForeignHome(['goose']);
  home.write('project/.crush/crush.db', fs.readFileSync(CRUSH));
  const projects = { projects: [{ path: home.file('project'), data_dir: '.crush' }] };
  home.write('.local/share/crush/projects.json', JSON.stringify(projects));
  const expected = ['user: Add a greeting to the readme', 'agent: It is added.', 'user: And now list the files'];
  for (const tool of ['crush', 'goose']) {
    const session = (await sessionsOf(tool)).find(({ title }) => title === 'Greeting in the readme');
    expect(await said(session)).toEqual(expected);
  }
});

test('Cursor: its words are in a form that is not known', async () => {
  home = makeForeignHome(['cursor']);
  const [session] = await sessionsOf('cursor');
  const cursor = FOREIGN_TOOLS.find(({ name }) => name === 'cursor');
  if (session === undefined || cursor === undefined) throw new Error('no such session');
  expect(readTranscript(cursor, session)).toBeNull();
});
