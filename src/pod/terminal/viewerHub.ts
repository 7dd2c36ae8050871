// All viewers of a terminal Pod: who gets which bytes, who decides the size, whose colours count.
import type { Socket } from 'node:net';
import type { ResumeAnswer } from '../../protocol/resume';
import type { ViewSize } from '../../protocol/terminalFrame';
import {
  decodeResize,
  FRAME,
  FrameDecoder,
  type PodExit,
  type ScreenFacts,
  sameViewSize,
} from '../../protocol/terminalFrame';
import type { PodPlace } from '../../protocol/wireMethod';
import type { ViewerRequest } from '../clientConnection';
import type { ColourSlot } from './dynamicColours';
import { endViewer } from './endViewer';
import { OutputBatch } from './outputBatch';
import { ReplyFilter } from './replyFilter';
import { ResumeDesk } from './resumeDesk';
import { SizeDesk } from './sizeDesk';
import { Viewer } from './viewer';
import { ViewerCrowd } from './viewerCrowd';
import { ViewerMirrors } from './viewerMirrors';

/** What the hub needs of its terminal. */
export interface HubTerminal {
  size(): ViewSize;
  isInputFull(): boolean;
  whenParsed(callback: () => void): void;
  state(view: ViewSize): Buffer;
  facts(): ScreenFacts;
  /** A viewer is about to read the recording. */
  historyAsked(): void;
  input(bytes: Buffer): void;
  /** The terminal of the viewer who typed last has told a colour. */
  colourTold(slot: ColourSlot, colour: string): void;
  /** The first viewer who can type has come; the last one has gone. */
  watched(on: boolean): void;
  resize(size: ViewSize): void;
  /** True: read no more output for a moment. */
  hold(on: boolean): void;
}

export class ViewerHub {
  private readonly viewers = new Set<Viewer>();
  private typings = 0;
  /** Bytes of all output, without what waits in the batch. */
  private handedOn = 0;
  private readonly batch = new OutputBatch((parts, continues) => {
    const at = this.handedOn;
    for (const part of parts) this.handedOn += part.length;
    for (const viewer of this.viewers) viewer.output(parts, continues, at);
    this.crowd.wait();
  });
  private readonly crowd: ViewerCrowd;
  private readonly mirrors: ViewerMirrors;
  private readonly resumes = new ResumeDesk();
  private readonly sizes = new SizeDesk((viewer, size) => this.resized(viewer, size));

  constructor(private readonly terminal: HubTerminal) {
    this.mirrors = new ViewerMirrors(this.viewers, terminal);
    this.crowd = new ViewerCrowd(this.viewers, (on) => terminal.hold(on));
  }

  get hasViewer(): boolean {
    return this.viewers.size > 0;
  }

  get hasWriter(): boolean {
    for (const viewer of this.viewers) if (!viewer.readOnly) return true;
    return false;
  }

  /** In which Pods viewers are, each once. */
  get shownIn(): readonly PodPlace[] {
    const places = new Map<string, PodPlace>();
    for (const { inside } of this.viewers) if (inside) places.set(inside.socket, inside);
    return [...places.values()];
  }

  /** What a viewer is told who may come back after a cut; null: this one cannot. */
  resumed(request: ViewerRequest): ResumeAnswer | null {
    if (request.resume === undefined) return null;
    this.batch.flush();
    return this.resumes.answer(request, request.resume, sameViewSize(request.size, this.terminal.size()));
  }

  /** Takes over a connection whose acknowledging line has been written. `rest`: bytes that came behind its request. */
  attach(socket: Socket, request: ViewerRequest, rest: Buffer): void {
    const { readOnly } = request;
    const viewer = new Viewer(socket, request);
    const isFirst = !readOnly && !this.hasWriter;
    if (isFirst) viewer.typedAt = ++this.typings;
    if (!readOnly) viewer.replies = this.repliesOf(viewer);
    this.viewers.add(viewer);
    const frames = new FrameDecoder();
    socket.on('data', (chunk: Buffer) => this.receive(viewer, frames, chunk));
    socket.on('drain', () => this.drained(viewer));
    socket.on('end', () => socket.end());
    socket.once('close', () => this.leave(viewer));
    const missed = this.resumes.enter(viewer, request);
    this.applyOwnerSize();
    if (missed === null) this.join([viewer]);
    else viewer.goOn(missed, this.resumes.ring.end);
    if (isFirst) this.terminal.watched(true);
    if (rest.length > 0) this.receive(viewer, frames, rest);
  }

  private repliesOf(viewer: Viewer): ReplyFilter {
    return new ReplyFilter(
      (typed) => this.typed(viewer, typed),
      (slot, colour) => {
        viewer.colours.set(slot, colour);
        if (viewer === this.owner()) this.terminal.colourTold(slot, colour);
      },
    );
  }

  output(bytes: Buffer, continues: boolean): void {
    this.resumes.ring.put(bytes);
    if (this.viewers.size > 0) {
      this.batch.add(bytes, continues);
      return;
    }
    this.batch.flush();
    this.handedOn = this.resumes.ring.end;
  }

  /** Hands a question that only a user's terminal can answer to the viewer who typed last; else it stays open. */
  ask(bytes: Buffer): void {
    const owner = this.owner();
    if (!owner) return;
    this.batch.flush();
    owner.ask(bytes);
  }

  /** What the viewer who typed last has told of its colours; null: nothing, or nobody is there. */
  colour(slot: ColourSlot): string | null {
    return this.owner()?.colours.get(slot) ?? null;
  }

