// The text of ACP content: what a reader of the plain protocol can be shown of it.
import type { ContentBlock, ToolCallContent } from '@agentclientprotocol/sdk';

/** A block that is not text is named, so that nobody takes the answer for complete. */
export function contentText(block: ContentBlock): string {
  switch (block.type) {
    case 'text':
      return block.text;
    case 'resource_link':
      return `[${block.title ?? block.name}](${block.uri})`;
    case 'resource':
      return 'text' in block.resource ? block.resource.text : `[${block.resource.uri}]`;
    case 'image':
      return `[image: ${block.mimeType}]`;
    case 'audio':
      return `[audio: ${block.mimeType}]`;
  }
}

/** A tool call's content as text; a diff in the words of `diff -u`, without its context. */
export function toolContentText(content: readonly ToolCallContent[]): string {
  return content.map(partText).join('\n');
}

function partText(part: ToolCallContent): string {
  switch (part.type) {
    case 'content':
      return contentText(part.content);
    case 'diff':
      return [
        `--- ${part.oldText == null ? '/dev/null' : part.path}`,
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
