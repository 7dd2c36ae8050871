import fs from 'node:fs';
import path from 'node:path';
import { readForeignSessions } from '../../../src/places/foreign/readForeignSessions';
import type { ForeignSession } from '../../../src/places/foreign/sessionFacts';
import { ALL_TOOLS, type ForeignHome, makeForeignHome } from './foreignHome';

let home: ForeignHome;
let sessions: readonly ForeignSession[];

beforeAll(async () => {
  home = makeForeignHome(ALL_TOOLS);
  const snapshot = await readForeignSessions(home.env);
  expect(snapshot).toMatchObject({ loading: false, problems: [] });
  sessions = snapshot.sessions;
});
afterAll(() => home.close());

const PROJECT = '/home/dev/project';
const UMLAUTS = '/home/dev/Grüße 世界 dir';

function rowsOf(tool: string): readonly ForeignSession[] {
  return sessions.filter((session) => session.tool === tool);
}

/** Title, last words, directory, branch, time, notes: what a row shows. */
function shown(session: ForeignSession | undefined): readonly unknown[] {
  if (session === undefined) return [];
  const { title, lastWords, directory, branch, updatedAt, notes } = session;
  return [title, lastWords, directory, branch, new Date(updatedAt).toISOString(), notes];
}

function row(tool: string, beginning: string): ForeignSession | undefined {
  return rowsOf(tool).find(({ sessionId }) => sessionId.startsWith(beginning));
}

test('Every row can be named, and the newest comes first', () => {
  expect(new Set(sessions.map(({ tool, sessionId }) => `${tool}:${sessionId}`)).size).toBe(sessions.length);
  expect(sessions.map(({ updatedAt }) => updatedAt)).toEqual(
    sessions.map(({ updatedAt }) => updatedAt).sort((a, b) => b - a),
  );
});

describe('Claude Code', () => {
  test('a renamed session, with a sub-agent that is no row', () => {
    const time = '2026-11-26T11:47:42.038Z';
    const expected = ['My renamed session', 'Please ask a sub-agent', PROJECT, 'main', time, []];
    expect(shown(row('claude', '9c10e5d7'))).toEqual(expected);
    expect(rowsOf('claude')).toHaveLength(7);
    expect(sessions.filter(({ file }) => file.includes('subagents'))).toEqual([]);
  });

  test('a name carried over a /clear and into a fork', () => {
    expect(row('claude', '67aed664')).toMatchObject({
      title: 'My renamed session',
      lastWords: 'A question after clear',
    });
    expect(row('claude', 'a950d584')).toMatchObject({
      title: 'My renamed session',
      lastWords: 'A question in the fork',
    });
  });

  test('the directory comes from the lines, never from the folder, and HEAD is no branch', () => {
    expect(row('claude', 'e3b5d0b3')).toMatchObject({ directory: UMLAUTS, branch: null });
  });

  test('a session of `claude -p` says so; the title of an older version is at the top only', () => {
    expect(row('claude', '681fb471')).toMatchObject({ title: 'print name', notes: ['not interactive'] });
    expect(row('claude', '7cef1e50')).toMatchObject({ title: 'Title made by the model' });
  });

  test('resumes by id', () => {
    const id = '9c10e5d7-c708-4da3-b402-8ff0f5f820df';
    expect(row('claude', id)?.resume).toEqual(['claude', '--resume', id]);
  });
});

describe('Codex', () => {
  test('its name from the index, its last prompt and time from the rollout', () => {
    const time = '2026-11-26T11:55:10.910Z';
    const expected = ['My named codex thread', 'Again ask a sub-agent please', PROJECT, 'main', time, []];
    expect(shown(row('codex', '01a217b3'))).toEqual(expected);
  });

  test('a sub-agent is no row although it has the id of its parent', () => {
    expect(rowsOf('codex')).toHaveLength(5);
    expect(row('codex', '01a217b5-a76b')).toBeUndefined();
  });

  test('forks, scripted and archived ones say so', () => {
    expect(row('codex', '01a217b5-fcb4')).toMatchObject({
      lastWords: 'A question in the fork',
      notes: ['fork of 01a217b3-b363-7252-a661-5773b7f83624'],
    });
    expect(row('codex', '01a217b6-c68d')).toMatchObject({ notes: ['not interactive', 'archived'] });
  });

  test('resumes by id', () => {
    const id = '01a217b3-b363-7252-a661-5773b7f83624';
    expect(row('codex', id)?.resume).toEqual(['codex', 'resume', id]);
  });
});

