// A terminal that an agent has asked for: a Pod of ours, of which we hear every byte and its end.
import type { Duplex } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { plainOutput } from '../../../cells/plainOutput';
import { decodeExit, FRAME, FrameDecoder, type PodExit } from '../../../protocol/terminalFrame';

/** Of a terminal's raw output, code units, where its agent names no bound; and at most. */
const USUAL_OUTPUT = 1024 * 1024;
const MAX_OUTPUT = 8 * 1024 * 1024;
/** Colours and such take as much room again. */
const RAW_FACTOR = 2;
const LEAST_OUTPUT = 64 * 1024;

export interface TerminalOutput {
  /** Plain text. */
  readonly text: string;
  /** There was more before it. */
  readonly isCut: boolean;
}

export class OwnedTerminal {
  /** Resolves when its program has ended and all that it put out is here. */
  readonly ended: Promise<PodExit>;
  /** Null: it runs. */
  exit: PodExit | null = null;
  private raw = '';
  private isCut = false;
  private readonly limit: number;
  private readonly kept: number;
  private readonly frames = new FrameDecoder();
  private readonly decoder = new StringDecoder('utf8');

  /** `limit`: of the text, bytes. `onOutput` is told each piece, raw. */
  constructor(
    /** Of its Pod. */
    readonly name: string,
    private readonly line: Duplex,
    limit: number | null,
    private readonly onOutput: (raw: string) => void,
  ) {
    this.limit = Math.min(limit ?? USUAL_OUTPUT, MAX_OUTPUT);
    this.kept = Math.max(this.limit * RAW_FACTOR, LEAST_OUTPUT);
    this.ended = new Promise((resolve) => {
      const end = (exit: PodExit): void => {
        this.exit ??= exit;
        resolve(this.exit);
      };
      line.on('data', (chunk: Buffer) => this.read(chunk, end));
      // Without a word of its end its Pod was killed.
      line.once('close', () => end({ code: null, signal: 'SIGKILL' }));
      line.on('error', () => {});
    });
  }

  get output(): TerminalOutput {
    const text = plainOutput(this.raw);
    const bytes = Buffer.from(text);
    if (bytes.length <= this.limit) return { text, isCut: this.isCut };
    let from = bytes.length - this.limit;
    // Never in the middle of a character.
    while (((bytes[from] ?? 0) & 0xc0) === 0x80) from += 1;
    return { text: bytes.toString('utf8', from), isCut: true };
  }

  /** As it came, the newest. */
  get rawOutput(): string {
    return this.raw;
  }

  /** Its Pod ends with its line; `ended` follows. */
  stop(): void {
    this.line.end();
  }

  private read(chunk: Buffer, end: (exit: PodExit) => void): void {
    this.frames.push(chunk);
    for (let frame = this.frames.nextFrame(); frame !== null; frame = this.frames.nextFrame()) {
      if (frame === 'overflow') {
        this.line.destroy();
        return;
      }
      if (frame.type === FRAME.output) this.put(this.decoder.write(frame.payload));
      if (frame.type === FRAME.exit) end(decodeExit(frame.payload));
    }
  }

  private put(text: string): void {
    if (text === '') return;
    this.raw += text;
    if (this.raw.length > 2 * this.kept) {
      this.raw = this.raw.slice(-this.kept);
      this.isCut = true;
    }
    this.onOutput(text);
  }
}
