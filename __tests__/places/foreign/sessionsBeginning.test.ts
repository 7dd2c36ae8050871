// What a shell that completes is offered of sessions: few, the newest, and soon, however many there are.
import fs from 'node:fs';
import path from 'node:path';
import { FOREIGN_TOOLS } from '../../../src/places/foreign/foreignTools';
import { sessionsBeginning } from '../../../src/places/foreign/sessionsBeginning';
import { type ForeignHome, makeForeignHome } from './foreignHome';

const MANY = path.resolve(__dirname, '../../fixtures/foreign/sqlite/sessions.db');

let home: ForeignHome;
afterEach(() => home.close());

const offered = (tool: string, beginning: string) =>
  sessionsBeginning(
    home.env,
    FOREIGN_TOOLS.filter(({ name }) => name === tool),
    beginning,
    home.home,
  );

test('of a database the newest sixty, without a look at what was said in them', async () => {
  home = makeForeignHome();
  const bytes = fs.readFileSync(MANY);
  // Every page of the messages is damaged: whoever reads one of them fails.
  for (let page = 0; page * 1024 < bytes.length; page += 1) {
    if (bytes.subarray(page * 1024, page * 1024 + 1024).includes('Find the Nadel')) bytes.writeUInt8(99, page * 1024);
  }
  home.write('.local/share/goose/sessions/sessions.db', bytes);
  const ids = (await offered('goose', '2026')).map(({ sessionId }) => sessionId);
  expect(ids).toEqual(Array.from({ length: 60 }, (_, index) => `20261126_${119 - index}`));
  expect(await offered('goose', '20261126_7')).toHaveLength(11);
  expect((await offered('goose', '20261126_7')).every(({ title }) => title?.startsWith('Session 7') === true)).toBe(
    true,
  );
});

test('of many files with one beginning so many, by their names where there is no time to read them', async () => {
  home = makeForeignHome();
  const line = { type: 'user', cwd: '/', timestamp: '2026-11-26T12:00:00Z', message: { content: 'Hello' } };
  for (let index = 0; index < 300; index += 1) {
    const id = String(index).padStart(4, '0');
    home.write(`.claude/projects/-p/aaaa${id}-1.jsonl`, `${JSON.stringify(line)}\n`);
  }
  expect((await offered('claude', 'aaaa')).length).toBeLessThanOrEqual(60);
  expect((await offered('claude', 'aaaa0123')).map(({ sessionId }) => sessionId)).toEqual(['aaaa0123-1']);
});
