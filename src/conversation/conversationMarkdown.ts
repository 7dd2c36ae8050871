// A whole conversation as one Markdown text, for `logs` and for the clipboard.

import { firstLine } from '../cells/safeText';
import { type Block, type Conversation, EMPTY_CONVERSATION, type ToolBlock } from './conversation';
import { blockText, changeText } from './conversationText';
import { answeredText, toolArguments, toolSummary, toolTitle } from './toolText';

const TURN_WORDS = {
  finished: '---',
  limit: '*Stopped at the turn limit.*',
  paused: '*Paused.*',
  cancelled: '*Cancelled.*',
  interrupted: '*Interrupted.*',
};

/** Untrusted text, as it was said; empty for an empty conversation. */
export function conversationMarkdown(conversation: Conversation): string {
  return new MarkdownWriter().rest(conversation);
}

/** Writes a conversation out block by block as it grows; what has been given out is never taken back. */
export class MarkdownWriter {
  /** Blocks given out, and of which conversation. */
  private given = 0;
  private last: Conversation = EMPTY_CONVERSATION;
  private isAnswering = false;
  private isBegun = false;

  /** Further blocks that will no longer change; a block that may still change holds back those after it. */
  settled(conversation: Conversation): string {
    return this.write(conversation, true);
  }

  /** All further blocks. */
  rest(conversation: Conversation): string {
    return this.write(conversation, false);
  }

  /** The conversation was cut or rewritten: whatever differs from before has not been given out yet. */
  cut({ blocks }: Conversation): void {
    const isSame = (index: number): boolean => {
      const [before, now] = [this.last.blocks.at(index), blocks.at(index)];
      return before !== undefined && now !== undefined && blockMarkdown(before) === blockMarkdown(now);
    };
    let same = 0;
    while (same < this.given && isSame(same)) same += 1;
    this.given = same;
  }

  private write(conversation: Conversation, settledOnly: boolean): string {
    const { blocks } = conversation;
    const parts: string[] = [];
    this.last = conversation;
    for (; this.given < blocks.length; this.given += 1) {
      const block = blocks.at(this.given);
      if (block === undefined || (settledOnly && mayChange(block))) break;
      parts.push(...this.parts(block));
    }
    if (parts.length === 0) return '';
    const text = `${this.isBegun ? '\n' : ''}${parts.join('\n\n')}\n`;
    this.isBegun = true;
    return text;
  }

  /** One heading for the user's words, one for everything that the Pod answers. */
  private parts(block: Block): readonly string[] {
    const text = blockMarkdown(block).trim();
    if (text === '') return [];
    const answers =
      block.kind === 'assistant' || block.kind === 'tool' || block.kind === 'thinking' || block.kind === 'plan';
    const heading = answers && !this.isAnswering ? ['## Assistant'] : [];
    this.isAnswering = answers || (this.isAnswering && block.kind !== 'user' && block.kind !== 'turn');
    return [...heading, text];
  }
}

function mayChange(block: Block): boolean {
  if (block.kind === 'tool') return block.status === 'pending' || block.status === 'running';
  return (block.kind === 'assistant' || block.kind === 'thinking') && block.growing;
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
  const word = tool.status === 'failed' && tool.summary === null ? 'interrupted' : STATUS_WORDS[tool.status];
  const parts = [
    `**${toolTitle(tool)}** (${word}${summary === '' ? '' : `: ${summary}`})`,
    ...(tool.permission === null ? [] : [`*${answeredText(tool.permission)}*`]),
    ...tool.changes.map((change) => fenced(changeText(change), 'diff')),
  ];
  const given = toolArguments(tool);
  if (tool.changes.length === 0 && given.length > 0) {
    parts.push(fenced(given.map(({ name, value }) => (name === '' ? value : `${name}: ${value}`)).join('\n'), ''));
  }
  parts.push(...tool.nested.map(({ text }) => quoted(text.trim())));
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
