// How a command says that it did not succeed: the reason on stderr, and the exit code that scripts read.
import type { ActionFailure, FailureKind } from '../actions/actionFailure';
import type { CommandContext } from './commandContext';
import { complain } from './printText';

const EXIT_CODES: Readonly<Record<FailureKind, number>> = {
  failed: 1,
  timeout: 1,
  usage: 2,
  'not-found': 3,
  'not-eligible': 4,
};

/** @returns the exit code. */
export function reportFailure({ stderr }: Pick<CommandContext, 'stderr'>, { kind, message }: ActionFailure): number {
  complain(stderr, message);
  return EXIT_CODES[kind];
}
