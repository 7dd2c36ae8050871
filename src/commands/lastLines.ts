// An output that keeps the last lines of what comes until it is let go, and passes on all that comes after.
import { Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type { TextOutput } from './printText';

export class LastLines extends Writable {
  /** Of where it goes: text is made safe for a terminal. */
  readonly isTTY: boolean;
  private readonly decoder = new StringDecoder('utf8');
  private lines: string[] = [];
  private rest = '';
  private isReleased = false;

  /** @param count lines that are kept. */
  constructor(
    private readonly output: TextOutput,
    readonly count: number,
  ) {
    super();
    this.isTTY = output.isTTY === true;
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    const text = this.decoder.write(chunk);
    if (this.isReleased) this.output.write(text);
    else this.keep(text);
    done();
  }

  /** From here on everything passes. */
  release(): void {
    if (this.isReleased) return;
    this.isReleased = true;
    const kept = [...this.lines.map((line) => `${line}\n`), this.rest];
    // A last line without its end is one too.
    const count = this.rest === '' ? this.count + 1 : this.count;
    const text = this.count === 0 ? '' : kept.slice(-count).join('');
    if (text !== '') this.output.write(text);
    this.lines = [];
  }

  private keep(text: string): void {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    // A chunk may hold millions of lines: more than a call takes as arguments.
    this.lines = this.lines.concat(lines.slice(-this.count - 1));
    if (this.lines.length > 2 * this.count + 1) this.lines = this.lines.slice(-this.count - 1);
  }
}