describe('Gemini CLI', () => {
  test('directory from .project_root, last prompt without the answers of tools', () => {
    const time = '2026-11-26T12:28:04.966Z';
    const expected = ['Add a greeting to the readme', 'Please ask a sub-agent', PROJECT, null, time, []];
    expect(shown(row('gemini', '2d94314a'))).toEqual(expected);
    expect(rowsOf('gemini')).toHaveLength(4);
  });

  test('the stub that a resume has left is the same row, and never the one that is resumed', () => {
    const file = home.file('.gemini/tmp/gtest/chats/session-2026-11-26T12-02-9379af99.jsonl');
    expect(row('gemini', '9379af99')).toMatchObject({
      lastWords: 'Second question',
      notes: [],
      resume: ['gemini', '--session-file', file],
    });
  });

  test('an old one whose directory is only a hash says why it cannot be resumed', () => {
    expect(row('gemini', 'd6d79c32')).toMatchObject({
      title: 'Add a greeting to the readme',
      directory: null,
      resume: null,
      reason: 'its directory is not known: the tool keeps only a hash of it',
    });
  });
});

test('opencode: rows of the table, sub-agents left out', () => {
  const rows = rowsOf('opencode').map(({ sessionId, title, directory, notes }) => [sessionId, title, directory, notes]);
  const generated = '{"title":"Title made by the model"}';
  expect(rows).toEqual([
    ['ses_de83d0aa8ffelZMeKGKZFyfVCT', 'My named opencode session (fork #1)', PROJECT, ['a fork']],
    ['ses_de83d3b7bffejywL7DSKMpUFJA', generated, UMLAUTS, []],
    ['ses_de83faafbffe55uqygzHGUAmn7', 'My named opencode session', PROJECT, []],
    ['ses_de840ede9ffeTVu37byA82XCdC', generated, PROJECT, []],
  ]);
  const [newest] = rowsOf('opencode');
  expect(newest).toMatchObject({ size: null, resume: ['opencode', '-s', newest?.sessionId] });
  expect(newest?.updatedAt).toBe(1795694985388);
  expect(rowsOf('opencode').map(({ lastWords }) => lastWords)).toEqual([
    '"A question in the fork"',
    '"Hallo aus dem Verzeichnis mit Umlauten"',
    'Go on after resume',
    '"Add a greeting to the readme"',
  ]);
});

test('pi: a name from the middle of the file; a fork does not carry it; resumed by its path', () => {
  const named = row('pi', '01a217c4-2330');
  const time = '2026-11-26T12:11:51.605Z';
  expect(shown(named)).toEqual(['My named pi session', 'Go on after resume', PROJECT, null, time, []]);
  expect(named?.resume).toEqual(['pi', '--session', named?.file]);
  expect(row('pi', '01a217c4-9f87')).toMatchObject({
    title: 'Add a greeting to the readme',
    notes: ['fork of 01a217c4-2330-7307-b197-2792c87354da'],
  });
  expect(row('pi', '01a217c5')).toMatchObject({ directory: UMLAUTS });
});

test('Qwen Code: the name written last, a prompt behind a reminder, no sub-agents', () => {
  const named = row('qwen', 'bb1a360d');
  expect(shown(named)).toEqual([
    ...['My named qwen session', 'Go on after resume', PROJECT, 'main'],
    ...['2026-11-26T12:14:44.829Z', []],
  ]);
  expect(named?.resume).toEqual(['qwen', '--resume', 'bb1a360d-a4c6-4ac4-ab09-733c58578551']);
  expect(named?.liveElsewhere).toBeNull();
  expect(rowsOf('qwen')).toHaveLength(2);
});

