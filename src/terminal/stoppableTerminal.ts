// A terminal that is taken, and given back for as long as the job is stopped: by Ctrl+Z, or from outside.
import { AskedStop } from './askedStop';
import type { EndSignal } from './endingSignals';
import { stopJob } from './foreground';
import { rawAgain, type TakenTerminal, type TtyInput, type TtyOutput, takeTerminal } from './takeTerminal';

interface StoppablePort {
  readonly input: TtyInput;
  readonly output: TtyOutput;
  /** Safe text. */
  readonly title: string;
  readonly keys: (typed: Buffer) => void;
  /** The terminal is ours again and blank: all that is to be seen is drawn anew. */
  readonly redraw: () => void;
  /** A signal that ends the process; everything is given back already. */
  readonly signalled: (signal: EndSignal) => void;
}

/** What is written while it stands aside is lost: a redraw follows. */
export class StoppableTerminal {
  private taken: TakenTerminal | null = null;
  private isClosed = false;
  private readonly onKeys = (typed: Buffer) => this.port.keys(typed);
  private readonly onStop = () => {
    const asked = new AskedStop();
    // Another process of the job may have stopped already.
    void this.standAside(() => (this.isClosed ? asked.drop() : asked.now()), 'toShell');
  };
  private readonly onGoOn = () => {
    rawAgain(this.port.input);
    void this.standAside(() => {});
  };

  constructor(private readonly port: StoppablePort) {}

  async open(): Promise<void> {
    const { input, output, title, signalled } = this.port;
    const taken = takeTerminal(input, output);
    this.taken = taken;
    await taken.ready;
    void taken.signalled.then(signalled);
    input.on('data', this.onKeys);
    input.resume();
    process.on('SIGTSTP', this.onStop).on('SIGCONT', this.onGoOn);
    taken.enterScreen(title);
  }

  write(bytes: Buffer): void {
    this.taken?.write(bytes);
  }

  /** As the terminal's driver does it at Ctrl+Z: the whole job stops, and this resolves when it goes on. */
  stop(): Promise<void> {
    return this.standAside(() => (this.isClosed ? undefined : stopJob()));
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.giveBack();
  }

  /** `stop` is over when we go on. */
  private async standAside(stop: () => void | Promise<void>, toShell?: 'toShell'): Promise<void> {
    if (this.taken === null) return;
    await this.giveBack(toShell);
    await stop();
    if (this.isClosed) return;
    await this.open();
    this.port.redraw();
  }

  private async giveBack(toShell?: 'toShell'): Promise<void> {
    const { taken } = this;
    this.taken = null;
    process.off('SIGTSTP', this.onStop).off('SIGCONT', this.onGoOn);
    this.port.input.off('data', this.onKeys);
    await taken?.giveBack(toShell);
  }
}
