// What a tool answers: a value in both of its forms, or why not.
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import type { ActionFailure } from '../../actions/actionFailure';

/** Of what a Pod shows or says no more goes to an agent at once, characters. */
export const MAX_TEXT = 64 * 1024;

export function toolAnswer(value: Record<string, unknown>): CallToolResult {
  return { content: [{ type: 'text', text: JSON.stringify(value) }], structuredContent: value };
}

/** The agent reads it, and can do better. */
export function toolRefusal({ message }: Pick<ActionFailure, 'message'>): CallToolResult {
  return { isError: true, content: [{ type: 'text', text: message }] };
}

/** The end of it, as the newest counts. */
export function endOfText(text: string): { readonly text: string; readonly isCut: boolean } {
  return text.length <= MAX_TEXT ? { text, isCut: false } : { text: text.slice(-MAX_TEXT), isCut: true };
}
