// The listeners of the signals that end a process: one set, which may go from who has the terminal to who has it next.
import { ENDING_SIGNALS, type EndSignal } from './endingSignals';

type Answer = (signal: EndSignal) => void;

let answer: Answer | null = null;
/** Listened to now. */
let answered: readonly EndSignal[] = [];
/** Runs while nobody has taken them over yet. */
let ending: NodeJS.Immediate | null = null;

/**
 * `own` is called with each signal that nobody else listens to, from now on; nothing is changed where somebody has them. To
 * listen costs a kernel's and a library's record for each of them, which those that were left for the next are spared.
 */
export function answerSignals(own: Answer): void {
  if (answer !== null) return;
  answer = own;
  if (ending !== null) clearImmediate(ending);
  else {
    // One that somebody else answers ends nothing.
    answered = ENDING_SIGNALS.filter((signal) => process.listenerCount(signal) === 0);
    for (const signal of answered) process.on(signal, onSignal);
  }
  ending = null;
}

/** `own` is not called any more. `forNext`: somebody else will answer them in this turn; if not, they are let go in the next one. */
export function leaveSignals(own: Answer, forNext: boolean): void {
  if (answer !== own) return;
  answer = null;
  if (forNext) ending = setImmediate(letGo);
  else letGo();
}

function letGo(): void {
  ending = null;
  for (const signal of answered) process.off(signal, onSignal);
  answered = [];
}

function onSignal(name: NodeJS.Signals): void {
  const signal = answered.find((each) => each === name);
  if (signal === undefined) return;
  if (answer !== null) {
    answer(signal);
    return;
  }
  // Between two of ours: it does what it does without us.
  const isOurs = process.listenerCount(name) === 1;
  if (ending !== null) clearImmediate(ending);
  letGo();
  if (isOurs) process.kill(process.pid, name);
}
