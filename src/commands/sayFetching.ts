// Says that an agent is fetched before it starts, and how long that takes.
import type { FetchWatch } from '../actions/fetchMissing';
import { displayText } from '../cells/displayText';
import { complain, printStyled, type TextOutput } from './printText';

/** To the start of the line, and clear it. */
const ANEW = '\r\u001b[K';

/** `stderr` is opened when there is something to say. */
export function sayFetching(stderr: () => NodeJS.WritableStream, stdout: TextOutput): FetchWatch {
  const show = (text: string) => {
    if (stdout.isTTY === true) printStyled(stdout, `${ANEW}${text}`);
  };
  return {
    begins: (wanted) => {
      complain(stderr(), `npx fetches ${displayText(wanted)}, which is not here yet. That can take minutes.`);
      return { lasts: (seconds) => show(`${seconds} s …`), ended: () => show('') };
    },
  };
}
