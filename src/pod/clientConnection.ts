// One connection of a client: events out and methods in, line by line, until it asks to become an attached terminal.
import type { Socket } from 'node:net';
import { encodeLine, LineDecoder } from '../protocol/lineDecoder';
import type { ResumeAnswer } from '../protocol/resume';
import type { ResumeRequest } from '../protocol/resumeRequest';
import type { ScrollbackPart } from '../protocol/screenUpdate';
import type { ViewSize } from '../protocol/terminalFrame';
import { type PodPlace, parseWireMethod, type WireMethod } from '../protocol/wireMethod';
import { EventWriter } from './eventWriter';
import { ScreenWatch, type WatchedScreen } from './screenWatch';

/** The largest request: a long text to type. */
const MAX_REQUEST_BYTES = 16 * 1024 * 1024;
/** A client that floods us is read in slices of so long, ms, so that the program and all others are served in between. */
const SLICE_MS = 8;
const NO_TERMINAL = 'this Pod has no terminal; it speaks the live protocol';

/** What a connection asks of its Pod. */
export interface ClientPort {
  /** The snapshot and what must come before it; `missing`: to a client for which something was left out, else null. */
  greeting(missing: ClientConnection | null): readonly object[];
  /** A method without an answer of its own kind; what it says goes to this client or to all. */
  call(method: PlainMethod, client: ClientConnection): void;
  /** Null: this Pod has no terminal. */
  readonly terminal: TerminalPort | null;
  closed(client: ClientConnection): void;
}

/** Who wants to watch, or to type. */
export interface ViewerRequest {
  readonly size: ViewSize;
  readonly readOnly: boolean;
  /** The Pod that its own terminal is in; null: none. */
  readonly inside: PodPlace | null;
  /** It may come back after a cut, or has; missing: it cannot. */
  readonly resume?: ResumeRequest | undefined;
}

export interface TerminalPort {
  /** What a viewer is told before it is attached; null: nothing more than the size. */
  resumed(viewer: ViewerRequest): ResumeAnswer | null;
  attach(socket: Socket, viewer: ViewerRequest, rest: Buffer): void;
  watchedScreen(): WatchedScreen;
  scrollback(from: number, count: number): ScrollbackPart;
}

export type PlainMethod = Exclude<
  WireMethod,
  { method: 'attach_terminal' | 'watch_screen' | 'unwatch_screen' | 'read_scrollback' }
>;

type AttachParams = Extract<WireMethod, { method: 'attach_terminal' }>['params'];
type WatchParams = Extract<WireMethod, { method: 'watch_screen' }>['params'];

export class ClientConnection {
  private readonly lines = new LineDecoder(MAX_REQUEST_BYTES);
  private readonly writer: EventWriter;
  private watch: ScreenWatch | null = null;
  private watchedInside: PodPlace | null = null;
  private nextSlice: NodeJS.Immediate | null = null;
  private asked = false;
  private readonly onData = (chunk: Buffer) => this.receive(chunk);
  private readonly onDrain = () => this.watch?.drained();
  private readonly onClose = () => this.leave();
  private readonly onEnd = () => this.end();

  constructor(
    private readonly socket: Socket,
    private readonly port: ClientPort,
  ) {
    // A client that is gone is told by `close`, which always follows.
    socket.on('error', () => {});
    socket.on('data', this.onData);
    socket.on('drain', this.onDrain);
    socket.on('end', this.onEnd);
    socket.once('close', this.onClose);
    this.writer = new EventWriter(socket, () => port.greeting(this));
    this.writer.greet(port.greeting(null));
  }

  /** It has said something that means something. */
  get hasAsked(): boolean {
    return this.asked;
  }

  /** The Pod in which it shows our screen, e.g. as a tile; null: it does not, or it is in none. */
  get shownIn(): PodPlace | null {
    return this.watchedInside;
  }

  /** A client that does not read is let go. */
  send(event: object): void {
    this.sendLine(Buffer.from(encodeLine(event), 'utf8'));
  }

