import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { readForeignSessions } from '../../../src/places/foreign/readForeignSessions';
import type { ForeignSnapshot } from '../../../src/places/foreign/scanSessions';
import { type ForeignHome, makeForeignHome } from './foreignHome';

let home: ForeignHome;
beforeEach(() => {
  home = makeForeignHome();
});
afterEach(() => home.close());

const PLACE = '.claude/projects/-p';
const TIME = '2026-11-26T11:00:00.000Z';

function line(prompt: string, more: object = {}): string {
  const message = { role: 'user', content: prompt };
  return `${JSON.stringify({ type: 'user', cwd: home.home, timestamp: TIME, message, ...more })}\n`;
}

function write(id: string, content: string | Buffer): string {
  return home.write(`${PLACE}/${id}.jsonl`, content);
}

function read(): Promise<ForeignSnapshot> {
  return readForeignSessions(home.env);
}

/** What the process has read, bytes. */
function bytesRead(): number {
  return Number(/^rchar: (\d+)$/m.exec(fs.readFileSync('/proc/self/io', 'utf8'))?.[1]);
}

test('a file of 100 MB, and a line of 1 GB, cost a few windows', async () => {
  const large = write('large-session', line('First'));
  fs.truncateSync(large, 100 * 1024 * 1024);
  fs.appendFileSync(large, `\n${line('Last', { gitBranch: 'main' })}`);
  const oneLine = write('one-line-session', line('Begins').trimEnd());
  fs.truncateSync(oneLine, 1024 ** 3);
  const before = bytesRead();
  const { sessions, problems } = await read();
  expect(bytesRead() - before).toBeLessThan(8 * 1024 * 1024);
  expect(sessions).toMatchObject([{ sessionId: 'large-session', title: 'First', lastWords: 'Last', branch: 'main' }]);
  expect(problems).toMatchObject([{ kind: 'unknown-format', count: 1, file: oneLine }]);
});

test('lines longer than any first window are passed over from both ends', async () => {
  const filler = `${JSON.stringify({ type: 'attachment', attachment: { text: 'x'.repeat(70_000) } })}\n`;
  write('long-lines', `${filler}${line('First')}${filler}${line('Last')}${filler}${filler}`);
  expect((await read()).sessions).toMatchObject([{ title: 'First', lastWords: 'Last' }]);
});

test('a torn last line, and NULs behind it, are no fault', async () => {
  write('torn-session', `${line('Whole')}{"type":"user","message":{"content":"Tor`);
  write('nuls-session', Buffer.concat([Buffer.from(line('Before the crash')), Buffer.alloc(3000)]));
  const { sessions, problems } = await read();
  expect(sessions.map(({ title }) => title).sort()).toEqual(['Before the crash', 'Whole']);
  expect(problems).toEqual([]);
});

test('bad lines in the middle are counted, and their neighbours count', async () => {
  const file = write('bad-lines', `${line('First')}${line('Last')}not json\n{"half":\n{"type":"mode"}\n`);
  const { sessions, problems } = await read();
  expect(sessions).toMatchObject([{ title: 'First', lastWords: 'Last' }]);
  expect(problems).toEqual([
    { tool: 'claude', kind: 'bad-lines', count: 1, file, message: 'lines of it cannot be parsed' },
  ]);
});

test('other encodings: a byte order mark and stray bytes are read, UTF-16 is counted', async () => {
  write('with-a-mark', `\ufeff${line('Marked')}`);
  write('latin-bytes', Buffer.from(line('Gr\u00fc\u00dfe'), 'latin1'));
  write('separators', line('One\u2028Two'));
  const utf16 = write('utf16-file', Buffer.from(line('Wide'), 'utf16le'));
  const { sessions, problems } = await read();
  expect(sessions.map(({ title }) => title).sort()).toEqual(['Gr\ufffd\ufffde', 'Marked', 'One Two']);
  expect(problems).toMatchObject([{ kind: 'unknown-format', count: 1, file: utf16 }]);
});

