// Gives the user's terminal to a live Pod until the user detaches, the Pod ends, or the connection is lost.

import { displayName } from '../cells/displayText';
import type { TerminalSize } from '../cells/terminalSize';
import type { Dial } from '../client/dial';
import type { PodExit } from '../protocol/terminalFrame';
import type { PodPlace } from '../protocol/wireMethod';
import type { DetachKey } from '../terminal/detachKey';
import { DetachScanner } from '../terminal/detachScanner';
import type { EndSignal } from '../terminal/endingSignals';
import { type TakenTerminal, type TtyInput, type TtyOutput, takeTerminal } from '../terminal/takeTerminal';
import { type ActionFailure, failure } from './actionFailure';
import { circleFault, podAround } from './attachCircle';
import { commandName } from './commandName';
import { dialTerminal, type TerminalSession } from './dialTerminal';
import { type AttachedHistory, HistoryOverAttach } from './historyOverAttach';

export interface AttachRequest {
  readonly podName: string;
  readonly dial: Dial;
  /** Where the Pod is on this machine; null where it is not. */
  readonly socketPath: string | null;
  /** The user's terminal; nobody else may read or write it meanwhile. */
  readonly input: TtyInput;
  readonly output: TtyOutput;
  readonly detachKey: DetachKey;
  /** Shows everything, sends nothing, and never resizes the Pod. */
  readonly readOnly: boolean;
  /** What the Pod has printed, to be scrolled back in; missing: nothing can be read. */
  readonly history?: AttachedHistory;
  /** Tells whether we run inside a Pod ourselves (`PODWATCH_SOCKET`). */
  readonly env: NodeJS.ProcessEnv;
}

/** How an attach ended. `signal`: this process was told to end; the terminal is as it was found in every case. */
export type AttachEnd =
  | { readonly kind: 'detached' }
  | { readonly kind: 'exited'; readonly exit: PodExit }
  | { readonly kind: 'lost'; readonly reason: string }
  | { readonly kind: 'signal'; readonly signal: EndSignal }
  | ActionFailure;

/**
 * Shows the Pod's screen, then its raw output; what is typed goes to the Pod, except the detach key. The terminal stays
 * responsive and memory bounded however slow it is: then the Pod is made to wait, which drops to a fresh screen.
 */
export async function attachTerminal(request: AttachRequest): Promise<AttachEnd> {
  const { input, output, dial, podName, readOnly } = request;
  const inside = podAround(request.env);
  const refusal = refusalOf(request) ?? (await circleOf(request, inside));
  if (refusal !== null) return refusal;
  // The Pod gets its screen ready meanwhile.
  const dialling = dialTerminal({ ...sizeOf(output), dial, podName, readOnly, inside });
  const terminal = takeTerminal(input, output);
  try {
    const [dialled] = await Promise.all([dialling, terminal.ready]);
    if (dialled.kind !== 'done') return dialled;
    // The other side may have begun at the same moment; by now each of us is known to be a viewer.
    const circle = await circleOf(request, inside);
    if (circle !== null) {
      dialled.session.detach();
      return circle;
    }
    terminal.enterScreen(displayName(podName));
    return await converse(request, terminal, dialled.session);
  } finally {
    await terminal.giveBack();
  }
}

/** One line for the user's own screen, afterwards. */
export function attachEndText(end: AttachEnd, podName: string): string {
  const name = displayName(podName);
  switch (end.kind) {
    case 'detached':
      return `[detached from ${name}]`;
    case 'exited':
      if (end.exit.signal !== null) return `[${name} was killed by ${end.exit.signal}]`;
      return end.exit.code === null ? `[${name} exited]` : `[${name} exited with code ${end.exit.code}]`;
    case 'lost':
      return `[lost ${name}: ${end.reason}]`;
    case 'signal':
      return `[detached from ${name} by ${end.signal}]`;
    default:
      return end.message;
  }
}

