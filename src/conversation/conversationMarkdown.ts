// A whole conversation as one Markdown text, for `logs` and for the clipboard.

import { firstLine } from '../cells/safeText';
import type { Block, Conversation, ToolBlock } from './conversation';
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

/** Late facts are looked for among so many blocks (a call's result, its changes), and some more. */
const LATE_BLOCKS = 300;
/** Who follows waits for the result of a call until so many blocks stand behind it; then it is told as it is, and again when it is over. */
const HELD_BLOCKS = 8;
/** What so much has been said after is given out as it stands, though its end may never be told. */
const OLD_BLOCKS = 5000;

/** Writes a conversation out block by block as it grows; what has been given out is never taken back. */
export class MarkdownWriter {
  /** Blocks given out, or known to have been. */
  private given = 0;
  /** What each of them was, where it may be told again. */
  private readonly told: number[] = [];
  private isTellingAgain = false;
  private isAnswering = false;
  private isBegun = false;
  /** Of calls that were given out before they were over. */
  private readonly unfinished = new Set<number>();

  /** @param follows somebody waits for what comes next; and the log may be cut and be told again from its start. */
  constructor(private readonly follows = false) {}

  /** Further blocks that will no longer change. One that may still change holds back those after it; from who follows, a call only some. */
  settled(conversation: Conversation): string {
    const held = this.follows ? conversation.blocks.length - HELD_BLOCKS : 0;
    return this.write(conversation, (block, index) => !mayChange(block) || (block.kind === 'tool' && index < held));
  }

  /** Further blocks of which nothing new can be told, whatever the log goes on with: to be called while it is read. */
  past(conversation: Conversation): string {
    const { blocks, fold } = conversation;
    const late = Math.min(blocks.length - LATE_BLOCKS, fold.run?.at ?? blocks.length);
    const old = blocks.length - OLD_BLOCKS;
    return this.write(conversation, (block, index) => index < old || (index < late && !mayChange(block)));
  }

  /** All further blocks. */
  rest(conversation: Conversation): string {
    return this.write(conversation, () => true);
  }

  /** The same without what nobody asks for any more: the blocks given out, as far as no late fact belongs to them. */
  withoutPast(conversation: Conversation): Conversation {
    const { blocks } = conversation;
    return { ...conversation, blocks: blocks.forgetting(Math.min(this.given, blocks.length - LATE_BLOCKS)) };
  }

  /** The conversation begins anew: what is told again as it was before is not given out again. */
  anew(): void {
    this.given = 0;
    this.isTellingAgain = true;
  }

  /** All has been told again: whatever differs from before has not been given out yet. */
  toldAgain({ blocks }: Conversation): void {
    while (this.isKnown(blocks.at(this.given))) this.given += 1;
    this.told.length = this.given;
    for (const index of this.unfinished) if (index >= this.given) this.unfinished.delete(index);
    this.isTellingAgain = false;
  }

  private write(conversation: Conversation, isReady: (block: Block, index: number) => boolean): string {
    const { blocks } = conversation;
    const parts = this.finishedParts(blocks);
    for (; this.given < blocks.length; this.given += 1) {
      const block = blocks.at(this.given);
      if (block === undefined || !isReady(block, this.given)) break;
      if (this.isKnown(block)) continue;
      if (this.follows) this.remember(block, this.given);
      if (mayChange(block)) this.unfinished.add(this.given);
      else this.unfinished.delete(this.given);
      parts.push(...this.parts(block));
    }
    if (parts.length === 0) return '';
    const text = `${this.isBegun ? '\n' : ''}${parts.join('\n\n')}\n`;
    this.isBegun = true;
    return text;
  }

  private isKnown(block: Block | undefined): boolean {
    if (!this.isTellingAgain || block === undefined || this.given >= this.told.length) return false;
    // Of a call that was given out before it was over the end alone is news.
    const isOpen = block.kind === 'tool' && this.unfinished.has(this.given);
    return isOpen || this.told[this.given] === markOf(blockMarkdown(block));
  }

  private remember(block: Block, index: number): void {
    if (index === this.given) this.told.length = index;
    this.told[index] = markOf(blockMarkdown(block));
  }

  /** Of calls that are over by now, and were not when they were given out. */
  private finishedParts(blocks: Conversation['blocks']): string[] {
    const parts: string[] = [];
    for (const index of this.isTellingAgain ? [] : this.unfinished) {
      const block = blocks.at(index);
      if (block !== undefined && mayChange(block)) continue;
      this.unfinished.delete(index);
      if (block?.kind !== 'tool') continue;
      if (this.follows) this.remember(block, index);
      parts.push(...this.parts(block));
    }
    return parts;
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

/** Two texts of one length with the same mark are all but certainly the same. */
function markOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0) + (text.length % 2 ** 20) * 2 ** 32;
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