  /** One event, encoded once for all clients. */
  sendLine(line: Buffer): void {
    this.writer.send(line);
  }

  /** The cells, the title or the size have changed. */
  screenChanged(): void {
    this.watch?.changed();
  }

  end(): void {
    this.writer.flush();
    this.socket.end();
  }

  destroy(): void {
    this.socket.destroy();
  }

  private receive(chunk: Buffer): void {
    this.lines.push(chunk);
    if (this.nextSlice === null) this.read();
  }

  private read(): void {
    const until = performance.now() + SLICE_MS;
    for (let next = this.lines.nextLine(); next !== null; next = this.lines.nextLine()) {
      if (next === 'overflow') {
        this.invalid(`a request may have at most ${MAX_REQUEST_BYTES} bytes`);
        this.socket.destroy();
        return;
      }
      const method = parseWireMethod(next.line);
      if (!method.ok) this.invalid(`unknown or malformed method: ${method.error}`);
      else if (this.dispatch(method.value)) return;
      if (this.socket.destroyed) return;
      if (performance.now() < until) continue;
      this.socket.pause();
      this.nextSlice = setImmediate(() => {
        this.nextSlice = null;
        this.read();
      });
      return;
    }
    if (this.socket.isPaused()) this.socket.resume();
  }

  /** True: the connection carries frames now. */
  private dispatch(method: WireMethod): boolean {
    const { terminal } = this.port;
    this.asked = true;
    switch (method.method) {
      case 'attach_terminal':
        if (terminal) this.becomeTerminal(terminal, method.params);
        else this.invalid(NO_TERMINAL);
        return terminal !== null;
      case 'watch_screen':
        if (terminal) this.startWatch(terminal, method.params);
        else this.invalid(NO_TERMINAL);
        break;
      case 'read_scrollback': {
        const { from, count } = method.params;
        if (terminal) this.send({ event: 'scrollback', data: terminal.scrollback(from, count) });
        else this.invalid(NO_TERMINAL);
        break;
      }
      case 'unwatch_screen':
        this.stopWatch();
        break;
      default:
        this.port.call(method, this);
    }
    return false;
  }

  invalid(message: string, requestId: string | null = null): void {
    this.send({
      event: 'error',
      data: { code: 'invalid_request', message, ...(requestId && { request_id: requestId }) },
    });
  }

  private startWatch(terminal: TerminalPort, { max_fps: maxFps, scrolls, inside }: WatchParams): void {
    this.stopWatch();
    this.watchedInside = inside ?? null;
    this.watch = new ScreenWatch(
      {
        read: () => terminal.watchedScreen(),
        // Not counted as an event: it waits by itself until the client has taken the last one.
        send: (line) => this.writer.sendUncounted(line),
        isReady: () => this.writer.isIdle,
      },
      maxFps,
      scrolls === true,
    );
  }

  private stopWatch(): void {
    this.watch?.stop();
    this.watch = null;
    this.watchedInside = null;
  }

  /** From here on the connection carries frames, and is no client of events any more. */
  private becomeTerminal(terminal: TerminalPort, params: AttachParams): void {
    this.stopWatch();
    this.socket.off('data', this.onData);
    this.socket.off('drain', this.onDrain);
    this.socket.off('end', this.onEnd);
    this.socket.off('close', this.onClose);
    const size = { cols: params.cols, rows: params.rows };
    const viewer = { size, readOnly: params.read_only, inside: params.inside ?? null, resume: params.resume };
    this.send({ event: 'terminal_attached', data: { ...size, ...terminal.resumed(viewer) } });
    this.writer.flush();
    this.port.closed(this);
    if (this.socket.isPaused()) this.socket.resume();
    terminal.attach(this.socket, viewer, this.lines.takeRest());
  }

  private leave(): void {
    if (this.nextSlice) clearImmediate(this.nextSlice);
    this.nextSlice = null;
    this.writer.stop();
    this.stopWatch();
    this.port.closed(this);
  }
}
