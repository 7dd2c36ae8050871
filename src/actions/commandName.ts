// A Pod's name as a word of a command line that an error tells the user to type.
import { displayName } from '../cells/displayText';

/** Quoted for a POSIX shell where it must be. A name that cannot be printed is shown, not typed. */
export function commandName(podName: string): string {
  if (/^[\w@%+=:,.\p{L}\p{N}][\w@%+=:,./\p{L}\p{N}-]*$/u.test(podName)) return podName;
  return `'${displayName(podName).replaceAll("'", "'\\''")}'`;
}
