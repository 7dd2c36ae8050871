// Opens the user's terminal for the dashboard, where it can show one.
import type { ReadStream, WriteStream } from 'node:tty';
import { isInForeground, stopInBackground } from '../../terminal/foreground';
import type { TerminalScreen } from '../loop/terminalScreen';
import { BlessedTerminalScreen, type TerminalScreenOptions } from './blessedTerminalScreen';

/** `message`: one sentence for the user. */
export type OpenedTerminal =
  | { readonly kind: 'open'; readonly screen: TerminalScreen }
  | { readonly kind: 'unavailable'; readonly message: string };

const PLAIN_WAY = 'What it shows, as text: podwatch ls';

function unavailableReason(options: TerminalScreenOptions, input: ReadStream, output: WriteStream): string | null {
  if (!input.isTTY) return `The dashboard needs a terminal, and standard input is none. ${PLAIN_WAY}`;
  if (!output.isTTY) return `The dashboard needs a terminal, and standard output is none. ${PLAIN_WAY}`;
  if (options.env.TERM === 'dumb') {
    return `The dashboard cannot be shown with TERM=dumb. ${PLAIN_WAY}`;
  }
  if (!isInForeground()) {
    return 'The dashboard needs its terminal, which another job of the shell has: start it without `&`, or use `fg`.';
  }
  return null;
}

/**
 * Takes the terminal (default: this process's) until `close`. A terminal that cannot show the screen is an expected
 * failure and comes back as a sentence.
 */
export function openTerminalScreen(options: TerminalScreenOptions): OpenedTerminal {
  const input = options.input ?? process.stdin;
  const output = options.output ?? process.stdout;
  if (options.exitOnSignals !== false) stopInBackground();
  const message = unavailableReason(options, input, output);
  if (message !== null) return { kind: 'unavailable', message };
  return { kind: 'open', screen: new BlessedTerminalScreen(input, output, options) };
}
