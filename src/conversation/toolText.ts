// A tool call in words: its title, its arguments, its result.

import { firstLine } from '../cells/safeText';
import type { Answered, ToolBlock } from './conversation';

/** Arguments that say what a call is about, the best first: a file's content, which may stand before its path, does not. */
const TELLING = [
  'command',
  'cmd',
  'path',
  'file_path',
  'filePath',
  'filename',
  'file',
  'url',
  'pattern',
  'query',
  'name',
];

/** One line: the agent's title, else the tool's name and the argument that says most. */
export function toolTitle(tool: ToolBlock): string {
  const title = firstLine(tool.title ?? '');
  if (title !== '') return title;
  const about = firstLine(shortArguments(tool.arguments));
  const name = firstLine(tool.name) || 'tool';
  return about === '' ? name : `${name} ${about}`;
}

/** One line; empty where it says nothing yet, or nothing beyond the title. */
export function toolSummary(tool: ToolBlock): string {
  if (tool.asked) return 'waits for your permission';
  const summary = firstLine(tool.summary ?? '');
  if (tool.status === 'failed') return summary === '' || summary === toolTitle(tool) ? failure(tool) : summary;
  return summary === toolTitle(tool) ? '' : summary;
}

const ANSWERS: Readonly<Record<Answered['answer'], string>> = {
  allow_once: 'allowed once',
  allow_always: 'always allowed',
  reject: 'rejected',
  other: 'answered',
  cancelled: 'not answered',
};

/** What was answered, with the agent's own word for it. */
export function answeredText({ answer, name }: Answered): string {
  return name === null || name.toLowerCase() === ANSWERS[answer] ? ANSWERS[answer] : `${ANSWERS[answer]}: ${name}`;
}

/** Name and value of each argument; empty where there are none. Text that is not a JSON object has no names. */
export function toolArguments(tool: ToolBlock): readonly { readonly name: string; readonly value: string }[] {
  const text = tool.arguments ?? '';
  const fields = parsedFields(text);
  if (fields === null) return text.trim() === '' ? [] : [{ name: '', value: text }];
  return fields.map(([name, value]) => ({ name, value: valueText(value) }));
}

function failure(tool: ToolBlock): string {
  // Adapters put what a tool has printed between fences.
  const output = firstLine((tool.output ?? '').replace(/^\s*(?:`{3,}[^\n]*\s*)+/, ''));
  if (output !== '') return output;
  return tool.permission?.answer === 'reject' ? 'rejected' : tool.summary === null ? 'no result' : 'failed';
}

function shortArguments(text: string | null): string {
  if (text === null) return '';
  const fields = parsedFields(text);
  if (fields === null) return text;
  const texts = new Map(fields.flatMap(([name, value]) => (isWords(value) ? [[name, value] as const] : [])));
  const telling = TELLING.map((name) => texts.get(name)).find((value) => value !== undefined);
  const words = telling ?? [...texts.values()][0];
  if (words !== undefined) return words;
  return fields.map(([name, value]) => `${name}=${valueText(value)}`).join(' ');
}

function isWords(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function parsedFields(text: string): readonly [string, unknown][] | null {
  try {
    const data: unknown = JSON.parse(text);
    return typeof data === 'object' && data !== null && !Array.isArray(data) ? Object.entries(data) : null;
  } catch {
    return null;
  }
}

function valueText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
