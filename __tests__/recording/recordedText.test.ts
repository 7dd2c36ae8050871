// The lines of a recording are those that the Pod's own screen showed.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Terminal } from '@xterm/headless';
import fc from 'fast-check';
import { CastRecorder } from '../../src/pod/terminal/castRecorder';
import { HeadlessScreen } from '../../src/pod/terminal/headlessScreen';
import { resizeTerminal } from '../../src/pod/terminal/resizeTerminal';
import { screenTerminal } from '../../src/pod/terminal/screenTerminal';
import { StreamScanner } from '../../src/pod/terminal/streamScanner';
import { parseCastEvent, parseCastHeader } from '../../src/protocol/castEvent';
import type { ViewSize } from '../../src/protocol/terminalFrame';
import { plainLines } from '../../src/recording/lineMakers';
import { RecordedText } from '../../src/recording/recordedText';
import { CastLog } from '../../src/store/castLog';

async function linesOf(...output: string[]): Promise<string[]> {
  const text = new RecordedText(false, plainLines);
  try {
    const settled = await text.take(output.map((data, at) => ({ at, kind: 'o', data })));
    return [...settled, ...(await text.finish())];
  } finally {
    text.dispose();
  }
}

test('a character is as wide as on the screen', async () => {
  expect(await linesOf('a🚀\x1b[4Gb')).toEqual(['a🚀b']);
});

const write = (terminal: Terminal, bytes: Uint8Array) => new Promise<void>((resolve) => terminal.write(bytes, resolve));

/** All lines of a terminal that has seen everything, each whole. */
function allLines({ buffer: { normal } }: Terminal): string[] {
  const lines: string[] = [];
  for (let y = 0; y < normal.length; y++) {
    const row = normal.getLine(y);
    const goesOn = normal.getLine(y + 1)?.isWrapped === true;
    let text = row?.translateToString(!goesOn) ?? '';
    const edge = row?.getCell(row.length - 1);
    const isLeftEmpty = goesOn && edge?.getChars() === '' && edge.getWidth() === 1;
    if (
      isLeftEmpty &&
      normal
        .getLine(y + 1)
        ?.getCell(0)
        ?.getWidth() === 2
    )
      text = text.slice(0, -1);
    if (row?.isWrapped && lines.length > 0) lines[lines.length - 1] += text;
    else lines.push(text);
  }
  return lines.slice(0, lines.findLastIndex((line) => line !== '') + 1);
}

/** What the recorder of a Pod makes of a program's output in that order; the events go through the lines of the file. */
class RecordedPod {
  readonly screen = new HeadlessScreen(
    { cols: 40, rows: 8 },
    { onParsed: () => {}, onTitle: () => {}, onAnswer: () => {} },
  );
  private readonly scanner = new StreamScanner();
  private readonly directory = fs.mkdtempSync(path.join(os.tmpdir(), 'pw-'));
  private readonly file = path.join(this.directory, 'segment.cast');
  private readonly recorder: CastRecorder;
  private size = { cols: 40, rows: 8 };

  constructor() {
    this.recorder = new CastRecorder(
      {
        size: () => this.size,
        whenParsed: (callback) => this.screen.whenParsed(callback),
        redraw: () => this.screen.redraw(),
      },
      {
        maxBytes: 1024 * 1024,
        onMended: () => {},
        openLog: (birth) => CastLog.open(this.file, birth, 'x'),
        onFault: (message) => {
          throw new Error(message);
        },
      },
      false,
    );
  }

  output(chunk: Buffer): void {
    for (const { bytes, continues } of this.scanner.scan(chunk)) {
      this.screen.write(bytes);
      this.recorder.output(bytes, continues);
    }
  }

  resize(size: ViewSize): void {
    this.size = size;
    this.screen.resize(size);
    this.recorder.resized();
  }

  async lines(): Promise<string[]> {
    await new Promise<void>((resolve) => this.screen.whenParsed(resolve));
    this.recorder.end();
    const [first = '', ...rest] = fs.readFileSync(this.file, 'utf8').split('\n').slice(0, -1);
    fs.rmSync(this.directory, { recursive: true });
    const header = parseCastHeader(first);
    if (!header.ok) throw new Error(header.error);
    const events = rest.map((line) => {
      const event = parseCastEvent(line, header.value.startedAt);
      if (!event.ok) throw new Error(event.error);
      return event.value;
    });
    const { cols, rows } = header.value;
    const text = new RecordedText(false, plainLines);
    const settled = await text.take([{ at: 0, kind: 'r', data: `${cols}x${rows}` }, ...events]);
    const all = [...settled, ...(await text.finish())];
    text.dispose();
    this.screen.dispose();
    return all;
  }
}

/** One step of a Pod's life: a piece of output, cut anywhere, or another size. */
const outputPiece = fc.array(
  fc.constantFrom(
    'a',
    'word ',
    '—',
    '漢字',
    '🚀',
    'e\u0301',
    '\r\n',
    '\r\n',
    '\x1b[31m',
    '\x1b[0m',
    'x'.repeat(45),

    '\x1b[3D',
  ),
  { minLength: 1, maxLength: 30 },
);
const step = fc.oneof(
  { weight: 4, arbitrary: outputPiece.map((pieces) => ({ text: pieces.join('') })) },
  {
    weight: 1,
    arbitrary: fc.record({ cols: fc.integer({ min: 3, max: 120 }), rows: fc.integer({ min: 2, max: 30 }) }),
  },
);

test('every line once and whole, whatever sizes the viewers had, wherever the output was cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 20 }),
      fc.integer({ min: 1, max: 40 }),
      async (steps, cut) => {
        const pod = new RecordedPod();
        const witness = screenTerminal({ cols: 40, rows: 8 }, { scrollback: 100_000 });
        for (const each of steps) {
          if ('text' in each) {
            const bytes = Buffer.from(each.text);
            for (let at = 0; at < bytes.length; at += cut) pod.output(bytes.subarray(at, at + cut));
            await write(witness, bytes);
          } else {
            pod.resize(each);
            resizeTerminal(witness, each);
          }
        }
        expect(await pod.lines()).toEqual(allLines(witness));
        witness.dispose();
      },
    ),
    { numRuns: 150 },
  );
  // Many runs of a real parser, also on a loaded machine.
}, 180_000);