  /** Asks its terminal; `colourTold` follows. False: it cannot be asked. */
  askColour(slot: ColourSlot): boolean {
    const owner = this.owner();
    if (!owner?.replies) return false;
    // One question is enough, whether it has been answered in time or not.
    if (owner.replies.isExpected(slot)) return true;
    this.batch.flush();
    if (!owner.ask(Buffer.from(`\x1b]${slot};?\x1b\\`, 'latin1'))) return false;
    owner.replies.expect(slot);
    return true;
  }

  /** Everybody gets the screen as it is after all output so far, instead of the bytes that led to it. */
  rejoin(): void {
    this.batch.flush();
    this.resumes.screened();
    this.join([...this.viewers].filter((viewer) => viewer.state !== 'overflowed'));
  }

  /** The cells have changed. */
  parsed(): void {
    this.mirrors.parsed();
  }

  /** The program takes input again. */
  inputDrained(): void {
    for (const viewer of this.viewers) viewer.socket.resume();
  }

  /** Sends the end behind everything else; resolves when all viewers have it or their time is over. */
  async finish(exit: PodExit): Promise<void> {
    this.batch.flush();
    this.mirrors.stop();
    this.crowd.stop();
    this.sizes.stop();
    const viewers = [...this.viewers];
    await Promise.all(viewers.map((viewer) => endViewer(viewer, exit, this.terminal)));
  }

  private receive(viewer: Viewer, frames: FrameDecoder, chunk: Buffer): void {
    frames.push(chunk);
    let taken: number | null = null;
    for (let frame = frames.nextFrame(); frame !== null; frame = frames.nextFrame()) {
      if (frame === 'overflow') {
        viewer.socket.destroy();
        return;
      }
      if (frame.type === FRAME.input) {
        viewer.replies?.push(frame.payload);
        taken = this.resumes.took(viewer, frame.payload.length) ?? taken;
      } else if (frame.type === FRAME.resize) this.askedSize(viewer, decodeResize(frame.payload));
      else if (frame.type === FRAME.ping) viewer.pong(frame.payload);
      else if (frame.type === FRAME.redraw && viewer.state !== 'overflowed') this.join([viewer]);
      else if (frame.type === FRAME.record) this.terminal.historyAsked();
      else if (frame.type === FRAME.detach) {
        this.resumes.left(viewer, true);
        viewer.socket.end();
      }
    }
    if (taken !== null) viewer.taken(taken);
  }

  private typed(viewer: Viewer, bytes: Buffer): void {
    if (viewer.typedAt !== this.typings || viewer.typedAt === 0) {
      viewer.typedAt = ++this.typings;
      this.applyOwnerSize();
      for (const [slot, colour] of viewer.colours) this.terminal.colourTold(slot, colour);
    }
    this.terminal.input(bytes);
    if (this.terminal.isInputFull()) viewer.socket.pause();
  }

  private askedSize(viewer: Viewer, size: ViewSize | null): void {
    if (size) this.sizes.asked(viewer, size);
  }

  private resized(viewer: Viewer, size: ViewSize): void {
    viewer.size = size;
    if (viewer === this.owner()) this.applyOwnerSize();
    if (!this.fits(viewer) || viewer.state === 'mirroring') this.join([viewer]);
  }

  private leave(viewer: Viewer): void {
    viewer.replies?.stop();
    viewer.stop();
    this.resumes.left(viewer, false);
    this.viewers.delete(viewer);
    this.sizes.forget(viewer);
    if (!viewer.readOnly && !this.hasWriter) this.terminal.watched(false);
    this.crowd.ease();
    this.applyOwnerSize();
  }

  /** The writer who typed last; among those who never typed, the first. */
  private owner(): Viewer | null {
    let owner: Viewer | null = null;
    for (const viewer of this.viewers) {
      if (!viewer.readOnly && (owner === null || viewer.typedAt > owner.typedAt)) owner = viewer;
    }
    return owner;
  }

  private applyOwnerSize(): void {
    const owner = this.owner();
    if (!owner || this.fits(owner)) return;
    this.batch.flush();
    this.terminal.resize(owner.size);
    // The headless terminal has reflowed its lines; the viewers' alternate screens have not.
    this.rejoin();
  }

  private fits(viewer: Viewer): boolean {
    return sameViewSize(viewer.size, this.terminal.size());
  }

  /** One state at one offset: what came before is in it, what comes after follows it. */
  private join(viewers: readonly Viewer[]): void {
    if (viewers.length === 0) return;
    this.batch.flush();
    for (const viewer of viewers) viewer.wait(this.resumes.ring.end);
    const numbers = viewers.map((viewer) => viewer.joinNumber);
    this.terminal.whenParsed(() => {
      viewers.forEach((viewer, index) => {
        if (viewer.joinNumber !== numbers[index] || viewer.state !== 'waiting') return;
        viewer.begin(this.terminal.state(viewer.size), this.terminal.facts(), !this.fits(viewer));
      });
    });
  }

  private drained(viewer: Viewer): void {
    this.crowd.ease();
    if (viewer.state === 'overflowed') this.catchUp(viewer);
    else if (viewer.state === 'mirroring') this.mirrors.drained();
  }

  /** What it was not sent, where that is kept: a line that was silent for a while loses nothing. */
  private catchUp(viewer: Viewer): void {
    this.batch.flush();
    const missed = this.fits(viewer) && viewer.toldUpTo !== null ? this.resumes.missed(viewer.toldUpTo) : null;
    if (missed === null) this.join([viewer]);
    else viewer.goOn(missed, this.resumes.ring.end);
  }
}
