// A log is printed while it is read, and says in the end what a reader of all of it would say.
import { PassThrough } from 'node:stream';
import { jsonPrinter, type LogPrinter, markdownPrinter, terminalPrinter } from '../../src/commands/logPrinter';
import { untilTaken } from '../../src/commands/printText';
import { applyChange } from '../../src/conversation/applyChange';
import { conversationMarkdown } from '../../src/conversation/conversationMarkdown';
import { type LogEntry, ownEntry } from '../../src/protocol/logEntry';
import { conversationOfEntries } from '../../src/streams/podConversation';
import { called, results, spoken } from '../fixtures/loggedEntries';

/** Comes behind its result. */
const details = (id: string): LogEntry =>
  ownEntry(
    'podwatch.tool',
    {
      call_id: id,
      title: `Edit ${id}`,
      tool_kind: 'edit',
      locations: [],
      diffs: [{ path: 'x', old_text: null, new_text: `${id}\n` }],
    },
    1,
  );
const plan = (content: string): LogEntry =>
  ownEntry('podwatch.plan', { entries: [{ content, status: 'pending', priority: 'low' }] }, 1);

/** A turn whose plan changes to its end, with calls whose results and changes come late. */
function turn(number: number, calls: number): LogEntry[] {
  const ids = Array.from({ length: calls }, (_, at) => `c${number}-${at}`);
  return [
    { kind: 'invoke', ts: 1, trigger: 'user_send' },
    { kind: 'user_input', ts: 1, segments: [{ kind: 'text', content: `question ${number}` }] },
    plan(`first ${number}`),
    ...ids.map(called),
    spoken(`answer ${number}`),
    ...ids.flatMap((id) => [results(id), details(id)]),
    plan(`last ${number}`),
    { kind: 'run_completed', ts: 1, interrupted: false, result: 'finished' },
  ];
}

/** Paused, and its call never ends. */
const paused = (number: number): LogEntry[] => [
  { kind: 'invoke', ts: 1, trigger: 'user_send' },
  called(`p${number}`),
  { kind: 'run_errored', ts: 1, interrupted: true, message: 'Paused' },
];

const LOG = [
  ...Array.from({ length: 60 }, (_, at) => turn(at, at % 7)).flat(),
  ...turn(100, 250),
  ...paused(1),
  ...Array.from({ length: 200 }, (_, at) => turn(200 + at, at % 3)).flat(),
  ...paused(2),
];

function output() {
  const stdout = new PassThrough({ highWaterMark: 64 * 1024 * 1024 });
  return { stdout, stderr: new PassThrough(), text: () => String(stdout.read() ?? '') };
}

const take = (printer: LogPrinter, entries: readonly LogEntry[]) => {
  for (const value of entries) printer.entry({ ok: true, value });
};

test('a long conversation is printed while it is read, and the same as if it had been read whole', async () => {
  const { text, ...to } = output();
  const printer = markdownPrinter(to);
  take(printer, LOG);
  const early = text();
  expect(early).toContain('question 50');
  await printer.round(true);
  const whole = conversationMarkdown(applyChange(conversationOfEntries(LOG), { kind: 'gone' }));
  expect(`${early}${text()}`).toBe(whole);
});

test('what a turn left open long ago holds nothing back', () => {
  const { text, ...to } = output();
  const printer = markdownPrinter(to);
  take(printer, [...paused(1), ...Array.from({ length: 9000 }, (_, at) => spoken(`word ${at}`))]);
  expect(text()).toContain('word 3000');
});

test('who follows waits for no call that goes on, and reads of its end when it comes', async () => {
  const { text, ...to } = output();
  const printer = markdownPrinter(to, { isLive: true, follows: true });
  take(printer, [...turn(1, 0), called('long'), ...Array.from({ length: 9 }, (_, at) => plan(`step ${at}`))]);
  take(printer, [called('short'), results('short'), spoken('meanwhile')]);
  for (let at = 0; at < 10; at += 1) take(printer, [called(`c${at}`), results(`c${at}`)]);
  take(printer, [spoken('and more')]);
  await printer.round(false);
  const before = text();
  expect(before).toContain('meanwhile');
  expect(before).toContain('**Edit x** (running)');
  take(printer, [results('long')]);
  await printer.round(false);
  expect(text()).toContain('done long');
  take(printer, [spoken('the end')]);
  await printer.round(true);
  expect(text()).not.toContain('done long');
});

test.each<[string, LogEntry[]]>([
  ['and goes on', []],
  ['and has ended by then', [results('long')]],
])(
  'of a call that was told before it was over the end is told, where the log is told again meanwhile %s',
  async (_, end) => {
    const { text, ...to } = output();
    const printer = markdownPrinter(to, { isLive: true, follows: true });
    const others = Array.from({ length: 10 }, (_, at) => [called(`c${at}`), results(`c${at}`)]).flat();
    const log = [...turn(1, 0), called('long'), ...others];
    take(printer, log);
    await printer.round(false);
    expect(text()).toContain('**Edit x** (running)');
    printer.anew();
    take(printer, [...log, ...end]);
    await printer.round(false);
    take(printer, end.length > 0 ? [] : [results('long')]);
    await printer.round(false);
    const again = text();
    expect(again).toContain('done long');
    expect(again.match(/\*\*Edit x\*\*/g)).toHaveLength(1);
  },
);

test('a log that was cut and is told again is printed from where it differs', async () => {
  const { text, ...to } = output();
  const printer = markdownPrinter(to, { isLive: true, follows: true });
  const log = LOG.slice(0, 600);
  take(printer, log);
  await printer.round(false);
  const before = text();
  printer.anew();
  // Its last turns were undone, and another was taken.
  const kept = log.slice(0, log.length - 40);
  take(printer, [...kept, ...turn(900, 1)]);
  await printer.round(false);
  const again = text();
  expect(again).not.toContain('question 50\n');
  expect(again).toContain('question 900\n');
  const begun = conversationMarkdown(conversationOfEntries(kept));
  expect(before.startsWith(begun.slice(0, 1000))).toBe(true);
  printer.anew();
  take(printer, [...kept, ...turn(900, 1), ...turn(901, 0)]);
  await printer.round(false);
  const last = text();
  expect(last).toContain('question 901\n');
  expect(last).not.toContain('question 900\n');
});

test('a recording is printed some lines at a time, and no faster than it is read', async () => {
  const stdout = new PassThrough({ highWaterMark: 100 });
  let given = 0;
  const recording = {
    batches: async function* () {
      for (; given < 50; given += 1) yield Array.from({ length: 10 }, (_, at) => `line ${given * 10 + at}`);
    },
    rest: async () => ['the screen'],
    close: async () => {},
  };
  const printer = terminalPrinter({ stdout, stderr: stdout }, { recording, screen: null, isLive: false });
  printer.entry({ ok: true, value: ownEntry('podwatch.exit', { code: 3, signal: null }, 1) });
  const over = printer.round(true);
  await new Promise((resolve) => setImmediate(resolve));
  expect(given).toBeLessThan(5);
  let printed = '';
  stdout.setEncoding('utf8').on('data', (chunk) => {
    printed += chunk;
  });
  await over;
  expect(printed.split('\n')).toEqual([
    ...Array.from({ length: 500 }, (_, at) => `line ${at}`),
    'the screen',
    '[exit 3]',
    '',
  ]);
});

test('who has gone is not waited for', async () => {
  const stdout = new PassThrough({ highWaterMark: 1 });
  jsonPrinter({ stdout, stderr: stdout }).entry({ ok: true, value: spoken('more than that') });
  const taken = untilTaken(stdout);
  stdout.destroy();
  await taken;
});