function refusalOf({ input, output, env, socketPath, podName }: AttachRequest): ActionFailure | null {
  const name = displayName(podName);
  if (!input.isTTY || !output.isTTY) {
    return failure('usage', `Attaching to "${name}" needs a terminal as standard input and output.`);
  }
  if (env.TERM === 'dumb') {
    const advice = `What it has printed: podwatch logs ${commandName(podName)}`;
    return failure('failed', `"${name}" cannot be shown in a terminal of the kind "dumb" (TERM=dumb). ${advice}`);
  }
  if (socketPath !== null && env.PODWATCH_SOCKET === socketPath) {
    return failure('not-eligible', `This terminal runs inside the Pod "${name}": it cannot be attached to itself.`);
  }
  return null;
}

/** Two Pods that show each other, through however many, would draw each other for ever. */
async function circleOf(
  { socketPath, podName }: AttachRequest,
  inside: PodPlace | null,
): Promise<ActionFailure | null> {
  if (inside === null || socketPath === null) return null;
  const fault = await circleFault({ podName, target: socketPath, inside }, 'terminal');
  return fault === null ? null : failure('failed', fault);
}

/** Some pseudo-terminals say 0×0. */
function sizeOf(output: TtyOutput): TerminalSize {
  const within = (size: number, fallback: number) => Math.min(1000, size >= 1 ? size : fallback);
  return { cols: within(output.columns, 80), rows: within(output.rows, 24) };
}

/** Bytes both ways until one side ends it. Every listener is gone afterwards. */
function converse(request: AttachRequest, terminal: TakenTerminal, session: TerminalSession): Promise<AttachEnd> {
  const { input, output, detachKey, readOnly } = request;
  const { bytes } = session;
  return new Promise((resolve) => {
    const scanner = new DetachScanner(detachKey, {
      forward: (typed) => {
        if (readOnly || bytes.write(typed)) return;
        input.pause();
        bytes.once('drain', () => input.resume());
      },
      detach: () => finish({ kind: 'detached' }),
    });
    const history =
      request.history &&
      overAttach(request.history, { terminal, session, output, type: (typed) => scanner.push(typed) });
    const pass = (typed: Buffer) => {
      if (isOver) return;
      if (history?.isShown && typed.includes(detachKey.byte)) finish({ kind: 'detached' });
      else scanner.push(history?.take(typed) ?? typed);
    };
    const onInput = (chunk: Buffer | string) => terminal.typed(Buffer.from(chunk), pass);
    const onOutput = (chunk: Buffer) => {
      // What is to be seen when the history is left comes as a whole screen then.
      if (history?.isShown) return;
      if (!terminal.write(chunk)) bytes.pause();
    };
    const onDrain = () => bytes.resume();
    const onResize = () => {
      if (!readOnly) session.resize(sizeOf(output));
      history?.resized();
    };
    const onEnd = () => finish(session.end());
    const onHangUp = () => finish({ kind: 'lost', reason: 'the terminal has gone' });
    let isOver = false;
    const finish = (end: AttachEnd) => {
      if (isOver) return;
      isOver = true;
      scanner.dispose();
      history?.end();
      input.off('data', onInput).off('end', onHangUp).off('close', onHangUp);
      output.off('drain', onDrain).off('resize', onResize);
      bytes.removeAllListeners();
      if (end.kind === 'detached' || end.kind === 'signal') session.detach();
      else bytes.destroy();
      resolve(end);
    };
    bytes.on('data', onOutput).on('end', onEnd).on('error', onEnd);
    input.on('data', onInput).on('end', onHangUp).on('close', onHangUp);
    output.on('drain', onDrain);
    output.on('resize', onResize);
    terminal.signalled.then((signal) => finish({ kind: 'signal', signal }));
    // The size may have changed while we dialled.
    if (!readOnly) onResize();
    input.resume();
  });
}

interface AttachedSides {
  readonly terminal: TakenTerminal;
  readonly session: TerminalSession;
  readonly output: TtyOutput;
  readonly type: (typed: Buffer) => void;
}

function overAttach(source: AttachedHistory, { terminal, session, output, type }: AttachedSides): HistoryOverAttach {
  const write = (bytes: string) => void terminal.write(Buffer.from(bytes));
  return new HistoryOverAttach(source, { session, size: () => sizeOf(output), write, type });
}
