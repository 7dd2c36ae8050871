// One attached terminal: frames out with a bound on what waits for it, frames in, and whether it follows the raw stream.
import type { Socket } from 'node:net';
import { encodeOffset } from '../../protocol/resume';
import type { ViewSize } from '../../protocol/terminalFrame';
import {
  encodeExit,
  encodeFacts,
  encodeFrame,
  encodeParts,
  FRAME,
  frameHeader,
  type PodExit,
  type ScreenFacts,
  SHORT_PAYLOAD,
} from '../../protocol/terminalFrame';
import type { PodPlace } from '../../protocol/wireMethod';
import type { ViewerRequest } from '../clientConnection';
import type { ColourSlot } from './dynamicColours';
import type { ReplyFilter } from './replyFilter';

/** Above this, bytes, the program is asked to wait a moment for the viewer: it may only be a little slower. */
const CROWDED_BYTES = 256 * 1024;
/** Output that waits for a viewer beyond this, bytes, is dropped; a fresh screen follows when it reads again. */
const MAX_UNSENT_BYTES = 4 * 1024 * 1024;
/**
 * That a key was taken is told with its echo: alone it would wake its viewer twice, the first time in the way of that echo.
 * Where nothing is echoed it is told so much later, ms; and at once where so much was typed, bytes, that its viewer waits for it.
 */
const TAKEN_MS = 40;
const MUCH_TYPED_BYTES = 4096;

/**
 * - `waiting`: a screen state is being taken for it; output since then is kept for it.
 * - `streaming`: gets the raw output.
 * - `mirroring`: its size is not the Pod's, so the raw output would not fit; gets whole screens instead.
 * - `overflowed`: gets nothing until it has read what it was sent.
 */
type ViewerState = 'waiting' | 'streaming' | 'mirroring' | 'overflowed';

export class Viewer {
  /** Order of typing among the viewers; 0: has never typed. The largest decides the Pod's size. */
  typedAt = 0;
  state: ViewerState = 'overflowed';
  /** Void all screen states that were asked for earlier. */
  joinNumber = 0;
  /** What its terminal has told of its colours, by slot. */
  readonly colours = new Map<ColourSlot, string>();
  /** Takes the answers of its terminal out of what is typed; null: it cannot type. */
  replies: ReplyFilter | null = null;
  private kept: Buffer[] = [];
  /** Where in all output that begins. */
  private keptAt = 0;
  /** Where it is in all output by what it was told; null: it is told nothing of that. */
  private told: number | null;
  private joinedAt = 0;
  /** To be asked behind the screen that is waited for: unlike output they are in no screen. */
  private questions: Buffer[] = [];
  /** Bytes of its input that were taken, in all, and how many of them it was told of. */
  private takenBytes = 0;
  private takenTold = 0;
  /** Runs while it may not be told of all. */
  private takenTimer: NodeJS.Timeout | null = null;
  /** Nothing since the last screen state: the rest of a string that began before it means nothing to this viewer. */
  private isFresh = true;

  size: ViewSize;
  readonly readOnly: boolean;
  readonly inside: PodPlace | null;

  constructor(
    readonly socket: Socket,
    { size, readOnly, inside, resume }: ViewerRequest,
  ) {
    this.told = resume === undefined ? null : -1;
    this.size = size;
    this.readOnly = readOnly;
    this.inside = inside;
  }

  /** Nothing is unsent: it can take a whole screen. */
  get isDrained(): boolean {
    return this.socket.writableLength === 0;
  }

  /** Where in all output it will be when it has read what it was sent; null: nobody can say. */
  get toldUpTo(): number | null {
    return this.told === -1 ? null : this.told;
  }

  /** Gets the raw output and is behind with it. */
  get isCrowded(): boolean {
    return this.state === 'streaming' && !this.socket.destroyed && this.socket.writableLength > CROWDED_BYTES;
  }

  /** It has had its time: what comes now is not for it, until it has read what it was sent. */
  fallBehind(): void {
    this.state = 'overflowed';
  }

  /** `at`: where in all output the screen will be. */
  wait(at: number): void {
    this.joinedAt = at;
    this.state = 'waiting';
    this.joinNumber++;
    this.kept = [];
    this.isFresh = true;
  }

  /** The screen that was waited for; then, unless it only mirrors, what came after it. */
  begin(screen: Buffer, facts: ScreenFacts, mirror: boolean): void {
    const kept = this.kept;
    this.kept = [];
    this.state = mirror ? 'mirroring' : 'streaming';
    this.screen(screen, facts);
    this.tell(this.joinedAt);
    if (!mirror && kept.length > 0) this.stream(kept, this.keptAt);
    const questions = this.questions;
    this.questions = [];
    if (questions.length > 0) this.question(questions);
  }

