// The frames of an attached terminal as bytes both ways, over one connection after another where the Pod can resume.
import { Duplex } from 'node:stream';
import type { TerminalSize } from '../cells/terminalSize';
import { discard } from '../client/dial';
import { decodeOffset, type ResumeAnswer } from '../protocol/resume';
import {
  decodeExit,
  decodeFacts,
  encodeFrame,
  encodeResize,
  FRAME,
  FrameDecoder,
  frameHeader,
  type ScreenFacts,
  SHORT_PAYLOAD,
  type TerminalFrame,
} from '../protocol/terminalFrame';
import { type Again, attachAgain } from './attachAgain';
import type { AttachedTalk } from './attachedTalk';
import { GONE, lossReason } from './lossReason';
import type { SessionCut, SessionEnd, TerminalSession } from './terminalSession';
import { UnackedInput } from './unackedInput';

/** Output that may wait here, bytes, before the Pod is made to wait (it then drops to a fresh screen state). */
const OUTPUT_BUFFER_BYTES = 256 * 1024;
/** Input that may wait here, bytes: a large paste is taken whole while the Pod is busy. */
const INPUT_BUFFER_BYTES = 16 * 1024 * 1024;
/** What is typed after so long a cut is refused, ms. */
const DEAF_MS = 15_000;
/** How long input that was typed before a detach may take to get away, ms. */
const LEAVE_TIMEOUT_MS = 1000;
/** How long a Pod may take to write what waits for its recording, ms. */
const RECORD_TIMEOUT_MS = 500;

export class FramedSession implements TerminalSession {
  readonly bytes: Duplex;
  private socket: Duplex;
  private decoder = new FrameDecoder();
  private ended: SessionEnd | null = null;
  private known: ScreenFacts | null = null;
  private size: TerminalSize;
  private isLeaving = false;
  /** Null: the Pod cannot resume. */
  private mark: Pick<ResumeAnswer, 'token' | 'life'> | null;
  /** Where we are in its output; null: that is not known until the next screen. */
  private offset: number | null = null;
  private readonly typed = new UnackedInput();
  private cutSince: number | null = null;
  private cutTold = (): void => {};
  private refused = (): void => {};
  /** Who waits for a pong. */
  private pinged: (() => void)[] = [];

  constructor(
    { talk, answer }: AttachedTalk,
    { cols, rows }: TerminalSize,
    private readonly again: Again,
  ) {
    this.size = { cols, rows };
    this.mark = answer;
    this.bytes = new Duplex({
      readableHighWaterMark: OUTPUT_BUFFER_BYTES,
      writableHighWaterMark: INPUT_BUFFER_BYTES,
      decodeStrings: true,
      autoDestroy: false,
      read: () => {
        this.socket.resume();
      },
      write: (chunk: Buffer, _encoding, done) => this.sendInput(chunk, done),
      final: (done) => {
        this.isLeaving = true;
        if (this.socket.writable) this.socket.end(encodeFrame(FRAME.detach), () => this.socket.destroy());
        else this.socket.destroy();
        done();
      },
      destroy: (error, done) => {
        this.isLeaving = true;
        this.socket.destroy();
        done(error);
      },
    });
    const { duplex, rest } = talk.takeOver();
    this.socket = duplex;
    this.listen(duplex, rest);
  }

  type(input: Buffer): boolean {
    const isAtRest = this.bytes.writableLength === 0 && !this.bytes.writableEnded;
    const isOpen = this.mark !== null && this.cutSince === null && this.socket.writable;
    if (!isAtRest || !isOpen || !this.typed.hasRoomFor(input.length)) return this.bytes.write(input);
    this.typed.put(input);
    this.writeOpen(input);
    return true;
  }

  onCut(told: () => void, refused = (): void => {}): void {
    this.cutTold = told;
    this.refused = refused;
  }

  get cut(): SessionCut | null {
    const { cutSince, isDeaf } = this;
    return cutSince === null ? null : { since: cutSince, waiting: this.typed.bytes, isDeaf };
  }

  private get isDeaf(): boolean {
    return this.cutSince !== null && performance.now() - this.cutSince > DEAF_MS;
  }

  facts(): ScreenFacts | null {
    return this.known;
  }

  redraw(): void {
    if (this.socket.writable) this.socket.write(encodeFrame(FRAME.redraw));
  }

