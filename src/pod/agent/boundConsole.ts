// The protocol library complains on console.error about each message it cannot use: kept, but not without end.

/** Lines of it in the life of the process. */
const MAX_LINES = 200;

/** Its file is the stderr of the Pod process; an agent that sends rubbish must not fill the disk with it. */
export function boundConsole(): void {
  const write = console.error;
  let lines = 0;
  console.error = (...words: unknown[]) => {
    lines++;
    if (lines <= MAX_LINES) write(...words);
    if (lines === MAX_LINES) write('No more of these are written.');
  };
}
