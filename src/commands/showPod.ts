// Attaches the user's terminal to a live Pod and says afterwards how that ended.
import { writeSync } from 'node:fs';
import os from 'node:os';
import { attachAmong } from '../actions/attachAmong';
import type { AttachedOthers } from '../actions/attachedScreen';
import type { AttachEnd } from '../actions/attachRequest';
import { attachEndText, attachTerminal, saidWith } from '../actions/attachTerminal';
import { commandName } from '../actions/commandName';
import type { TypedAhead } from '../actions/typedAhead';
import type { Dial } from '../client/dial';
import { dialSocket } from '../client/dialSocket';
import type { History } from '../history/history';
import type { WayToPod } from '../places/place';
import type { PodId } from '../podList/podId';
import { hostOf } from '../podList/podPlace';
import type { CommandContext } from './commandContext';
import type { FoundPod } from './foundPod';
import { print } from './printText';
import { reportFailure } from './reportFailure';
import { tellCalling } from './tellCalling';

export interface ShowRequest {
  readonly socketPath: string;
  /** As a command line calls it. */
  readonly podName: string;
  readonly readOnly: boolean;
  /** The way to it, where it is begun already. */
  readonly dial?: Dial;
  /** Of a Pod on another host; missing: it is on this machine. */
  readonly onHost?: FoundPod;
}

/** For a `ShowRequest`: to a Pod that answers at `socketPath`, wherever it is. */
export function wayTo({ entry, ...found }: FoundPod, socketPath: string): Pick<ShowRequest, 'socketPath' | 'onHost'> {
  if (hostOf(entry.id) === null) return { socketPath };
  return { socketPath, onHost: { ...found, entry: { ...entry, socketPath } } };
}

/** Both sides of a terminal are there. */
export function hasTerminal({ stdin, stdout }: CommandContext): boolean {
  return stdin.isTTY === true && stdout.isTTY === true;
}

/** A terminal on which a screen can be drawn. */
export function canShowPod(context: CommandContext): boolean {
  return hasTerminal(context) && context.env.TERM !== 'dumb';
}

/** The size for a new Pod: that of the terminal, where there is one. */
export function terminalSize({ stdout }: CommandContext): { cols: number; rows: number } {
  const within = (size: number | undefined, fallback: number) => Math.min(1000, size || fallback);
  return { cols: within(stdout.columns, 80), rows: within(stdout.rows, 24) };
}

/** @returns the exit code: 0 when the user left or the program ended, 128 + n after a signal. */
export function showPod(context: CommandContext, request: ShowRequest): Promise<number> {
  const { readOnly } = request;
  return attachAmong({
    first: { key: request.socketPath, pod: request },
    nextKey: context.config.nextKey,
    watch: (told) =>
      tellCalling(context.homes, ({ id, socketPath }) => ({ socketPath, podName: id.name, readOnly }), told),
    attach: async (pod, others, ahead) => {
      const end = await attachTo(context, pod, others, ahead);
      if (end.kind === 'next') return { go: 'on', typed: end.typed };
      // It has no terminal, but a conversation. Never from inside of it.
      if (end.kind !== 'not-eligible' || context.env.PODWATCH_SOCKET === pod.socketPath) {
        return { go: 'nowhere', end: sayEnd(context, saidWith(end, ahead), pod.podName) };
      }
      const { showConversation } = await import('./showConversation');
      // It is written to: what was typed meanwhile is read before what comes.
      const typed = ahead.take();
      if (typed.length > 0) context.stdin.unshift(typed);
      const shown = await showConversation(context, pod);
      return { go: 'back', end: shown ?? reportFailure(context, end) };
    },
  });
}

async function attachTo(
  context: CommandContext,
  pod: ShowRequest,
  others: AttachedOthers,
  ahead: TypedAhead,
): Promise<AttachEnd> {
  const { stdin: input, stdout: output, env, config } = context;
  const { detachKeys, historyKey: key, attachMouse: ownMouse, copyCommand } = config;
  const { podName, readOnly, onHost } = pod;
  const way = onHost === undefined ? localWay(pod) : onHost.place.dial(onHost.entry);
  if (way.kind !== 'done') return way;
  const { dial, socketPath, silence } = way;
  const read = () => historyOf(context, way, onHost?.entry.id ?? { place: null, name: podName });
  const history = { read, key, ownMouse, copyCommand };
  return attachTerminal({
    dial,
    socketPath,
    silence,
    podName,
    input,
    output,
    env,
    detachKeys,
    readOnly,
    history,
    others,
    ahead,
  });
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

function localWay({ socketPath, dial = dialSocket(socketPath) }: ShowRequest): { readonly kind: 'done' } & WayToPod {
  return { kind: 'done' as const, dial, socketPath };
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

async function historyOf(
  context: CommandContext,
  { dial, socketPath }: WayToPod,
  { place, name }: { readonly place: string | null; readonly name: string },
): Promise<History | null> {
  const { openPlaces } = await import('../places/openPlaces');
  const { attachedHistory } = await import('./attachedHistory');
  const places = openPlaces(context);
  const hosts = place === null || context.openHosts === null ? null : await context.openHosts();
  const placeOf = (id: PodId) => hosts?.placeOf(id) ?? places.all.find((each) => each.id === id.place) ?? null;
  const id = { place: place ?? places.own.id, name };
  return attachedHistory(placeOf, context.homes, { dial, socketPath, id });
}
