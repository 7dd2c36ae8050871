// The end of a log says what its list row needs, however long or broken it is.
import fs from 'node:fs';
import { readLogTail } from '../../src/store/readLogTail';
import { assistantText, endAll, tempHome, userInput, writeLog } from '../streams/streamFixtures';

afterEach(endAll);

const start = { kind: 'segment_start', ts: 1, session_id: 's', history: [assistantText(1, 'seeded')] };
const screen = (ts: number, line: string, title: string | null = null) => ({
  kind: 'extension',
  ts,
  domain: 'podwatch.screen',
  payload: { line, title },
});
const exit = (ts: number, code: number | null, signal: string | null = null) => ({
  kind: 'extension',
  ts,
  domain: 'podwatch.exit',
  payload: { code, signal },
});
const readable = { kind: 'readable', preview: null, hasEntries: true, title: null, lastExit: null };

describe('readLogTail', () => {
  test.each<[string, readonly unknown[], object]>([
    ['seeded history is no preview', [start], { ...readable, updatedAt: 1 }],
    ['the latest of user and assistant', [start, assistantText(2, 'a'), userInput(3, 'u')], { preview: 'user: u' }],
    ['the assistant where it spoke last', [userInput(3, 'u'), assistantText(2, 'a')], { preview: 'assistant: a' }],
    ['an empty input is passed over', [assistantText(2, 'a'), userInput(3, '')], { preview: 'assistant: a' }],
    ['an empty answer is not', [userInput(3, 'u'), assistantText(4, '')], { preview: 'assistant: ' }],
    [
      'tool calls are no preview, but are time',
      [userInput(3, 'u'), { kind: 'assistant_item', ts: 9, item: { kind: 'tool_call', name: 'x' } }],
      { preview: 'user: u', updatedAt: 9 },
    ],
    ['the maximum time, not the last', [userInput(30, 'u'), { kind: 'invoke', ts: 20 }], { updatedAt: 30 }],
    ['unknown kinds are fine', [userInput(3, 'u'), { kind: 'from_the_future', ts: 7 }], { updatedAt: 7 }],
    ['only newlines become spaces', [userInput(3, 'a\nb\tc')], { preview: 'user: a b\tc' }],
    ['60 code points without the label', [userInput(3, '😀'.repeat(61))], { preview: `user: ${'😀'.repeat(59)}…` }],
    ['our screen line, with its title', [userInput(3, 'u'), screen(4, '$ ls', 'sh')], { preview: '$ ls', title: 'sh' }],
    ['a blank screen line is passed over', [userInput(3, 'u'), screen(4, '')], { preview: 'user: u' }],
    ['an exit at the end', [screen(4, 'x'), exit(5, 3)], { lastExit: { code: 3, signal: null }, preview: 'x' }],
    ['an exit by signal', [exit(5, null, 'SIGKILL')], { lastExit: { code: null, signal: 'SIGKILL' } }],
    [
      'an exit followed by bookkeeping',
      [exit(5, 3), { kind: 'llm_usage', ts: 6 }],
      { lastExit: { code: 3, signal: null } },
    ],
    ['no exit where it went on afterwards', [exit(5, 3), screen(6, 'again')], { lastExit: null }],
    [
      'no exit where even a blank screen came later',
      [userInput(3, 'u'), exit(5, 3), screen(6, '')],
      { lastExit: null },
    ],
    ['no exit where a new turn began', [exit(5, 3), { kind: 'invoke', ts: 6 }, userInput(7, 'u')], { lastExit: null }],
  ])('%s', (_, entries, expected) => {
    const file = writeLog(tempHome(), entries);
    expect(readLogTail(file).fact).toMatchObject({ kind: 'readable', hasEntries: true, ...expected });
  });

  test.each([
    ['empty', '', { ...readable, updatedAt: 0, hasEntries: false }],
    ['only blank lines', '\n\n \n', { ...readable, updatedAt: 0, hasEntries: false }],
    [
      'a last line without its newline',
      JSON.stringify(userInput(5, 'u')),
      { ...readable, updatedAt: 5, preview: 'user: u' },
    ],
    [
      'a torn last line',
      `${JSON.stringify(userInput(5, 'u'))}\n{"kind":"assistant_it`,
      { ...readable, updatedAt: 5, preview: 'user: u', fault: expect.stringContaining('a line that cannot be read') },
    ],
    [
      'a bad line among good ones',
      `${JSON.stringify(userInput(5, 'u'))}\nrubbish\n${JSON.stringify({ kind: 'turn_end', ts: 6, turn_count: 1 })}\n`,
      { ...readable, updatedAt: 6, preview: 'user: u', fault: expect.stringContaining('a line that cannot be read') },
    ],
    [
      'an entry of a kind that others do not know',
      `${JSON.stringify(userInput(5, 'u'))}\n${JSON.stringify({ kind: 'later', ts: 6 })}\n`,
      { ...readable, updatedAt: 6, preview: 'user: u', fault: 'an entry of the unknown kind "later"' },
    ],
    ['not one good line', 'rubbish\nmore\n', { kind: 'corrupt', error: expect.stringContaining('JSON') }],
  ])('%s', (_, text, expected) => {
    const file = writeLog(tempHome(), []);
    fs.writeFileSync(file, text);
    expect(readLogTail(file).fact).toEqual(expected);
  });

  test('leaves no descriptor open, whatever it finds', () => {
    const home = tempHome();
    const log = writeLog(home, [userInput(5, 'u')]);
    const before = fs.readdirSync('/proc/self/fd').length;
    for (const file of [log, home.sessions, `${log}.none`]) readLogTail(file);
    expect(fs.readdirSync('/proc/self/fd').length).toBe(before);
  });

  test('what is no readable file', () => {
    const home = tempHome();
    expect(readLogTail(`${home.sessions}/none.jsonl`).fact).toEqual({ kind: 'missing' });
    expect(readLogTail(home.sessions).fact).toEqual({ kind: 'corrupt', error: 'it is a directory' });
    expect(readLogTail(`${writeLog(home, [])}/x`).fact).toMatchObject({ kind: 'corrupt' });
  });

  test.each([0, 1, 3000, 4096, 5000, 70_000, 900_000])('a preview %i bytes before the end is found', (bytes) => {
    const filler = { kind: 'turn_end', ts: 9, pad: 'ä'.repeat(bytes / 4) };
    const file = writeLog(tempHome(), [
      start,
      userInput(5, 'far back'),
      filler,
      { ...filler, pad: 'x'.repeat(bytes / 2) },
    ]);
    expect(readLogTail(file).fact).toMatchObject({ preview: 'user: far back', updatedAt: 9 });
  });

  test('line cuts on every byte around a step read the same', () => {
    const home = tempHome();
    for (let pad = 3900; pad < 4200; pad += 1) {
      const file = writeLog(home, [userInput(5, 'first'), { kind: 'turn_end', ts: 6, pad: 'x'.repeat(pad) }]);
      expect(readLogTail(file).fact).toMatchObject({ preview: 'user: first', updatedAt: 6 });
    }
  });

  test('no log is read further back than 4 MiB; of a longer line its head says what it is', () => {
    const far = { kind: 'turn_end', ts: 9, pad: 'x'.repeat(5 * 1024 * 1024) };
    const file = writeLog(tempHome(), [userInput(5, 'too far'), far]);
    expect(readLogTail(file).fact).toEqual({ ...readable, updatedAt: 9 });
    fs.appendFileSync(file, `${JSON.stringify({ kind: 'turn_end', ts: 11, turn_count: 1 })}\n`);
    expect(readLogTail(file).fact).toEqual({ ...readable, updatedAt: 11 });
  });

  test.each([
    ['cut within an escape', `${'x'.repeat(50)}\n\u{1f680}é"\\`.repeat(100_000)],
    ['plain', 'long '.repeat(1_200_000)],
  ])('an input or an answer of more than 4 MiB is previewed by its beginning: %s', (_, text) => {
    const home = tempHome();
    const shown = `${[...text.replaceAll('\n', ' ')].slice(0, 59).join('')}…`;
    const asked = writeLog(home, [userInput(4, 'before'), userInput(5, text)]);
    expect(readLogTail(asked).fact).toMatchObject({ preview: `user: ${shown}`, updatedAt: 5 });
    const item = { kind: 'message', role: 'assistant', content: [{ kind: 'text', text }] };
    const answered = writeLog(home, [
      { kind: 'assistant_item', ts: 6, item },
      { kind: 'turn_end', ts: 7, turn_count: 1 },
    ]);
    expect(readLogTail(answered).fact).toMatchObject({ preview: `assistant: ${shown}`, updatedAt: 7 });
  });

  test('whatever byte of a line the bound falls on, it is read', () => {
    const home = tempHome();
    const length = JSON.stringify(userInput(5, 'at the bound')).length + 1;
    for (let within = 1; within <= length; within += 1) {
      const frame = JSON.stringify({ kind: 'turn_end', ts: 9, turn_count: 1, pad: '' }).length + 1;
      const pad = 'x'.repeat(4 * 1024 * 1024 - frame - within);
      const file = writeLog(home, [userInput(5, 'at the bound'), { kind: 'turn_end', ts: 9, turn_count: 1, pad }]);
      expect(readLogTail(file).fact).toMatchObject({ preview: 'user: at the bound', updatedAt: 9 });
    }
  });

  test('a longer line that is no entry leaves the file time', () => {
    const file = writeLog(tempHome(), [userInput(5, 'too far')]);
    fs.appendFileSync(file, '"'.repeat(5 * 1024 * 1024 + 1));
    age2000(file);
    expect(readLogTail(file).fact).toEqual({ ...readable, updatedAt: 946_684_800_000 });
  });

  function age2000(file: string): void {
    fs.utimesSync(file, 946_684_800, 946_684_800);
  }
});
