// Content of the Agent Client Protocol, read leniently: text where there is text, else the name of what it is.
import * as v from 'valibot';
import { parseWith } from './parseWith';

const maybeText = v.fallback(v.optional(v.nullable(v.string())), null);

const blockSchema = v.looseObject({
  type: v.fallback(v.string(), 'unknown'),
  text: maybeText,
  name: maybeText,
  title: maybeText,
  uri: maybeText,
  mimeType: maybeText,
  resource: v.fallback(v.nullish(v.looseObject({ uri: maybeText, text: maybeText, mimeType: maybeText })), null),
});

/** A block that is not text is named, so that nobody takes the answer for complete. `data`: a content block, still unknown. */
export function contentText(data: unknown): string {
  if (typeof data === 'string') return data;
  const parsed = parseWith(blockSchema, data);
  if (!parsed.ok) return '[unreadable content]';
  const { type, text, name, title, uri, mimeType, resource } = parsed.value;
  switch (type) {
    case 'text':
      return text ?? '';
    case 'resource_link':
      return uri ? `[${title || name || uri}](${uri})` : `[${title || name || 'resource'}]`;
    case 'resource':
      return resource?.text ?? `[${resource?.uri ?? resource?.mimeType ?? 'resource'}]`;
    default:
      return text ?? `[${type}${mimeType || uri ? `: ${mimeType || uri}` : ''}]`;
  }
}

/** A part of what a tool call carries: words, a change of one file, or a terminal of the client. */
export type ToolPart =
  | { readonly kind: 'text'; readonly text: string }
  /** `oldText` null: the file is new. */
  | { readonly kind: 'diff'; readonly path: string; readonly oldText: string | null; readonly newText: string }
  | { readonly kind: 'terminal'; readonly terminalId: string };

const diffSchema = v.object({
  type: v.literal('diff'),
  path: v.string(),
  oldText: v.fallback(v.optional(v.nullable(v.string()), null), null),
  newText: v.fallback(v.string(), ''),
});
const terminalSchema = v.object({ type: v.literal('terminal'), terminalId: v.string() });
const contentSchema = v.object({ type: v.literal('content'), content: v.unknown() });

/** `data`: one entry of a tool call's `content`, still unknown; what is not known is named. */
export function toolPart(data: unknown): ToolPart {
  const diff = parseWith(diffSchema, data);
  if (diff.ok) return { kind: 'diff', path: diff.value.path, oldText: diff.value.oldText, newText: diff.value.newText };
  const terminal = parseWith(terminalSchema, data);
  if (terminal.ok) return { kind: 'terminal', terminalId: terminal.value.terminalId };
  const content = parseWith(contentSchema, data);
  return { kind: 'text', text: contentText(content.ok ? content.value.content : data) };
}
