// The input segments of a run as the content of an ACP prompt.
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ContentBlock } from '@agentclientprotocol/sdk';
import { fileRefPath, inputText } from '../../protocol/logEntry';
import { mentionedFiles } from './mentionedFiles';

export interface PromptPlace {
  /** Absolute; paths are meant from there. */
  readonly cwd: string;
  /** The agent looks at pictures. */
  readonly takesImages: boolean;
}

const IMAGE_TYPES: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
};
/** Models take no larger pictures; such a file goes as a link. */
const MAX_IMAGE_BYTES = 5 * 1024 * 1024;

/**
 * Text of neighbouring segments becomes one block; a file, also one that a text mentions as `@path`, becomes a link (every
 * agent takes both), or a picture. Empty: there is nothing to ask.
 */
export function promptContent(input: readonly unknown[], place: PromptPlace): ContentBlock[] {
  const blocks: ContentBlock[] = [];
  const say = (text: string): void => {
    const last = blocks.at(-1);
    if (last?.type === 'text') last.text += text;
    else if (text !== '') blocks.push({ type: 'text', text });
  };
  for (const data of input) {
    const file = fileRefPath(data);
    if (file !== null) blocks.push(fileBlock(file, place));
    else {
      for (const part of mentionedFiles(inputText([data]), place.cwd)) {
        if (part.kind === 'text') say(part.text);
        else blocks.push(fileBlock(part.file, place));
      }
    }
  }
  const isBlank = blocks.every((block) => block.type === 'text' && block.text.trim() === '');
  return isBlank ? [] : blocks;
}

function fileBlock(file: string, { cwd, takesImages }: PromptPlace): ContentBlock {
  const full = path.resolve(cwd, file);
  const uri = pathToFileURL(full).href;
  const mimeType = IMAGE_TYPES[path.extname(file).toLowerCase()];
  const picture = takesImages && mimeType !== undefined ? pictureData(full) : null;
  if (picture === null || mimeType === undefined) return { type: 'resource_link', name: file, uri };
  return { type: 'image', mimeType, data: picture, uri };
}

/** Base64; null: it is no file of a picture's size. */
function pictureData(file: string): string | null {
  try {
    const stats = statSync(file);
    return stats.isFile() && stats.size <= MAX_IMAGE_BYTES ? readFileSync(file).toString('base64') : null;
  } catch {
    return null;
  }
}
