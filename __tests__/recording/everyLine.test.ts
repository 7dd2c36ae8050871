// Every line that a Pod has printed stands in its history once and whole, whatever its program, its viewers and its recorder did.
import type { Terminal } from '@xterm/headless';
import fc from 'fast-check';
import { rowText } from '../../src/cells/podScreen';
import { rowOf, span } from '../../src/cells/spans';
import { PLAIN_STYLE } from '../../src/cells/textStyle';
import { resizeTerminal } from '../../src/pod/terminal/resizeTerminal';
import { screenTerminal } from '../../src/pod/terminal/screenTerminal';
import { drawnScreen } from '../../src/recording/drawnScreen';
import { allLines, RecordedPod, write } from './recordedPod';

const TEXT = [
  'a',
  'word ',
  '—',
  '漢字',
  '🚀',
  'e\u0301',
  '\u1100\u1161',
  '\r\n',
  '\r\n',
  '\r\n',
  '\t',
  'x'.repeat(45),
  '\r',
  '\b',
];
const STYLE = [
  '\x1b[31m',
  '\x1b[0m',
  '\x1b]8;;https://a.example\x1b\\',
  '\x1b]8;;\x07',
  '\x1b]133;A\x07',
  '\x1b(0',
  '\x1b(B',
];
const MOVES = [
  '\x1b[3D',
  '\x1b[2C',
  '\x1b[A',
  '\x1b[2A',
  '\x1b[B',
  '\x1b[3;7H',
  '\x1b7',
  '\x1b8',
  '\x1bM',
  '\x1bD',
  '\x1bE',
  '\x1b[5G',
];
const EDITS = ['\x1b[K', '\x1b[1K', '\x1b[2K', '\x1b[2P', '\x1b[3@', '\x1b[2X'];
/** They take rows out of the midst of lines: what goes on above which is told alike by nobody then. */
const ROW_EDITS = ['\x1b[L', '\x1b[M', '\x1b[2S', '\x1b[T'];
const MODES = [
  '\x1b[2;5r',
  '\x1b[1;4r',
  '\x1b[r',
  // What the terminal makes of a wide character in the last column of a line that does not wrap depends on the cuts.
  `\x1b[?7l${'z'.repeat(130)}\x1b[?7h`,
  '\x1b[?7lword\x1b[?7h',
  '\x1b[?1049h',
  '\x1b[?1049l',
  '\x1b[?6h',
  '\x1b[?6l',
  '\x1b[4h',
  '\x1b[4l',
];
const HUGE = 'y'.repeat(12_000);
/** In the narrowest terminal fewer rows than are kept above a screen: a line of its own, as two of them would be more. */
const LONG = `\r\n${'y'.repeat(2500)}`;
/** Failures must be read. A cell at the edge that a tab has left is told from one that a wide character has left by nobody. */
const short = (line: string) =>
  line.replace(/ +(?=[漢字🚀\u1100])/gu, '').replace(/y{1000,}/g, (many) => `[y × ${many.length}]`);

const programOf = (...edits: readonly string[]) =>
  fc
    .array(
      fc.oneof(
        { weight: 8, arbitrary: fc.constantFrom(...TEXT) },
        { weight: 2, arbitrary: fc.constantFrom(...STYLE) },
        { weight: 1, arbitrary: fc.constantFrom(...MOVES, ...MODES, ...edits) },
      ),
      { minLength: 1, maxLength: 40 },
    )
    .map((pieces) => pieces.join(''));
const size = fc.record({ cols: fc.integer({ min: 3, max: 120 }), rows: fc.integer({ min: 2, max: 30 }) });

type Step =
  | { readonly kind: 'output'; readonly text: string }
  | { readonly kind: 'resize'; readonly cols: number; readonly rows: number }
  | { readonly kind: 'long' | 'huge' | 'settle' };

