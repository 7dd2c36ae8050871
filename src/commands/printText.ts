// The one way by which a command's text leaves it: whatever others have written in it is made safe for any terminal.
import { displayText } from '../cells/displayText';

/** What a command writes to: `isTTY` says whether a person looks at it. */
export type TextOutput = NodeJS.WritableStream & { readonly isTTY?: boolean };

const TAB = '    ';

/** Resolves once the output takes more: what a slow reader has not taken must not fill our memory. */
export async function untilTaken(output: TextOutput): Promise<void> {
  if (!('writableNeedDrain' in output && output.writableNeedDrain === true)) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      output.off('drain', done).off('close', done).off('error', done);
      resolve();
    };
    output.on('drain', done).on('close', done).on('error', done);
  });
}

/** Lines for people, each made safe, also where they go to a file or a pipe. */
export function print(output: TextOutput, text: string): void {
  output.write(`${safe(text)}\n`);
}

/** A fault or a hint on standard error: one line, whatever stands in it. */
export function complain(stderr: TextOutput, sentence: string): void {
  stderr.write(`podwatch: ${displayText(sentence)}\n`);
}

/** What is safe already, with colours of our own in it. */
export function printStyled(output: TextOutput, safeText: string): void {
  output.write(safeText);
}

/** Text of others for a program that asked for it: as it is in a file or a pipe, made safe on a terminal. */
export function printOriginal(output: TextOutput, text: string): void {
  output.write(output.isTTY ? safe(text) : text);
}

/** One JSON value and a line end. On a terminal whatever could act on it or hide is escaped, which leaves the value the same. */
export function printJson(output: TextOutput, value: unknown, indent?: number): void {
  const text = JSON.stringify(value, null, indent);
  output.write(`${output.isTTY ? escapedJson(text) : text}\n`);
}

/** Within JSON such characters stand in strings only: its own line breaks and blanks are left. */
function escapedJson(json: string): string {
  return json
    .split('\n')
    .map((line) =>
      Array.from(line, (character) => (displayText(character) === character ? character : escaped(character))).join(''),
    )
    .join('\n');
}

function escaped(character: string): string {
  return Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('');
}

function safe(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => displayText(line.replaceAll('\t', TAB)))
    .join('\n');
}
