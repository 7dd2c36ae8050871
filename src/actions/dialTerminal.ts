// A session with the terminal of a live Pod: a duplex of bytes, and a control path beside it.

import { Duplex } from 'node:stream';
import { displayName, displayText } from '../cells/displayText';
import type { TerminalSize } from '../cells/terminalSize';
import type { Dial } from '../client/dial';
import { type OwnTalk, openTalk } from '../client/talk';
import {
  decodeExit,
  decodeFacts,
  encodeFrame,
  encodeResize,
  FRAME,
  FrameDecoder,
  frameHeader,
  type PodExit,
  type ScreenFacts,
} from '../protocol/terminalFrame';
import type { PodPlace } from '../protocol/wireMethod';
import { errnoOf, errorText } from '../store/fileErrors';
import { failure, type Outcome } from './actionFailure';

/** Output that may wait here, bytes, before the Pod is made to wait (it then drops to a fresh screen state). */
const OUTPUT_BUFFER_BYTES = 256 * 1024;
/** Input that may wait here, bytes: a large paste is taken whole while the Pod is busy. */
const INPUT_BUFFER_BYTES = 16 * 1024 * 1024;

/** How long input that was typed before a detach may take to get away, ms. */
const LEAVE_TIMEOUT_MS = 1000;
/** How long a Pod may take to write what waits for its recording, ms. */
const RECORD_TIMEOUT_MS = 500;

export type SessionEnd =
  | { readonly kind: 'exited'; readonly exit: PodExit }
  | { readonly kind: 'lost'; readonly reason: string };

export interface TerminalSession {
  /**
   * Reads what redraws the screen and then the raw output; ends after the last byte. Takes raw input; back-pressure
   * works both ways. Destroying it drops the session at once.
   */
  readonly bytes: Duplex;
  /** How the session ended; asked for once `bytes` has ended. */
  end(): SessionEnd;
  /** The viewer has another size now. */
  resize(size: TerminalSize): void;
  /** What the Pod says of the screen that it has sent last; null: nothing, as one of an earlier version. */
  facts(): ScreenFacts | null;
  /** Asks for the screen as it is; it comes by `bytes`. */
  redraw(): void;
  /** Resolves when all that it has put out by now can be read in its recording, or after half a second. */
  recorded(): Promise<void>;
  /** Leaves: what was written before is still delivered. */
  detach(): void;
}

export interface TerminalDial extends TerminalSize {
  readonly dial: Dial;
  readonly podName: string;
  readonly readOnly: boolean;
  /** The Pod that our own terminal is in; null: none. */
  readonly inside: PodPlace | null;
}

type Dialled = Outcome<{ readonly session: TerminalSession }>;

/** Connects, asks for the terminal and waits until the connection carries frames. */
export async function dialTerminal({ dial, podName, cols, rows, readOnly, inside }: TerminalDial): Promise<Dialled> {
  const name = displayName(podName);
  const opened = await openTalk(dial);
  if (!opened.ok) return failure('failed', `The Pod "${name}" cannot be reached: ${displayText(opened.error)}`);
  const talk = opened.value;
  if (!talk.hello.extensions.includes('terminal')) {
    talk.close();
    return failure('not-eligible', `The Pod "${name}" has no terminal to attach to; podwatch shows its conversation.`);
  }
  talk.send({ method: 'attach_terminal', params: { cols, rows, read_only: readOnly, ...(inside && { inside }) } });
  const fault = await attachFault(talk);
  if (fault === null) return { kind: 'done', session: new FramedSession(talk) };
  talk.close();
  return failure('failed', `The Pod "${name}" did not give its terminal: ${fault}`);
}

/** Null: the connection carries frames from here on. */
async function attachFault(talk: OwnTalk): Promise<string | null> {
  const answer = await talk.answer<'attached' | { readonly fault: string }>(
    (event) => {
      if (event.event === 'terminal_attached') return 'attached';
      return event.event === 'error' ? { fault: displayText(event.data.message) } : null;
    },
    (lost) => ({ fault: lost.kind === 'closed' ? lost.reason : 'no answer in time' }),
  );
  return answer === 'attached' ? null : answer.fault;
}

const GONE = 'its process has gone';

/** Which of them a killed process leaves depends on what was on its way. */
function lossReason(error: unknown): string {
  const errno = errnoOf(error);
  return errno === 'ECONNRESET' || errno === 'EPIPE' ? GONE : errorText(error);
}

class FramedSession implements TerminalSession {
  readonly bytes: Duplex;
  private readonly socket: Duplex;
  private readonly decoder = new FrameDecoder();
  private ended: SessionEnd | null = null;
  private known: ScreenFacts | null = null;
  /** Who waits for a pong. */
  private pinged: (() => void)[] = [];

  constructor(talk: OwnTalk) {
    const { duplex: socket, rest } = talk.takeOver();
    this.socket = socket;
    this.bytes = new Duplex({
      readableHighWaterMark: OUTPUT_BUFFER_BYTES,
      writableHighWaterMark: INPUT_BUFFER_BYTES,
      decodeStrings: true,
      autoDestroy: false,
      read: () => {
        socket.resume();
      },
      write: (chunk: Buffer, _encoding, done) => this.sendInput(chunk, done),
      final: (done) => {
        if (socket.writable) socket.end(encodeFrame(FRAME.detach), () => socket.destroy());
        else socket.destroy();
        done();
      },
      destroy: (error, done) => {
        socket.destroy();
        done(error);
      },
    });
    socket.on('data', (chunk: Buffer) => this.take(chunk));
    socket.on('error', (error) => this.finish({ kind: 'lost', reason: lossReason(error) }));
    socket.on('close', () => this.finish({ kind: 'lost', reason: GONE }));
    this.take(rest);
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
    if (this.socket.writable) this.socket.write(encodeResize(cols, rows));
  }

  detach(): void {
    // Behind the input that still waits; a Pod that hangs must not hold us.
    const timer = setTimeout(() => this.socket.destroy(), LEAVE_TIMEOUT_MS);
    this.socket.once('close', () => clearTimeout(timer));
    this.socket.removeAllListeners('data');
    this.socket.resume();
    this.bytes.end();
  }

  private sendInput(chunk: Buffer, done: () => void): void {
    // A Pod that is gone takes no input; the end of the session says so.
    if (!this.socket.writable) {
      done();
      return;
    }
    this.socket.cork();
    this.socket.write(frameHeader(FRAME.input, chunk.length));
    this.socket.write(chunk, () => done());
    this.socket.uncork();
  }

  private take(chunk: Buffer): void {
    this.decoder.push(chunk);
    let room = true;
    while (this.ended === null) {
      const frame = this.decoder.nextFrame();
      if (frame === null) break;
      if (frame === 'overflow') this.finish({ kind: 'lost', reason: 'it sent a frame that is too long' });
      else if (frame.type === FRAME.exit) this.finish({ kind: 'exited', exit: decodeExit(frame.payload) });
      else if (frame.type === FRAME.facts) this.known = decodeFacts(frame.payload) ?? this.known;
      else if (frame.type === FRAME.pong) this.pinged.shift()?.();
      else if (frame.type === FRAME.output || frame.type === FRAME.screen) room = this.bytes.push(frame.payload);
    }
    if (!room) this.socket.pause();
  }

  private finish(end: SessionEnd): void {
    if (this.ended !== null) return;
    this.ended = end;
    this.bytes.push(null);
    this.socket.destroy();
  }
}
