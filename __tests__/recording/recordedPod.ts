// A Pod's screen and its recorder, driven by a test; and the terminal that has seen it all.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Terminal } from '@xterm/headless';
import { CastRecorder } from '../../src/pod/terminal/castRecorder';
import { HeadlessScreen } from '../../src/pod/terminal/headlessScreen';
import { restoredPreface } from '../../src/pod/terminal/restoredPreface';
import { StreamScanner } from '../../src/pod/terminal/streamScanner';
import type { ViewSize } from '../../src/protocol/terminalFrame';
import { openRecording } from '../../src/recording/openRecording';
import { CastLog } from '../../src/store/castLog';

export const write = (terminal: Terminal, bytes: Uint8Array) =>
  new Promise<void>((resolve) => terminal.write(bytes, resolve));

/** All lines of a terminal that has seen everything, each whole. */
export function allLines({ buffer: { normal } }: Terminal): string[] {
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

const NO_EVENTS = { onParsed: () => {}, onTitle: () => {}, onAnswer: () => {} };

/** What the recorder of a Pod makes of a program's output in that order; the events go through the lines of the file. */
export class RecordedPod {
  private screen: HeadlessScreen;
  private scanner = new StreamScanner();
  private readonly directory = fs.mkdtempSync(path.join(os.tmpdir(), 'pw-'));
  private readonly file = path.join(this.directory, 'segment.cast');
  private recorder: CastRecorder;

  /** @param maxBytes of both halves of the recording. */
  constructor(
    private size: ViewSize = { cols: 40, rows: 8 },
    private readonly maxBytes = 1024 * 1024,
  ) {
    this.screen = new HeadlessScreen(size, NO_EVENTS);
    this.recorder = this.newRecorder(false);
  }

  private newRecorder(isRestored: boolean): CastRecorder {
    return new CastRecorder(
      {
        size: () => this.size,
        whenParsed: (callback) => this.screen.whenParsed(callback),
        redraw: () => this.screen.redraw(),
      },
      {
        maxBytes: this.maxBytes,
        onMended: () => {},
        openLog: (birth) => CastLog.open(this.file, birth, 'x'),
        onFault: (message) => {
          throw new Error(message);
        },
      },
      isRestored,
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

  parsed(): Promise<void> {
    return new Promise((resolve) => this.screen.whenParsed(resolve));
  }

  /** Time has passed: what waits is written, and a half that is full ends. */
  async settle(): Promise<void> {
    this.recorder.writeNow();
    await this.parsed();
  }

  /** Ends, and lives again with its earlier screen above. @returns what a terminal beside it sees of that. */
  async restore(): Promise<void> {
    await this.parsed();
    this.recorder.end();
    const earlier = this.screen.flow(64 * 1024);
    this.screen.dispose();
    this.screen = new HeadlessScreen(this.size, NO_EVENTS);
    this.scanner = new StreamScanner();
    this.screen.write(restoredPreface(earlier, new Date(0)));
    this.recorder = this.newRecorder(true);
    await this.parsed();
  }

  /** The file of its last screen, row by row. */
  async savedScreen(): Promise<readonly string[]> {
    await this.parsed();
    return this.screen
      .flow(64 * 1024)
      .toString('utf8')
      .split('\r\n');
  }

  async lines(): Promise<string[]> {
    await this.end();
    const all = await this.read({ eager: false });
    this.remove();
    return all;
  }

  async end(): Promise<void> {
    await this.parsed();
    this.recorder.end();
  }

  /** To be called behind the end. */
  async read(how: Parameters<typeof openRecording>[1]): Promise<string[]> {
    const recording = await openRecording(this.file, how);
    const all: string[] = [];
    if (recording !== null) {
      for await (const lines of recording.batches()) all.push(...lines);
      all.push(...(await recording.rest()));
    }
    await recording?.close();
    return all;
  }

  remove(): void {
    fs.rmSync(this.directory, { recursive: true });
    this.screen.dispose();
  }
}
