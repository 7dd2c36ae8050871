// Why the connection of an attached terminal has ended, in words.
import { errnoOf, errorText } from '../store/fileErrors';

export const GONE = 'its process has gone';

/** Which of them a killed process leaves depends on what was on its way. */
export function lossReason(error: unknown): string {
  const errno = errnoOf(error);
  return errno === 'ECONNRESET' || errno === 'EPIPE' ? GONE : errorText(error);
}