  recorded(): Promise<void> {
    if (!this.socket.writable) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, RECORD_TIMEOUT_MS);
      this.pinged.push(() => {
        clearTimeout(timer);
        resolve();
      });
      this.socket.write(Buffer.concat([encodeFrame(FRAME.record), encodeFrame(FRAME.ping)]));
    });
  }

  end(): SessionEnd {
    return this.ended ?? { kind: 'lost', reason: 'the session was dropped' };
  }

  resize({ cols, rows }: TerminalSize): void {
    this.size = { cols, rows };
    if (this.socket.writable) this.socket.write(encodeResize(cols, rows));
  }

  detach(): void {
    this.isLeaving = true;
    // Behind the input that still waits; a Pod that hangs must not hold us.
    const { socket } = this;
    const timer = setTimeout(() => socket.destroy(), LEAVE_TIMEOUT_MS);
    socket.once('close', () => clearTimeout(timer));
    if (socket.destroyed) clearTimeout(timer);
    socket.removeAllListeners('data');
    socket.resume();
    this.typed.goOn('over');
    this.bytes.end();
  }

  private listen(socket: Duplex, rest: Buffer): void {
    this.socket = socket;
    this.decoder = new FrameDecoder();
    this.pinged = [];
    socket.on('data', (chunk: Buffer) => this.take(chunk));
    socket.on('error', (error) => this.broken(socket, lossReason(error)));
    socket.on('close', () => this.broken(socket, GONE));
    this.take(rest);
  }

  private sendInput(chunk: Buffer, done: () => void): void {
    if (this.isDeaf) {
      this.refused();
      done();
      return;
    }
    if (this.mark !== null) {
      this.typed.put(chunk, done);
      this.write(chunk);
      this.goOnTyping();
      return;
    }
    // A Pod that is gone takes no input; the end of the session says so.
    if (this.socket.writable) this.write(chunk, done);
    else done();
  }

  private write(chunk: Buffer, done?: () => void): void {
    if (this.socket.writable) this.writeOpen(chunk, done);
  }

  private writeOpen(chunk: Buffer, done?: () => void): void {
    if (chunk.length === 0) return;
    if (chunk.length <= SHORT_PAYLOAD) {
      this.socket.write(encodeFrame(FRAME.input, chunk), done && (() => done()));
      return;
    }
    this.socket.cork();
    this.socket.write(frameHeader(FRAME.input, chunk.length));
    this.socket.write(chunk, done && (() => done()));
    this.socket.uncork();
  }

  private goOnTyping(): void {
    this.typed.goOn(this.ended !== null ? 'over' : this.cutSince === null ? 'open' : 'cut');
  }

  private take(chunk: Buffer): void {
    this.decoder.push(chunk);
    let room = true;
    while (this.ended === null) {
      const frame = this.decoder.nextFrame();
      if (frame === null) break;
      if (frame === 'overflow') this.finish({ kind: 'lost', reason: 'it sent a frame that is too long' });
      else room = this.takeFrame(frame) && room;
    }
    if (!room) this.socket.pause();
  }

  /** False: no more should come for now. */
  private takeFrame({ type, payload }: TerminalFrame): boolean {
    // First of all: who types waits for it.
    if (type === FRAME.output) {
      if (this.offset !== null) this.offset += payload.length;
      return this.bytes.push(payload);
    }
    switch (type) {
      case FRAME.exit:
        this.finish({ kind: 'exited', exit: decodeExit(payload) });
        return true;
      case FRAME.facts:
        this.known = decodeFacts(payload) ?? this.known;
        return true;
      case FRAME.pong:
        this.pinged.shift()?.();
        return true;
      case FRAME.offset:
        this.offset = decodeOffset(payload);
        return true;
      case FRAME.taken: {
        const taken = decodeOffset(payload);
        if (taken !== null) this.typed.taken(taken);
        this.goOnTyping();
        return true;
      }
      case FRAME.screen:
        // Where it is in the output is said behind it.
        this.offset = null;
        return this.bytes.push(payload);
      default:
        return true;
    }
  }

  private broken(socket: Duplex, reason: string): void {
    if (socket !== this.socket || this.ended !== null || this.cutSince !== null) return;
    if (this.mark === null || this.isLeaving) this.finish({ kind: 'lost', reason });
    else void this.comeBack(reason);
  }

  private async comeBack(reason: string): Promise<void> {
    this.cutSince = performance.now();
    this.cutTold();
    this.socket.destroy();
    const back = await attachAgain(
      () => {
        const { mark, offset } = this;
        return this.again({ ...mark, ...(offset !== null && { output: offset }) }, this.size);
      },
      () => this.isLeaving,
    );
    if (back !== null) {
      this.resumed(back);
      return;
    }
    this.cutSince = null;
    this.cutTold();
    this.finish({ kind: 'lost', reason });
  }

  private resumed({ talk, answer }: AttachedTalk): void {
    const { duplex, rest } = talk.takeOver();
    this.cutSince = null;
    // Another process has its name by now: what was attached has ended.
    const isOther = answer !== null && answer.life !== this.mark?.life;
    if (this.isLeaving || isOther) {
      discard(duplex);
      this.cutTold();
      this.finish({ kind: 'lost', reason: GONE });
      return;
    }
    const isSame = answer !== null && answer.token === this.mark?.token;
    if (isSame) this.typed.taken(answer.input);
    else this.typed.forget();
    if (answer?.from !== 'offset') this.offset = null;
    this.mark = answer;
    this.listen(duplex, rest);
    // Who reads has asked for more already, of the connection before.
    duplex.resume();
    this.write(this.typed.all());
    this.goOnTyping();
    // Who is told may want a screen in place of what was drawn over it: there is a way for that now.
    this.cutTold();
  }

  private finish(end: SessionEnd): void {
    if (this.ended !== null) return;
    this.ended = end;
    this.bytes.push(null);
    this.socket.destroy();
    this.goOnTyping();
  }
}
