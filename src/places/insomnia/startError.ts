// What insomnia's own program says when a Pod does not start, and what its user can do about it.
import { commandName } from '../../actions/commandName';
import { displayText } from '../../cells/displayText';

/** Lines of a program that says no `error:`. */
const TAIL_LINES = 8;

interface Advice {
  readonly says: RegExp;
  /** A sentence; `found`: what `says` has found. */
  readonly advice: (podName: string, found: RegExpExecArray) => string;
}

const ADVICE: readonly Advice[] = [
  {
    says: /conflicts with pod [`']([^`']*)[`']/,
    advice: (_, [, other = '']) =>
      `Two Pods cannot write in one directory at a time: stop that one first (podwatch stop ${commandName(other)}).`,
  },
  {
    says: /segment not found/,
    advice: () => 'Its session log is gone: bring it back from a copy, or begin anew with insomnia.',
  },
  {
    says: /log corrupted at line \d+/,
    advice: (podName) =>
      `insomnia reads no log with such a line. What can be read of it: podwatch logs ${commandName(podName)}`,
  },
  {
    says: /no active session|no segment is materialized yet|has no entries to restore/,
    advice: () => 'It ended before its first turn, and there is nothing to go on with: begin anew with insomnia.',
  },
  {
    says: /serialization error|invalid resolved manifest snapshot/,
    advice: () =>
      'Its record or log was written by another version of insomnia: restore it with that one (INSOMNIA_POD_COMMAND).',
  },
  {
    says: /profile not found|no default profile|Lua profile|failed to (?:resolve|decode) Profile/,
    advice: () =>
      "insomnia's default profile is not there: look in its configuration directory, and at INSOMNIA_RESOURCE_DIR.",
  },
  {
    says: /pod state missing|pod metadata for .* was not found/,
    advice: () => 'Its record has been removed meanwhile: begin anew with insomnia.',
  },
  {
    says: /pods\.json/,
    advice: () => 'Its registry cannot be used. What is wrong with it, and what to do: podwatch doctor',
  },
  {
    says: /unknown provider|model configuration error|does not support this auth|failed to load (?:provider|model) catalog/,
    advice: () => 'Its model cannot be reached as it is set up: look into the configuration of insomnia.',
  },
  {
    says: /API key not provided/,
    advice: () => 'Set it in the environment that podwatch runs in, and restore the Pod again.',
  },
  {
    says: /pwd is not readable under the configured scope/,
    advice: (podName) => `Name a directory that it may read: podwatch restore ${commandName(podName)} --cwd DIR`,
  },
  {
    says: /already registered/,
    advice: () => 'Another process has that name and does not answer. Try again when it has come up, or has ended.',
  },
];

/** Another start of the same Pod has won: it answers soon. */
export function isStartedElsewhere(lines: readonly string[]): boolean {
  return errorLines(lines).some((line) => /already registered/.test(line));
}

/** Its own words whole, made safe, and what to do. */
export function startErrorText(podName: string, lines: readonly string[], how: string): string {
  const errors = errorLines(lines);
  if (errors.length === 0) {
    const tail = lines.filter((line) => line.trim() !== '').slice(-TAIL_LINES);
    const said =
      tail.length === 0 ? ' It said nothing.' : ` It said:\n${tail.map((line) => `  ${displayText(line)}`).join('\n')}`;
    return `insomnia's program ended before the Pod was ready (${how}).${said}`;
  }
  const text = errors.join(' ');
  const found = ADVICE.flatMap(({ says, advice }) => {
    const match = says.exec(text);
    return match === null ? [] : [advice(podName, match)];
  });
  const advice =
    found[0] ?? `To see more, try it by hand: insomnia-pod --pod ${commandName(podName)} --require-pod-state`;
  const said = errors.map(displayText).join(' ');
  return `insomnia says: ${said}${/[.!?]$/.test(said) ? '' : '.'} ${advice}`;
}

function errorLines(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => /^error:/i.test(line.trim())).map((line) => line.trim());
}