  /** Back after a cut, or after it has not read for a while: `missed` is what it was not sent, up to `end`; its screen is as it was. */
  goOn(missed: readonly Buffer[], end: number): void {
    this.state = 'streaming';
    this.isFresh = false;
    const bytes = missed.reduce((sum, part) => sum + part.length, 0);
    this.told = end - bytes;
    if (bytes > 0) this.stream(missed, end - bytes);
  }

  /** `at`: where in all output it begins. */
  output(parts: readonly Buffer[], continues: boolean, at: number): void {
    if (this.isFresh && continues) return;
    this.isFresh = false;
    if (this.state === 'waiting') {
      if (this.kept.length === 0) this.keptAt = at;
      this.kept.push(...parts);
    } else if (this.state === 'streaming') this.stream(parts, at);
  }

  /** For this viewer alone, behind what it has been sent. False: it is not listening now. */
  ask(query: Buffer): boolean {
    if (this.state === 'overflowed') return false;
    if (this.state === 'waiting') this.questions.push(query);
    else this.question([query]);
    return true;
  }

  screen(bytes: Buffer, facts: ScreenFacts): void {
    if (!this.socket.destroyed && !this.socket.writableEnded) this.socket.write(encodeFacts(facts));
    this.send(FRAME.screen, [bytes]);
    // Where a screen is in the output is always said behind it.
    if (this.told !== null) this.told = -1;
  }

  /** Who does not read asks in vain: its answers would fill our memory. */
  pong(payload: Buffer): void {
    if (this.socket.writableLength <= MAX_UNSENT_BYTES) this.send(FRAME.pong, [payload]);
  }

  exit(exit: PodExit): void {
    if (!this.socket.destroyed) this.socket.end(encodeExit(exit));
  }

  /** So many bytes of its input were taken, in all. */
  taken(bytes: number): void {
    this.takenBytes = bytes;
    // Never taken back: with each key that would cost more than that it comes in vain now and then.
    this.takenTimer ??= setTimeout(() => this.tellTaken(), TAKEN_MS);
    if (bytes - this.takenTold >= MUCH_TYPED_BYTES) this.sendTaken();
  }

  /** Its connection has gone. */
  stop(): void {
    if (this.takenTimer) clearTimeout(this.takenTimer);
    this.takenTimer = null;
  }

  private tellTaken(): void {
    this.takenTimer = null;
    this.sendTaken();
  }

  private sendTaken(): void {
    const taken = this.untold();
    if (taken === null || this.socket.destroyed || this.socket.writableEnded) return;
    this.socket.write(encodeFrame(FRAME.taken, encodeOffset(taken)));
  }

  /** What it is to be told now of its input; null: it knows. */
  private untold(): number | null {
    if (this.takenTold === this.takenBytes) return null;
    this.takenTold = this.takenBytes;
    return this.takenBytes;
  }

  /** Bytes that are in no output. */
  private question(parts: readonly Buffer[]): void {
    this.send(FRAME.output, parts);
    if (this.told !== null) this.send(FRAME.offset, [encodeOffset(this.told)]);
  }

  private tell(at: number): void {
    if (this.told === null || this.told === at) return;
    this.told = at;
    this.send(FRAME.offset, [encodeOffset(at)]);
  }

  private stream(parts: readonly Buffer[], at: number): void {
    this.tell(at);
    const bytes = this.send(FRAME.output, parts);
    if (this.told !== null) this.told = at + bytes;
    if (this.socket.writableLength > MAX_UNSENT_BYTES) this.fallBehind();
  }

  /** One frame, its parts as they are: long output is never copied. @returns the bytes of the parts. */
  private send(type: number, parts: readonly Buffer[]): number {
    let bytes = 0;
    for (const part of parts) bytes += part.length;
    if (this.socket.destroyed || this.socket.writableEnded) return bytes;
    if (bytes <= SHORT_PAYLOAD) {
      // The echo of a key first: that it was taken can wait for it.
      this.socket.write(encodeParts(type, parts, bytes, this.untold()));
      return bytes;
    }
    this.sendTaken();
    this.socket.cork();
    this.socket.write(frameHeader(type, bytes));
    for (const part of parts) if (part.length > 0) this.socket.write(part);
    this.socket.uncork();
    return bytes;
  }
}
