// A name for a new Pod that was given none: from the directory and the command.
import path from 'node:path';

/** Characters of either part at most. */
const MAX_PART = 24;

/** `web-npm`, `web-npm-2` …: the first that `isTaken` leaves. */
export function suggestedName(cwd: string, argv: readonly string[], isTaken: (name: string) => boolean): string {
  const parts = [namePart(path.basename(cwd)), namePart(commandWord(argv))].filter((part) => part !== '');
  const base = parts.join('-') || 'pod';
  for (let at = 1; ; at += 1) {
    const name = at === 1 ? base : `${base}-${at}`;
    if (!isTaken(name)) return name;
  }
}

/** What runs; of `npx` what it fetches. */
function commandWord(argv: readonly string[]): string {
  const [program = '', ...args] = argv;
  const word = path.basename(program);
  return word === 'npx' ? (args.find((arg) => !arg.startsWith('-')) ?? word) : word;
}

function namePart(text: string): string {
  return text
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, MAX_PART);
}
