import path from 'node:path';
import { firstValueFrom } from 'rxjs';
import { filter } from 'rxjs/operators';
import { DatabaseThread } from '../../../src/places/foreign/databaseThread';
import { FOREIGN_TOOLS } from '../../../src/places/foreign/foreignTools';
import { readForeignSessions } from '../../../src/places/foreign/readForeignSessions';
import { watchForeignSessions } from '../../../src/places/foreign/watchForeignSessions';
import { CLI } from '../../fixtures/tempHome';
import { ALL_TOOLS, type ForeignHome, makeForeignHome } from './foreignHome';

const PROGRAM = path.join(path.dirname(CLI), 'places', 'foreign', 'databaseWorker.js');

let home: ForeignHome;
let thread: DatabaseThread;
beforeEach(() => {
  thread = new DatabaseThread(PROGRAM);
});
afterEach(() => {
  thread.end();
  home.close();
});

test('what a thread reads of databases is what is read without one', async () => {
  home = makeForeignHome(ALL_TOOLS);
  const here = await readForeignSessions(home.env);
  const aside = await readForeignSessions(home.env, { databases: thread });
  expect(aside).toEqual(here);
  expect(aside.sessions.filter(({ tool }) => tool === 'opencode')).toHaveLength(4);
  expect(aside.sessions.find(({ title }) => title === 'My named codex thread')).toBeDefined();
});

test('a database that is none is a counted problem, and what changes is read by the same watch', async () => {
  home = makeForeignHome(['opencode']);
  home.write('.local/share/opencode/opencode-broken.db', 'no database');
  const snapshots = watchForeignSessions(home.env, { databaseProgram: PROGRAM });
  const whole = await firstValueFrom(snapshots.pipe(filter(({ loading }) => !loading)));
  expect(whole.sessions).toHaveLength(4);
  expect(whole.problems).toEqual([
    {
      ...{ tool: 'opencode', kind: 'unknown-format', count: 1, message: 'it is not a SQLite database' },
      file: home.file('.local/share/opencode/opencode-broken.db'),
    },
  ]);
});

test('a thread that cannot be started, or is ended, is a fault of each file, and no wait', async () => {
  home = makeForeignHome(['opencode']);
  const none = new DatabaseThread('/nowhere/worker.js');
  const found = await readForeignSessions(home.env, { databases: none });
  none.end();
  expect(found.sessions).toEqual([]);
  expect(found.problems).toMatchObject([{ tool: 'opencode', kind: 'busy', count: 1 }]);
  const opencode = FOREIGN_TOOLS.find(({ name }) => name === 'opencode');
  if (opencode === undefined) throw new Error('no such tool');
  const file = home.file('.local/share/opencode/opencode.db');
  const where = { env: home.env, home: home.home, directory: null };
  const wanted = { kind: 'facts', candidate: { file, beside: [], known: {} } } as const;
  const asked = thread.read(opencode, { tool: 'opencode', where, now: Date.now(), wanted });
  thread.end();
  expect(await asked).toMatchObject({ facts: [], faults: [{ kind: 'busy', file }] });
});

test('all rows of a large table have their last words', async () => {
  home = makeForeignHome(['opencode']);
  const { sessions } = await readForeignSessions(home.env, { databases: thread });
  expect(sessions.map(({ lastWords }) => lastWords)).not.toContain(null);
});