test('Copilot: the user’s name, the time of the last event, not of the workspace file', () => {
  const named = row('copilot', '0b2b0d29');
  const time = '2026-11-26T12:17:38.512Z';
  expect(shown(named)).toEqual(['My named copilot session', '1', PROJECT, 'main', time, []]);
  expect(named?.resume).toEqual(['copilot', '--resume=0b2b0d29-95bc-4baf-a260-34e1e0429b36']);
  expect(row('copilot', '0ab9b894')).toMatchObject({ branch: 'feature/größe', directory: UMLAUTS });
});

test('Cline: the wrapper around a prompt is taken off', () => {
  expect(row('cline', '1795695579158')).toMatchObject({ title: 'Add a greeting to the readme', branch: 'main' });
  expect(row('cline', '1795695607168')).toMatchObject({
    title: 'Now list the files please',
    resume: ['cline', '--id', '1795695607168_89abw', '-i'],
    updatedAt: Date.parse('2026-11-26T12:20:59.888Z'),
  });
});

test('kimi-cli: the directory by its hash, the time from the wire', () => {
  const named = row('kimi', '3d2a7c32');
  const time = '2026-11-26T12:23:16.453Z';
  expect(shown(named)).toEqual(['My named kimi session', 'Go on after resume', PROJECT, null, time, []]);
  expect(named?.resume).toEqual(['kimi', '-r', '3d2a7c32-e523-401b-b86c-f2ece07cc0da']);
});

test('Kimi Code: all of a row from its state, and from the wire where that is silent', () => {
  expect(row('kimi-code', 'session_11111111')).toMatchObject({
    title: 'My named kimi code session',
    lastWords: 'Go on after resume',
    directory: PROJECT,
    updatedAt: 1795695900000,
  });
  expect(row('kimi-code', 'session_22222222')).toMatchObject({
    title: 'Add a greeting to the readme',
    resume: ['kimi', '--session', 'session_22222222-2222-4222-8222-222222222222'],
  });
});

test('goose: times in UTC; sub-agents, hidden and empty ones are no rows; what is not usual is said', () => {
  expect(rowsOf('goose').map(shown)).toEqual([
    ['Greeting in the readme', 'And now list the files', PROJECT, null, '2026-11-26T12:05:00.000Z', []],
    ['Described only', 'What is new since yesterday?', PROJECT, null, '2026-11-26T12:04:00.000Z', []],
    ['Every morning', 'What is new since yesterday?', PROJECT, null, '2026-11-26T06:01:00.000Z', ['scheduled']],
    [
      ...['A session without a name', 'A session without a name', PROJECT, null, '2026-11-25T12:00:00.000Z'],
      ['acp', 'archived'],
    ],
  ]);
  // Without `--history` nothing of before would be shown.
  const resume = 'goose session --resume --session-id 20261126_1 --history';
  expect(row('goose', '20261126_1')?.resume?.join(' ')).toBe(resume);
});

describe('By description alone', () => {
  const CRUSH = path.resolve(__dirname, '../../fixtures/foreign/crush/crush.db');
  let made: ForeignHome;
  afterEach(() => made.close());

  test('crush: a database in each project; sub-agents and empty sessions are no rows, seconds or milliseconds', async () => {
    made = makeForeignHome();
    made.write('project/.crush/crush.db', fs.readFileSync(CRUSH));
    const projects = { projects: [{ path: made.file('project'), data_dir: '.crush' }] };
    made.write('.local/share/crush/projects.json', JSON.stringify(projects));
    const found = await readForeignSessions(made.env);
    expect(found.problems).toEqual([]);
    const [seconds, ms] = found.sessions;
    expect(found.sessions.map(({ title }) => title)).toEqual(['Greeting in the readme', 'Times in milliseconds']);
    expect([seconds?.updatedAt, ms?.updatedAt]).toEqual([1795695900000, 1795695600123]);
    expect(seconds).toMatchObject({ directory: made.file('project'), directoryExists: true, reason: null });
    expect(seconds?.resume).toEqual(['crush', '--session', '33333333-3333-4333-8333-333333333333']);
  });

  test('Cursor: the directory by its hash among those of the others; without `meta.json` a row all the same', () => {
    expect(row('cursor', '7777')).toMatchObject({ title: 'Greeting in the readme', directory: PROJECT });
    expect(row('cursor', '8888')).toMatchObject({ title: 'Cursor chat', directory: PROJECT });
  });
});
