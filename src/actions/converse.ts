// Bytes both ways between the user's terminal and a live Pod, until one side ends it.
import { AskedStop } from '../terminal/askedStop';
import { DetachScanner } from '../terminal/detachScanner';
import { rawAgain, type TakenTerminal } from '../terminal/takeTerminal';
import type { ActionFailure } from './actionFailure';
import type { AttachedScreen } from './attachedScreen';
import type { AttachEnd, AttachRequest } from './attachRequest';
import { CutLine } from './cutLine';
import { sizeOf } from './sizeOf';
import type { TerminalSession } from './terminalSession';
import { TypedAhead } from './typedAhead';

/** The terminal is wanted for something else; the session goes on. */
interface Aside {
  readonly kind: 'aside';
  readonly deed: () => Promise<void>;
  /** Another process of the job may have stopped already. */
  readonly toShell?: 'toShell';
  /** Instead of `deed`, where we end before it. */
  readonly drop?: () => void;
}

type Conversed = Exclude<AttachEnd, ActionFailure> | Aside;

/** Every listener is gone afterwards. `screen`: goes on with the next call after `aside`. */
export function converse(
  request: AttachRequest,
  terminal: TakenTerminal,
  session: TerminalSession,
  screen: AttachedScreen,
): Promise<Conversed> {
  const { input, output, detachKeys, readOnly, ahead } = request;
  const { bytes } = session;
  return new Promise((resolve) => {
    const scanner = new DetachScanner(detachKeys, {
      forward: (typed) => {
        if (readOnly || session.type(typed)) return;
        input.pause();
        bytes.once('drain', () => input.resume());
      },
      detach: () => finish({ kind: 'detached' }),
    });
    /** For the next Pod; null: it goes to none. */
    let behind: TypedAhead | null = null;
    const pass = (typed: Buffer) => {
      if (!isOver) screen.take(typed);
      else behind?.put(typed);
    };
    const onInput = (chunk: Buffer | string) =>
      terminal.typed(typeof chunk === 'string' ? Buffer.from(chunk) : chunk, pass);
    const onOutput = (chunk: Buffer) => {
      // What is to be seen when the history is left comes as a whole screen then.
      if (screen.isShown) return;
      if (!terminal.write(chunk)) bytes.pause();
      screen.wrote(chunk);
    };
    const onDrain = () => bytes.resume();
    const onResize = () => {
      if (!readOnly) session.resize(sizeOf(output));
      screen.resized();
    };
    const onEnd = () => finish(session.end());
    // Asked to stop from outside: the shell has its terminal meanwhile, and what stands here is drawn anew then.
    const onStop = () => {
      const asked = new AskedStop();
      finish({
        kind: 'aside',
        deed: async () => {
          await asked.now();
          session.redraw();
        },
        drop: () => asked.drop(),
        toShell: 'toShell',
      });
    };
    const onGoOn = () => {
      rawAgain(input);
      finish({ kind: 'aside', deed: async () => session.redraw() });
    };
    const onHangUp = () => finish({ kind: 'lost', reason: 'the terminal has gone' });
    let isOver = false;
    const finish = (end: Conversed) => {
      if (isOver) return;
      isOver = true;
      scanner.dispose();
      cutLine.stop();
      if (end.kind === 'aside') screen.pause();
      else screen.end();
      input.off('data', onInput).off('end', onHangUp).off('close', onHangUp);
      output.off('drain', onDrain).off('resize', onResize);
      process.off('SIGTSTP', onStop).off('SIGCONT', onGoOn);
      // Without a listener what comes would be lost.
      if (end.kind === 'aside') bytes.pause();
      bytes.off('data', onOutput).off('end', onEnd).off('error', onEnd).removeAllListeners('drain');
      if (end.kind === 'detached' || end.kind === 'next' || end.kind === 'signal') session.detach();
      else if (end.kind !== 'aside') bytes.destroy();
      resolve(end);
    };
    const cutLine = new CutLine(
      {
        podName: request.podName,
        session,
        size: () => sizeOf(output),
        write: (own) => {
          if (!screen.isShown) terminal.write(Buffer.from(own));
        },
      },
      request.silence,
    );
    if (bytes.readableEnded) {
      finish(session.end());
      return;
    }
    bytes.on('data', onOutput).on('end', onEnd).on('error', onEnd);
    input.on('data', onInput).on('end', onHangUp).on('close', onHangUp);
    output.on('drain', onDrain);
    output.on('resize', onResize);
    process.on('SIGTSTP', onStop).on('SIGCONT', onGoOn);
    terminal.signalled.then((signal) => finish({ kind: 'signal', signal }));
    screen.begin({
      session,
      size: () => sizeOf(output),
      write: (own) => void terminal.write(own),
      type: (typed) => scanner.push(typed),
      detachKeys,
      detach: () => finish({ kind: 'detached' }),
      next: (rest) => {
        behind = new TypedAhead();
        behind.put(rest);
        finish({ kind: 'next', typed: behind });
      },
      stepAside: (deed) => finish({ kind: 'aside', deed }),
    });
    bytes.resume();
    // The size may have changed while we dialled.
    if (!readOnly) onResize();
    ahead.pour(pass);
    input.resume();
  });
}
