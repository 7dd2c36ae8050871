// A command as it would be typed into a shell, so that where each of its words ends can be seen.

const PLAIN_WORD = /^[\w@%+=:,./\p{L}\p{N}-]+$/u;

/** Words are quoted for a POSIX shell where they must be. Untrusted and of any length, as the words are. */
export function commandText(argv: readonly string[]): string {
  return argv.map((word) => (PLAIN_WORD.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ');
}
