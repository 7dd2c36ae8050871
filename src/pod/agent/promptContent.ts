// The input segments of a run as the content of an ACP prompt.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ContentBlock } from '@agentclientprotocol/sdk';
import { fileRefPath, inputText } from '../../protocol/logEntry';

/**
 * Text of neighbouring segments becomes one block; a file becomes a link (every agent takes both). `cwd` is absolute.
 * Empty: there is nothing to ask.
 */
export function promptContent(input: readonly unknown[], cwd: string): ContentBlock[] {
  const blocks: ContentBlock[] = [];
  for (const data of input) {
    const file = fileRefPath(data);
    if (file !== null) {
      const uri = pathToFileURL(path.resolve(cwd, file)).href;
      blocks.push({ type: 'resource_link', name: file, uri });
      continue;
    }
    const text = inputText([data]);
    const last = blocks.at(-1);
    if (last?.type === 'text') last.text += text;
    else if (text !== '') blocks.push({ type: 'text', text });
  }
  const isBlank = blocks.every((block) => block.type === 'text' && block.text.trim() === '');
  return isBlank ? [] : blocks;
}