test('pipes, devices, directories and loops in the place of files are counted, and nothing waits for them', async () => {
  const directory = path.dirname(write('good-session', line('Good')));
  execFileSync('mkfifo', [path.join(directory, 'pipe-session.jsonl')]);
  fs.symlinkSync('/dev/zero', path.join(directory, 'zero-session.jsonl'));
  fs.mkdirSync(path.join(directory, 'directory.jsonl'));
  fs.symlinkSync('loop-session.jsonl', path.join(directory, 'loop-session.jsonl'));
  fs.symlinkSync('/nowhere/at/all', path.join(directory, 'gone-session.jsonl'));
  execFileSync('mkfifo', [home.write(`${PLACE}/good-session/x`, '').replace(/x$/, 'custom-title.json')]);
  const { sessions, problems } = await read();
  expect(sessions).toMatchObject([{ title: 'Good' }]);
  expect(problems.map(({ kind, count }) => [kind, count]).sort()).toEqual([
    ['not-a-file', 4],
    ['unreadable', 1],
  ]);
});

test('what must not be read is counted', async () => {
  // Root may read everything.
  if (process.getuid?.() === 0) return;
  fs.chmodSync(write('secret-session', line('Secret')), 0);
  const closed = path.dirname(home.write('.claude/projects/-closed/session1.jsonl', line('Closed')));
  fs.chmodSync(closed, 0);
  const { sessions, problems } = await read();
  fs.chmodSync(closed, 0o700);
  expect(sessions).toEqual([]);
  expect(problems).toMatchObject([{ kind: 'unreadable', count: 2 }]);
});

test('times in the future never sort before now, and say so', async () => {
  const file = write('future-session', line('Future', { timestamp: '2199-01-01T00:00:00Z' }));
  write('older-session', line('Older'));
  expect((await read()).sessions.map(({ title }) => title)).toEqual(['Future', 'Older']);
  const future = new Date('2199-01-01T00:00:00Z');
  fs.utimesSync(file, future, future);
  const now = Date.parse('2026-11-26T12:00:00Z');
  const { sessions } = await readForeignSessions(home.env, { now: () => now });
  expect(sessions[0]).toMatchObject({ updatedAt: now, notes: ['its times lie in the future'] });
});

test('a file without a prompt is no row; one whose prompts lie beyond the windows is one', async () => {
  write('only-cleared', line('<command-name>/clear</command-name>'));
  write('reminder-only', line('<system-reminder>Do this</system-reminder>'));
  const answer = `${JSON.stringify({ type: 'assistant', timestamp: TIME, cwd: home.home, message: { content: 'x'.repeat(3000) } })}\n`;
  write('no-prompt-near', answer.repeat(1000));
  expect((await read()).sessions).toMatchObject([{ sessionId: 'no-prompt-near', title: '(no prompt found yet)' }]);
});

test('an id that could be an option or a path becomes no argument', async () => {
  const line1 = `${JSON.stringify({ type: 'session', id: 'x', cwd: home.home, timestamp: TIME })}\n`;
  const line2 = `${JSON.stringify({ type: 'message', timestamp: TIME, message: { role: 'user', content: 'Hi' } })}\n`;
  home.write('.pi/agent/sessions/--p--/2026_--help-me-please.jsonl', line1 + line2);
  expect((await read()).sessions).toMatchObject([{ resume: null, reason: 'its id cannot be passed to the tool' }]);
});

test('the same session in two places is one row, the newer one, and says so', async () => {
  write('twice-session', line('Old copy'));
  home.write('.claude/projects/-q/twice-session.jsonl', line('Newer', { timestamp: '2026-11-26T11:30:00.000Z' }));
  expect((await read()).sessions).toMatchObject([{ title: 'Newer', notes: ['in 2 files'] }]);
});

test('fields of the wrong kind anywhere do no harm', async () => {
  const odd = [null, 1, [], {}, 'x', true].flatMap((value) =>
    ['message', 'cwd', 'timestamp', 'origin', 'customTitle', 'type'].map((key) => line('Odd', { [key]: value })),
  );
  for (const [index, content] of odd.entries()) {
    write(`odd-session-${index}`, content);
    home.write(`.qwen/projects/-p/chats/odd-session-${index}.jsonl`, content);
    home.write(`.codex/sessions/2026/01/01/rollout-x-00000000-0000-4000-8000-0000000000${10 + index}.jsonl`, content);
    home.write(`.gemini/tmp/p/chats/session-${index}.jsonl`, content);
    home.write(`.copilot/session-state/odd-session-${index}/events.jsonl`, content);
    home.write(`.cline/data/sessions/odd-${index}/odd-${index}.json`, content);
    home.write(`.kimi-code/sessions/wd/session_${index}/state.json`, content);
  }
  const { sessions, problems } = await read();
  expect(sessions.length).toBeGreaterThan(0);
  expect(problems.every(({ kind }) => kind === 'unknown-format')).toBe(true);
});