const stepsOf = (...edits: readonly string[]): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.oneof(
      { weight: 6, arbitrary: programOf(...edits).map((text) => ({ kind: 'output' as const, text })) },
      { weight: 1, arbitrary: fc.constant({ kind: 'long' as const }) },
      { weight: 2, arbitrary: size.map((own) => ({ kind: 'resize' as const, ...own })) },
      { weight: 1, arbitrary: fc.constant({ kind: 'settle' as const }) },
    ),
    { minLength: 1, maxLength: 16 },
  );
const cuts = fc.integer({ min: 1, max: 40 });
/** Back on the normal screen, at its end. */
const END = '\x1b[?1049l\x1b[r\x1b[?6l';

async function lived(
  steps: readonly Step[],
  cut: number,
  maxBytes?: number,
): Promise<{ readonly lines: readonly string[]; readonly seen: readonly string[] }> {
  const start = { cols: 40, rows: 8 };
  const pod = new RecordedPod(start, maxBytes);
  const witness: Terminal = screenTerminal(start, { scrollback: 100_000 });
  for (const each of [...steps, { kind: 'output', text: END } as const]) {
    if (each.kind !== 'resize' && each.kind !== 'settle') {
      const bytes = Buffer.from(each.kind === 'output' ? each.text : each.kind === 'long' ? LONG : `${HUGE}\r\n`);
      for (let at = 0; at < bytes.length; at += cut) pod.output(bytes.subarray(at, at + cut));
      await write(witness, bytes);
    } else if (each.kind === 'resize') {
      const { cols, rows } = each;
      pod.resize({ cols, rows });
      resizeTerminal(witness, { cols, rows });
    } else {
      await pod.settle();
    }
  }
  // Blank rows at the end may have been settled before.
  const all = await pod.lines();
  const lines = all.slice(0, all.findLastIndex((line) => line !== '') + 1);
  const seen = allLines(witness);
  witness.dispose();
  return { lines, seen };
}

test('as one terminal has seen it that was there from the start, wherever the output was cut', async () => {
  await fc.assert(
    fc.asyncProperty(stepsOf(...EDITS), cuts, async (steps, cut) => {
      const { lines, seen } = await lived(steps, cut);
      expect(lines.map(short)).toEqual(seen.map(short));
    }),
    { numRuns: 120 },
  );
});

test('all of the text in its order, also where rows were put in and taken out', async () => {
  const text = (lines: readonly string[]) => lines.join('').replaceAll(' ', '');
  await fc.assert(
    fc.asyncProperty(stepsOf(...EDITS, ...ROW_EDITS), cuts, async (steps, cut) => {
      const { lines, seen } = await lived(steps, cut);
      expect(text(lines)).toBe(text(seen));
    }),
    { numRuns: 60 },
  );
});

test('a line of many thousand columns is one line, and whole, also in a narrower terminal', async () => {
  for (const steps of [
    [{ kind: 'huge' }, { kind: 'resize', cols: 3, rows: 2 }, { kind: 'output', text: 'end\r\nnext' }],
    [{ kind: 'resize', cols: 3, rows: 2 }, { kind: 'huge' }, { kind: 'output', text: 'end\r\nnext' }],
  ] satisfies Step[][]) {
    const { lines } = await lived(steps, 1000);
    expect(lines.map((line) => line.length)).toEqual([HUGE.length, 3, 4]);
  }
});

/** Lines that count, so that each is known again. */
const counted = (from: number, count: number) => Array.from({ length: count }, (_, i) => `line ${from + i}`);
const printed = (lines: readonly string[]) => Buffer.from(lines.map((line) => `\x1b[32m${line}\x1b[m\r\n`).join(''));
const numbers = (lines: readonly string[]) => lines.flatMap((line) => /^line (\d+)$/.exec(line)?.[1] ?? []).map(Number);

const life = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 60 }).map((count) => ({ kind: 'print' as const, count })) },
  {
    weight: 2,
    arbitrary: size.map((own) => ({ kind: 'resize' as const, cols: Math.max(12, own.cols), rows: own.rows })),
  },
  { weight: 2, arbitrary: fc.constant({ kind: 'settle' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'restore' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'flood' as const }) },
);
/** More than one batch takes. */
const FLOOD = Buffer.from(`${'flood '.repeat(50_000)}\r\n`);

