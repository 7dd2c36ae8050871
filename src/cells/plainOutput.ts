// Output of a program as plain text: what a reader without a terminal would want of it.

/** A string to the terminal with its end, a sequence, or an escape alone; linear also where their ends are missing. */
const SEQUENCE =
  /\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b\[[0-?]*[ -/]*[@-~]?|\x1b[ -/]*[0-~]?|\x9b[0-?]*[ -/]*[@-~]?/g;
/** What no text holds. Line breaks, tabs and returns stay. */
const CONTROLS = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/g;

/** Without escape sequences; of a line that returned to its start, a progress bar, the last state. */
export function plainOutput(raw: string): string {
  const text = raw.includes('\x1b') || raw.includes('\x9b') ? raw.replace(SEQUENCE, '') : raw;
  return text
    .replace(/\r+\n/g, '\n')
    .split('\n')
    .map((line) => (line.includes('\r') ? overwritten(line) : line))
    .join('\n')
    .replace(CONTROLS, '');
}

/** What a terminal would show of a line that returned to its start. */
export function overwritten(line: string): string {
  const text = line.replace(/\r+$/, '');
  return text.slice(text.lastIndexOf('\r') + 1);
}
