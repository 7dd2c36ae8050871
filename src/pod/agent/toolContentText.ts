// The text of what a tool call carries: what a reader of the plain protocol can be shown of it.
import type { ToolPart } from '../../protocol/agentContent';

/** A tool call's content as text; a diff in the words of `diff -u`, without its context. */
export function toolContentText(parts: readonly ToolPart[]): string {
  return parts.map(partText).join('\n');
}

function partText(part: ToolPart): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'diff':
      return [
        `--- ${part.oldText === null ? '/dev/null' : part.path}`,
        `+++ ${part.path}`,
        ...prefixed('-', part.oldText ?? ''),
        ...prefixed('+', part.newText),
      ].join('\n');
    case 'terminal':
      return `[terminal ${part.terminalId}]`;
  }
}

function prefixed(mark: string, text: string): string[] {
  if (text === '') return [];
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => mark + line);
}
