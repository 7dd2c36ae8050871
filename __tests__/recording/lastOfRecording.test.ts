// The last lines of a recording are those that all of it has, however little of it is read.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { lastOfRecording } from '../../src/recording/lastOfRecording';
import { plainLines } from '../../src/recording/lineMakers';
import { openRecording } from '../../src/recording/openRecording';
import { RecordingPass } from '../../src/recording/recordingPass';
import type { CastStart } from '../../src/store/findCastStart';
import { RecordedPod } from './recordedPod';

const size = fc.record({ cols: fc.integer({ min: 12, max: 120 }), rows: fc.integer({ min: 2, max: 30 }) });
const life = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 900 }).map((count) => ({ kind: 'print' as const, count })) },
  { weight: 2, arbitrary: size.map((own) => ({ kind: 'resize' as const, ...own })) },
  { weight: 1, arbitrary: fc.constant({ kind: 'settle' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'restore' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'flood' as const }) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 400 }).map((count) => ({ kind: 'full' as const, count })) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 400 }).map((count) => ({ kind: 'progress' as const, count })) },
);
type Life = typeof life extends fc.Arbitrary<infer T> ? T : never;
const FLOOD = Buffer.from(`${'flood '.repeat(50_000)}\r\n`);

async function live(pod: RecordedPod, { kind, ...own }: Life & { readonly count?: number }, at: number): Promise<void> {
  const each = (text: (i: number) => string) => Array.from({ length: own.count ?? 0 }, (_, i) => text(i)).join('');
  if (kind === 'print')
    pod.output(Buffer.from(each((i) => `\x1b[32m${at} line ${i}\x1b[m ${'long '.repeat(i % 40)}\r\n`)));
  if (kind === 'progress') pod.output(Buffer.from(`${each((i) => `\r${at}: ${i} of it`)}\r\n`));
  if (kind === 'full') {
    pod.output(Buffer.from('\x1b[?1049h\x1b[H\x1b[2J'));
    await pod.settle();
    pod.output(Buffer.from(each((i) => `\x1b[${1 + (i % 5)};1Hframe ${i} of ${at}\r\n`)));
    await pod.settle();
    pod.output(Buffer.from('\x1b[?1049l'));
  }
  if (kind === 'settle') await pod.settle();
  if (kind === 'restore') await pod.restore();
  if (kind === 'flood') {
    await pod.settle();
    pod.output(FLOOD);
    await pod.settle();
  }
}

test('over resizes, floods, restores, full screens and both halves', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(life, { minLength: 1, maxLength: 20 }),
      fc.constantFrom(64 * 1024, 4 * 1024 * 1024),
      fc.integer({ min: 0, max: 60 }),
      fc.integer({ min: 300, max: 60_000 }),
      fc.boolean(),
      async (lives, maxBytes, last, firstBytes, eager) => {
        const pod = new RecordedPod({ cols: 40, rows: 8 }, maxBytes);
        for (const [at, each] of lives.entries()) {
          if (each.kind === 'resize') pod.resize(each);
          else await live(pod, each, at);
        }
        await pod.end();
        const [all, end] = [await pod.read({ eager }), await pod.read({ eager, last, firstBytes })];
        pod.remove();
        expect(end.slice(Math.max(0, end.length - last))).toEqual(all.slice(Math.max(0, all.length - last)));
      },
    ),
    { numRuns: 40 },
  );
});

const lineAt = (i: number) => `line ${i} ${'of many '.repeat(8)}`.trim();

/** Of 80 × 24 at first; an event each. */
async function endOf(events: readonly (readonly [kind: string, data: string])[], last: number) {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'pw-')), 'segment.cast');
  const header = '{"version": 2, "width": 80, "height": 24, "timestamp": 1000}';
  const texts = events.map(([kind, data], i) => `[${i / 100}, "${kind}", ${JSON.stringify(data)}]`);
  fs.writeFileSync(file, `${[header, ...texts].join('\n')}\n`);
  const recording = await openRecording(file, { eager: false, last });
  const lines: string[] = [];
  for await (const batch of recording?.batches() ?? []) lines.push(...batch);
  lines.push(...((await recording?.rest()) ?? []));
  await recording?.close();
  fs.rmSync(path.dirname(file), { recursive: true });
  return lines;
}

const many = (count: number) => Array.from({ length: count }, (_, i) => ['o', `${lineAt(i)}\r\n`] as const);

test('of a long one not much more is drawn', async () => {
  const lines = await endOf(many(40_000), 3);
  expect(lines.slice(-3)).toEqual([lineAt(39_997), lineAt(39_998), lineAt(39_999)]);
  expect(lines.length).toBeLessThan(5000);
});

test('what cannot be read to its end is closed at once', async () => {
  let closed = 0;
  class Failing extends RecordingPass<string> {
    override async *batches(): AsyncGenerator<readonly string[]> {
      yield ['first'];
      throw new Error('the device fails');
    }
    override async close(): Promise<void> {
      closed += 1;
      await super.close();
    }
  }
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'pw-'));
  const file = path.join(directory, 'segment.cast');
  const header = '{"version": 2, "width": 80, "height": 24, "timestamp": 1000}';
  fs.writeFileSync(file, `${header}\n${'[1, "o", "line\\r\\n"]\n'.repeat(100)}`);
  const newPass = (start: CastStart | null) =>
    new Failing(file, start, { eager: false, since: null, until: null }, plainLines);
  const wanted = { last: 3, since: null, firstBytes: 100 };
  try {
    await expect(lastOfRecording(file, wanted, newPass)).rejects.toThrow('the device fails');
    expect(closed).toBe(1);
  } finally {
    fs.rmSync(directory, { recursive: true });
  }
});

test('below a program that fills the screen stands what it was started below', async () => {
  const full = [['o', '\x1b[?1049h\x1b[Hat the top'] as const, ...many(8000)];
  expect((await endOf([...many(3), ...full, ['o', '\x1b[?1049l'], ['o', 'after\r\n']], 4)).slice(-4)).toEqual([
    lineAt(0),
    lineAt(1),
    lineAt(2),
    'after',
  ]);
});

test('what was written before that only looks like a switch of screens is none', async () => {
  const lines = await endOf([['o', '\\u001b[?1049h\r\n'], ...many(20_000)], 1);
  expect(lines.at(-1)).toBe(lineAt(19_999));
  expect(lines.length).toBeLessThan(5000);
});

test('it is as wide as it was made long before', async () => {
  const right = '\x1b[200Gat the edge of a wide one\r\n';
  const lines = await endOf([['r', '230x50'], ...many(20_000), ['o', right]], 1);
  expect(lines.at(-1)?.indexOf('at the edge')).toBe(199);
});