async function livedLong(lives: readonly (typeof life extends fc.Arbitrary<infer T> ? T : never)[], maxBytes: number) {
  const pod = new RecordedPod({ cols: 40, rows: 8 }, maxBytes);
  let next = 0;
  let wasFlooded = false;
  for (const each of lives) {
    if (each.kind === 'print') {
      pod.output(printed(counted(next, each.count)));
      next += each.count;
    } else if (each.kind === 'resize') pod.resize({ cols: each.cols, rows: each.rows });
    else if (each.kind === 'settle') await pod.settle();
    else if (each.kind === 'restore') await pod.restore();
    else {
      await pod.settle();
      pod.output(FLOOD);
      await pod.settle();
      wasFlooded = true;
    }
  }
  return { lines: await pod.lines(), count: next, wasFlooded };
}

test('over floods, restores and the two halves no line twice, all in order, and the last ones there', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(life, { minLength: 1, maxLength: 14 }),
      fc.constantFrom(4096, 64 * 1024, 4 * 1024 * 1024),
      async (lives, maxBytes) => {
        const { lines, count, wasFlooded } = await livedLong(lives, maxBytes);
        const seen = numbers(lines);
        expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
        if (!wasFlooded && maxBytes > 1024 * 1024) expect(seen).toEqual(Array.from({ length: count }, (_, i) => i));
        const last = lives.at(-1);
        if (last?.kind === 'print') expect(seen.at(-1)).toBe(count - 1);
      },
    ),
    { numRuns: 60 },
  );
});

test.each([
  ['the whole screen erased', '\x1b[2J\x1b[H'],
  ['from the top on', '\x1b[H\x1b[J'],
  ['with all that stood above', '\x1b[H\x1b[2J\x1b[3J'],
  ['the terminal reset', '\x1bc'],
])('what was cleared away is kept: %s', async (_, clear) => {
  const pod = new RecordedPod();
  pod.output(printed(counted(0, 20)));
  pod.output(Buffer.from(clear));
  pod.output(printed(counted(20, 5000)));
  expect(numbers(await pod.lines())).toEqual(Array.from({ length: 5020 }, (__, i) => i));
});

test('a Pod that has put out nothing has no lines', async () => {
  expect(await new RecordedPod().lines()).toEqual([]);
});

test('a flood within one row leaves what stands above it once', async () => {
  const pod = new RecordedPod();
  pod.output(printed(counted(0, 5)));
  await pod.settle();
  pod.output(Buffer.from('\r 50% of it'.repeat(40_000)));
  await pod.settle();
  pod.output(Buffer.from('\r\n'));
  pod.output(printed(counted(5, 3)));
  const lines = await pod.lines();
  expect(numbers(lines)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(lines.filter((line) => line.includes('50%'))).toHaveLength(1);
});

test('the preview of a stopped Pod shows the last lines of its history', async () => {
  const safe = fc.constantFrom(
    ...TEXT.filter((text) => text.length < 40),
    ...STYLE.slice(0, 4),
    '\x1b[3D',
    '\x1b[K',
    '\x1b[2P',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(safe, { maxLength: 60 }), async (pieces) => {
      const pod = new RecordedPod({ cols: 100, rows: 12 });
      pod.output(Buffer.from(pieces.join('')));
      const drawn = await drawnScreen(await pod.savedScreen());
      const shown = drawn.map((row) => rowText(row).trimEnd());
      const lines = (await pod.lines()).map((line) => rowText(rowOf([span(line, PLAIN_STYLE)])).trimEnd());
      expect(
        lines.slice(0, lines.findLastIndex((line) => line !== '') + 1).slice(-shown.length || lines.length),
      ).toEqual(shown);
    }),
    { numRuns: 60 },
  );
});
