// A session with the terminal of a live Pod: a duplex of bytes, and a control path beside it.
import type net from 'node:net';
import { Duplex } from 'node:stream';
import { displayName, displayText } from '../cells/displayText';
import {
  decodeExit,
  encodeFrame,
  encodeResize,
  FRAME,
  FrameDecoder,
  frameHeader,
  type PodExit,
} from '../protocol/terminalFrame';
import { errnoOf, errorText } from '../store/fileErrors';
import { failure, type Outcome } from './actionFailure';
import { type NextEvent, PodConnection } from './podConnection';

/** Output that may wait here, bytes, before the Pod is made to wait (it then drops to a fresh screen state). */
const OUTPUT_BUFFER_BYTES = 256 * 1024;
/** Input that may wait here, bytes: a large paste is taken whole while the Pod is busy. */
const INPUT_BUFFER_BYTES = 16 * 1024 * 1024;

/** How long input that was typed before a detach may take to get away, ms. */
const LEAVE_TIMEOUT_MS = 1000;

export interface TerminalSize {
  readonly cols: number;
  readonly rows: number;
}

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
  /** Leaves: what was written before is still delivered. */
  detach(): void;
}

export interface Dial extends TerminalSize {
  readonly socketPath: string;
  readonly podName: string;
  readonly readOnly: boolean;
}

/** Connects, asks for the terminal and waits until the connection carries frames. */
export async function dialTerminal(dial: Dial): Promise<Outcome<{ readonly session: TerminalSession }>> {
  const name = displayName(dial.podName);
  let connection: PodConnection;
  try {
    connection = await PodConnection.connect(dial.socketPath);
  } catch (error) {
    return failure(
      'failed',
      `The Pod "${name}" cannot be reached at ${displayName(dial.socketPath)}: ${errorText(error)}`,
    );
  }
  const hello = await connection.snapshot();
  if (hello.event === 'snapshot' && !hello.data.greeting.extensions.includes('terminal')) {
    connection.close();
    return failure('not-eligible', `The Pod "${name}" has no terminal to attach to; podwatch shows its conversation.`);
  }
  if (hello.event === 'snapshot') {
    const { cols, rows, readOnly } = dial;
    connection.send({ method: 'attach_terminal', params: { cols, rows, read_only: readOnly } });
    const answer = await attached(connection);
    if (answer.event === 'terminal_attached') return { kind: 'done', session: new FramedSession(connection) };
    connection.close();
    return failure('failed', `The Pod "${name}" did not give its terminal: ${reasonOf(answer)}`);
  }
  connection.close();
  return failure('failed', `The Pod "${name}" did not greet us: ${reasonOf(hello)}`);
}

type Answer = Extract<NextEvent, { event: 'terminal_attached' | 'error' | 'timeout' | 'closed' }>;

async function attached(connection: PodConnection): Promise<Answer> {
  for (;;) {
    const next = await connection.nextEvent();
    if (next.event === 'terminal_attached' || next.event === 'error') return next;
    if (next.event === 'timeout' || next.event === 'closed') return next;
  }
}

function reasonOf(event: Extract<NextEvent, { event: string }>): string {
  if (event.event === 'error') return displayText(event.data.message);
  if (event.event === 'closed') return event.reason;
  return 'no answer in time';
}

const GONE = 'its process has gone';

/** Which of them a killed process leaves depends on what was on its way. */
function lossReason(error: unknown): string {
  const errno = errnoOf(error);
  return errno === 'ECONNRESET' || errno === 'EPIPE' ? GONE : errorText(error);
}

class FramedSession implements TerminalSession {
  readonly bytes: Duplex;
  private readonly socket: net.Socket;
  private readonly decoder = new FrameDecoder();
  private ended: SessionEnd | null = null;

  constructor(connection: PodConnection) {
    const { socket, rest } = connection.takeOver();
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
        if (socket.writable) socket.end(encodeFrame(FRAME.detach));
        socket.destroySoon();
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
