// A whole conversation as one Markdown text, for `logs` and for the clipboard.
import type { Block, Conversation, ToolBlock } from './conversation';
import { blockText, changeText } from './conversationText';
import { firstLine } from './safeText';
import { toolArguments, toolSummary, toolTitle } from './toolText';

const TURN_WORDS = {
  finished: '---',
  limit: '*Stopped at the turn limit.*',
  paused: '*Paused.*',
  cancelled: '*Cancelled.*',
};

/** Untrusted text, as it was said; each block ends in a blank line. Empty for an empty conversation. */
export function conversationMarkdown({ blocks }: Conversation): string {
  const parts: string[] = [];
  let isAnswering = false;
  for (const block of blocks) {
    const text = blockMarkdown(block).trim();
    if (text === '') continue;
    // One heading for the words of the user, one for all that the Pod says to them.
    const answers =
      block.kind === 'assistant' || block.kind === 'tool' || block.kind === 'thinking' || block.kind === 'plan';
    if (answers && !isAnswering) parts.push('## Assistant');
    isAnswering = answers || (isAnswering && block.kind !== 'user' && block.kind !== 'turn');
    parts.push(text);
  }
  return parts.length === 0 ? '' : `${parts.join('\n\n')}\n`;
}

function blockMarkdown(block: Block): string {
  switch (block.kind) {
    case 'user':
      return `## User\n\n${block.text}`;
    case 'assistant':
      return block.text;
    case 'plan':
      return `**Plan**\n\n${blockText(block)}`;
    case 'thinking':
      return block.text.trim() === '' ? '' : quoted(`*Thinking:* ${block.text.trim()}`);
    case 'system':
      return `**${firstLine(block.title)}**\n\n${fenced(block.text, '')}`;
    case 'error':
      return `**Error:** ${block.text}`;
    case 'notice':
      return `> **${block.level === 'info' ? 'Note' : block.level === 'warn' ? 'Warning' : 'Error'}:** ${block.text.replaceAll('\n', '\n> ')}`;
    case 'turn':
      return TURN_WORDS[block.result];
    case 'tool':
      return toolMarkdown(block);
  }
}

const STATUS_WORDS: Readonly<Record<ToolBlock['status'], string>> = {
  pending: 'pending',
  running: 'running',
  completed: 'done',
  failed: 'failed',
};

function toolMarkdown(tool: ToolBlock): string {
  const summary = toolSummary(tool);
  const parts = [
    `**${toolTitle(tool)}** (${STATUS_WORDS[tool.status]}${summary === '' ? '' : `: ${summary}`})`,
    ...tool.changes.map((change) => fenced(changeText(change), 'diff')),
  ];
  const given = toolArguments(tool);
  if (tool.changes.length === 0 && given.length > 0) {
    parts.push(fenced(given.map(({ name, value }) => (name === '' ? value : `${name}: ${value}`)).join('\n'), ''));
  }
  const isShown = tool.changes.length > 0 && /^--- /.test(tool.output ?? '');
  if (tool.output !== null && tool.output.trim() !== '' && !isShown) parts.push(fenced(tool.output, ''));
  return parts.join('\n\n');
}

/** The fence is longer than any in the text, so that nothing in it can end it. */
function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`{3,}/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text.replace(/\n$/, '')}\n${fence}`;
}

function quoted(text: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '>' : `> ${line}`))
    .join('\n');
}
