import fs from 'node:fs';
import path from 'node:path';
import { DatabaseThread } from '../../../src/places/foreign/databaseThread';
import { FOREIGN_TOOLS } from '../../../src/places/foreign/foreignTools';
import { readForeignSessions } from '../../../src/places/foreign/readForeignSessions';
import type { Fault } from '../../../src/places/foreign/sessionCache';
import { SessionsSearch } from '../../../src/places/foreign/sessionsSearch';
import { searchPattern } from '../../../src/search/searchPattern';
import { CLI, makeTempHome, type TempHome } from '../../fixtures/tempHome';
import { ALL_TOOLS, type ForeignHome, makeForeignHome } from './foreignHome';

const PROGRAM = path.join(path.dirname(CLI), 'places', 'foreign', 'databaseWorker.js');
const MANY = path.resolve(__dirname, '../../fixtures/foreign/sqlite/sessions.db');

let home: ForeignHome;
let thread: DatabaseThread;
beforeEach(() => {
  thread = new DatabaseThread(PROGRAM);
});
afterEach(() => {
  thread.end();
  home.close();
});

interface Sought {
  /** `TOOL:line` */
  readonly found: readonly string[];
  readonly faults: readonly Fault[];
}

async function sought(text: string, tools: readonly string[]): Promise<Sought> {
  const { sessions } = await readForeignSessions(home.env);
  const faults: Fault[] = [];
  const all = sessions.flatMap((session) => {
    const tool = FOREIGN_TOOLS.find(({ name }) => name === session.tool);
    return tool === undefined || !tools.includes(tool.name) ? [] : [{ ...session, tool, owner: session }];
  });
  const search = new SessionsSearch(all, searchPattern(text), thread, (fault) => faults.push(fault));
  const found: string[] = [];
  let last = Number.POSITIVE_INFINITY;
  while (!search.isDone) {
    const { newest } = search;
    expect(newest).toBeLessThanOrEqual(last);
    last = newest;
    for (const { owner, line } of await search.next()) found.push(`${owner.tool}:${line}`);
  }
  expect(search.newest).toBe(0);
  return { found, faults };
}

test('what was said in a database is found, and what a tool has put out there; names of fields and ids are not', async () => {
  home = makeForeignHome(['opencode', 'goose']);
  const all = ['opencode', 'goose'];
  // Said once, and kept in the fork of that session too.
  const said = 'opencode:Go on after resume';
  expect((await sought('go on after resume', all)).found).toEqual([said, said]);
  expect(await sought('go on after RESUME', all)).toEqual({ found: [], faults: [] });
  expect((await sought('it is added', all)).found).toEqual(['goose:It is added.']);
  expect((await sought('readme.md', ['opencode'])).found).toContain('opencode:README.md');
  expect((await sought('callID', all)).found).toEqual([]);
  expect((await sought('call_mwxi', all)).found).toEqual([]);
});

test('many sessions of one database in more than one go, the newest first; letters whose marks stand apart', async () => {
  home = makeForeignHome();
  home.write('.local/share/goose/sessions/sessions.db', fs.readFileSync(MANY));
  const { found, faults } = await sought('nadel', ['goose']);
  expect(faults).toEqual([]);
  const expected = Array.from({ length: 120 }, (_, index) => 119 - index);
  expect(found).toEqual(
    expected.flatMap((number) => [`goose:rg nadel-of-a-tool ${number}`, `goose:Find the Nadel ${number}`]),
  );
  expect((await sought('in grüße', ['goose'])).found).toHaveLength(120);
  expect((await sought('nadel_id', ['goose'])).found).toEqual([]);
});

test('a damaged part of a database is a fault of the sessions in it, and of no other', async () => {
  home = makeForeignHome();
  const bytes = fs.readFileSync(MANY);
  // A leaf of the messages.
  const page = Math.floor(bytes.indexOf('Find the Nadel 60') / 1024);
  bytes.writeUInt8(99, page * 1024);
  const file = home.write('.local/share/goose/sessions/sessions.db', bytes);
  const { found, faults } = await sought('find the nadel', ['goose']);
  expect(found.length).toBeGreaterThan(100);
  expect(found.length + faults.length).toBeGreaterThanOrEqual(120);
  expect(new Set(faults.map(({ message }) => message))).toEqual(new Set([`page ${page + 1} is not of a table`]));
  expect(faults[0]?.file).toBe(file);
});

test('a database that is gone or cannot be read is a fault, and no wait', async () => {
  home = makeForeignHome(['goose']);
  const file = home.file('.local/share/goose/sessions/sessions.db');
  const { sessions } = await readForeignSessions(home.env);
  const tool = FOREIGN_TOOLS.find(({ name }) => name === 'goose');
  if (tool === undefined) throw new Error('no such tool');
  const all = sessions.map((session) => ({ ...session, tool, owner: session.sessionId }));
  fs.writeFileSync(file, 'no database');
  const faults: Fault[] = [];
  const search = new SessionsSearch(all, searchPattern('a'), thread, (fault) => faults.push(fault));
  while (!search.isDone) expect(await search.next()).toEqual([]);
  expect(faults).toEqual([{ kind: 'unknown-format', file, message: 'it is not a SQLite database' }]);
  thread.end();
  const given = new SessionsSearch(all, searchPattern('a'), new DatabaseThread('/nowhere.js'), () => {});
  while (!given.isDone) expect(await given.next()).toEqual([]);
});

describe('grep', () => {
  let own: TempHome;
  afterEach(() => own.close());

  test('finds a word in the sessions of every tool, and says of which it cannot look into them', async () => {
    home = makeForeignHome(ALL_TOOLS);
    own = makeTempHome();
    own.env.HOME = home.home;
    const ran = await own.podwatch(['grep', '--sessions', '--json', 'greeting']);
    const hits = ran.stdout
      .trim()
      .split('\n')
      .map((line): Record<string, unknown> => JSON.parse(line));
    expect(new Set(hits.map(({ home: tool }) => tool))).toEqual(
      new Set([
        'claude',
        'cline',
        'codex',
        'copilot',
        'gemini',
        'goose',
        'kimi',
        'kimi-code',
        'opencode',
        'pi',
        'qwen',
      ]),
    );
    const times = hits.map(({ at }) => Number(at ?? 0));
    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect(Math.min(...times.filter((at) => at > 0))).toBeGreaterThan(Date.UTC(2026, 0));
    expect(ran.stderr).toBe(
      'podwatch: Cursor agent: a session cannot be searched, as the form in which it is kept is not known: ' +
        'cursor:88888888-8888-4888-8888-888888888888, and 1 more like it\n',
    );
  });

  test('TOOL:ID is one session in a database; logs prints its words', async () => {
    home = makeForeignHome(['goose']);
    own = makeTempHome();
    own.env.HOME = home.home;
    const ran = await own.podwatch(['grep', 'greeting', 'goose:20261126_1']);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toContain('Add a greeting to the readme');
    expect((await own.podwatch(['grep', 'greeting', 'goose:20261126_2'])).code).toBe(1);
    const logs = await own.podwatch(['logs', 'goose:20261126_1']);
    expect(logs.stdout).toContain('It is added.');
  });
});
