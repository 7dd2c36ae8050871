// The words of blocks and rows as plain text, for copying and searching.
import { rowText, type ScreenRow } from '../cells/podScreen';
import type { Block, ToolBlock } from './conversation';
import { GUTTER } from './layoutBlock';
import { lineDiff } from './lineDiff';
import { oddStatus } from './oddStatus';
import { toolArguments, toolTitle } from './toolText';

/** The whole block as it was said: Markdown stays Markdown. Untrusted, with line breaks. */
export function blockText(block: Block): string {
  switch (block.kind) {
    case 'user':
    case 'assistant':
    case 'thinking':
    case 'error':
    case 'notice':
      return block.text;
    case 'system':
      return `${block.title}\n${block.text}`;
    case 'plan':
      return block.entries
        .map(({ content, status }) => `- [${status === 'completed' ? 'x' : ' '}] ${content}${oddStatus(status)}`)
        .join('\n');
    case 'tool':
      return toolText(block);
    case 'turn':
      return block.result === 'finished' ? '' : block.result;
  }
}

/** The rows as they are shown, without the gutter and the blanks at their ends. */
export function rowsText(rows: readonly ScreenRow[]): string {
  return rows.map((row) => rowText(row).slice(GUTTER).trimEnd()).join('\n');
}

/** The change in the words of `diff -u`, without line numbers. */
export function changeText({ path, before, after }: ToolBlock['changes'][number]): string {
  const marks = { same: ' ', added: '+', removed: '-', gap: '@@' };
  return [
    `--- ${before === null ? '/dev/null' : path}`,
    `+++ ${path}`,
    ...lineDiff(before, after).map(({ kind, text }) => `${marks[kind]}${text}`),
  ].join('\n');
}

function toolText(tool: ToolBlock): string {
  const summary = tool.summary === null || tool.summary === tool.title ? [] : [tool.summary];
  return [
    toolTitle(tool),
    ...toolArguments(tool).map(({ name, value }) => (name === '' ? value : `${name}: ${value}`)),
    ...tool.changes.map(changeText),
    ...tool.nested.map(({ text }) => text),
    ...summary,
    ...(tool.output === null ? [] : [tool.output]),
  ].join('\n');
}
