// Attaches the user's terminal to a live Pod and says afterwards how that ended.
import { writeSync } from 'node:fs';
import os from 'node:os';
import { attachAmong } from '../actions/attachAmong';
import type { AttachedOthers } from '../actions/attachedScreen';
import type { AttachEnd } from '../actions/attachRequest';
import { attachEndText, attachTerminal } from '../actions/attachTerminal';
import { commandName } from '../actions/commandName';
import { dialSocket } from '../client/dialSocket';
import type { History } from '../history/history';
import type { PodId } from '../podList/types';
import type { CommandContext } from './commandContext';
import { print } from './printText';
import { reportFailure } from './reportFailure';
import { watchCalling } from './watchCalling';

export interface ShowRequest {
  readonly socketPath: string;
  readonly podName: string;
  readonly readOnly: boolean;
}

/** Both sides of a terminal are there. */
export function hasTerminal({ stdin, stdout }: CommandContext): boolean {
  return stdin.isTTY === true && stdout.isTTY === true;
}

/** The size for a new Pod: that of the terminal, where there is one. */
export function terminalSize({ stdout }: CommandContext): { cols: number; rows: number } {
  const within = (size: number | undefined, fallback: number) => Math.min(1000, size || fallback);
  return { cols: within(stdout.columns, 80), rows: within(stdout.rows, 24) };
}

/** @returns the exit code: 0 when the user left or the program ended, 128 + n after a signal. */
export function showPod(context: CommandContext, request: ShowRequest): Promise<number> {
  return attachAmong({
    first: { key: request.socketPath, pod: request },
    nextKey: context.config.nextKey,
    watch: (told) =>
      watchCalling(context.homes, ({ id, socketPath }) => ({ ...request, socketPath, podName: id.name }), told),
    attach: async (pod, others) => {
      const end = await attachTo(context, pod, others);
      if (end.kind === 'next') return { go: 'on', end: 0 };
      // It has no terminal, but a conversation. Never from inside of it.
      if (end.kind !== 'not-eligible' || context.env.PODWATCH_SOCKET === pod.socketPath) {
        return { go: 'nowhere', end: sayEnd(context, end, pod.podName) };
      }
      const { showConversation } = await import('./showConversation');
      const shown = await showConversation(context, pod);
      return { go: 'back', end: shown ?? reportFailure(context, end) };
    },
  });
}

function attachTo(context: CommandContext, pod: ShowRequest, others: AttachedOthers): Promise<AttachEnd> {
  const { stdin: input, stdout: output, env, config } = context;
  const { detachKey, historyKey: key, attachMouse: ownMouse, copyCommand } = config;
  const { socketPath, podName, readOnly } = pod;
  const read = () => historyOf(context, socketPath, podName);
  const history = { read, key, ownMouse, copyCommand };
  const dial = dialSocket(socketPath);
  return attachTerminal({ dial, socketPath, podName, input, output, env, detachKey, readOnly, history, others });
}

/** @returns the exit code. */
function sayEnd(context: CommandContext, end: Exclude<AttachEnd, { kind: 'next' }>, podName: string): number {
  const { stdout: output } = context;
  switch (end.kind) {
    case 'detached':
      print(output, attachEndText(end, podName));
      return 0;
    case 'exited': {
      const failed = end.exit.signal !== null || (end.exit.code ?? 0) !== 0;
      const hint = failed ? `\nIts last screen: podwatch logs ${commandName(podName)}` : '';
      print(output, attachEndText(end, podName) + hint);
      return 0;
    }
    case 'lost':
      print(output, attachEndText(end, podName));
      return 1;
    case 'signal':
      leaveBySignal(attachEndText(end, podName));
      return 128 + os.constants.signals[end.signal];
    default:
      return reportFailure(context, end);
  }
}

/** Past the stream: what waits in its queue must not reach the user's own screen. A dead terminal takes nothing. */
function leaveBySignal(text: string): void {
  try {
    writeSync(1, `${text}\n`);
  } catch {
    // Node checks at its end that it can restore the terminal, and aborts with a core dump where it is gone.
    process.kill(process.pid, 'SIGKILL');
  }
}

async function historyOf(context: CommandContext, socketPath: string, name: string): Promise<History | null> {
  const { openPlaces } = await import('../places/openPlaces');
  const { attachedHistory } = await import('./attachedHistory');
  const places = openPlaces(context);
  const placeOf = (id: PodId) => places.all.find((place) => place.id === id.place) ?? null;
  const id = { place: places.own.id, name };
  return attachedHistory(placeOf, context.homes, { dial: dialSocket(socketPath), socketPath, id });
}
