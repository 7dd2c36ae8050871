// Gives the user's terminal to a live Pod until the user detaches, the Pod ends, or the connection is lost.

import { displayName } from '../cells/displayText';
import { DialPatience, type DialSignal, dialUntil } from '../client/dial';
import type { PodPlace } from '../protocol/wireMethod';
import type { EndSignal } from '../terminal/endingSignals';
import { type TakenTerminal, takeTerminal } from '../terminal/takeTerminal';
import { type ActionFailure, failure } from './actionFailure';
import { circleFault, podAround } from './attachCircle';
import { AttachedScreen } from './attachedScreen';
import type { AttachEnd, AttachRequest } from './attachRequest';
import { attachWait } from './attachWait';
import { commandName } from './commandName';
import { converse } from './converse';
import { dialTerminal } from './dialTerminal';
import { sizeOf } from './sizeOf';
import type { TypedAhead } from './typedAhead';

/**
 * Shows the Pod's screen, then its raw output; what is typed goes to the Pod, except the detach key. The terminal stays
 * responsive and memory bounded however slow it is: then the Pod is made to wait, which drops to a fresh screen. A Pod that
 * lets us wait for its terminal can be left by a key.
 */
export async function attachTerminal(request: AttachRequest): Promise<AttachEnd> {
  const { input, output, lent } = request;
  const refusal = refusalOf(request);
  if (refusal !== null) return refusal;
  const leaving = new DialPatience();
  // The Pod gets its screen ready meanwhile.
  const reaching = reachPod(request, leaving);
  const hand = { terminal: takeTerminal(input, output, lent) };
  let end: AttachEnd | null = null;
  try {
    end = await attachIn(hand, request, reaching, leaving);
  } finally {
    await hand.terminal.giveBack(undefined, (typed) => end?.kind === 'next' && end.typed.put(typed));
  }
  const signal = await signalOf(hand.terminal);
  return signal === null ? end : { kind: 'signal', signal };
}

/** `hand`: who has the terminal in the end gives it back. */
async function attachIn(
  hand: { terminal: TakenTerminal },
  request: AttachRequest,
  reaching: ReturnType<typeof reachPod>,
  leaving: DialPatience,
): Promise<AttachEnd> {
  const { input, output, podName, lent } = request;
  const waited = await attachWait(request, hand.terminal, reaching);
  if (waited.kind === 'left') {
    leaving.abort();
    void reaching.then((late) => late.kind === 'done' && late.session.bytes.destroy());
    return waited.end;
  }
  if (waited.value.kind !== 'done') return waited.value;
  const { session } = waited.value;
  const { history = null, others = null, env } = request;
  const screen = new AttachedScreen({ podName, history, others, env });
  for (;;) {
    hand.terminal.enterScreen(displayName(podName));
    const end = await converse(request, hand.terminal, session, screen);
    if (end.kind !== 'aside') return end;
    await hand.terminal.giveBack(end.toShell);
    const signal = await signalOf(hand.terminal);
    if (signal !== null) {
      end.drop?.();
      screen.end();
      session.detach();
      return { kind: 'signal', signal };
    }
    await end.deed();
    hand.terminal = takeTerminal(input, output, lent);
    await hand.terminal.ready;
  }
}

/** What has come while the terminal was given back, which nobody else has heard; null: nothing. */
function signalOf({ signalled }: TakenTerminal): Promise<EndSignal | null> {
  return Promise.race([signalled, null]);
}

/** Never rejects. `over`: nobody waits for it any more. */
async function reachPod(request: AttachRequest, over: DialSignal): ReturnType<typeof dialTerminal> {
  const { output, dial, opened, podName, readOnly, socketPath, extensions } = request;
  const inside = podAround(request.env);
  // Else the way is begun at once.
  const before = inside === null ? null : await circleOf(request, inside);
  if (before !== null) return before;
  const way = {
    dial: dialUntil(dial, over),
    opened,
    over,
    podName,
    readOnly,
    inside,
    isAway: socketPath === null,
    extensions,
  };
  const dialled = await dialTerminal({ ...sizeOf(output), ...way });
  if (dialled.kind !== 'done' || inside === null) return dialled;
  // The other side may have begun at the same moment; by now each of us is known to be a viewer.
  const circle = await circleOf(request, inside);
  if (circle === null) return dialled;
  dialled.session.detach();
  return circle;
}

/** A failure says too what was typed for the Pod, which nobody has got. */
export function saidWith<End extends AttachEnd>(end: End, ahead: TypedAhead): End {
  const lost = 'message' in end ? ahead.lostWords() : '';
  return 'message' in end && lost !== '' ? { ...end, message: `${end.message.replace(/\.$/, '')}. ${lost}` } : end;
}

/** One line for the user's own screen, afterwards. */
export function attachEndText(end: AttachEnd, podName: string): string {
  const name = displayName(podName);
  switch (end.kind) {
    case 'detached':
      return end.isEarly === true ? `[left ${name}, which had not given its terminal yet]` : `[detached from ${name}]`;
    case 'next':
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
    return failure('usage', `"${name}" cannot be shown in a terminal of the kind "dumb" (TERM=dumb). ${advice}`);
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
