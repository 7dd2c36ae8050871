// Parts of messages in a log: forgotten where their whole has come, made whole where a kill has cut them off.
import { type LogEntry, ownFact } from '../../protocol/logEntry';
import { parseLoggedItem } from '../../protocol/loggedItem';

type PartKind = 'text' | 'thinking';

/** Which block the entry is the whole of; null: of none. */
export function wholeOf(entry: LogEntry): PartKind | null {
  if (entry.kind !== 'assistant_item') return null;
  const item = parseLoggedItem(entry.item);
  if (!item.ok) return null;
  if (item.value.kind === 'reasoning') return 'thinking';
  return item.value.kind === 'message' ? 'text' : null;
}

/** Takes the parts of that kind from the end of the list, as far as its run goes. */
export function dropParts(entries: LogEntry[], kind: PartKind): void {
  let begin = entries.length;
  while (begin > 0 && entries[begin - 1]?.kind !== 'invoke') begin -= 1;
  const kept = entries.slice(begin).filter((entry) => ownFact('podwatch.part', entry)?.block !== kind);
  entries.splice(begin, entries.length - begin, ...kept);
}

/** Entries that say in the words of the format what only parts say; in the order in which they began. */
export function wholesOfParts(entries: readonly LogEntry[], ts: number): LogEntry[] {
  const open = new Map<PartKind, { text: string; message: number | null }>();
  for (const entry of entries) {
    const part = ownFact('podwatch.part', entry);
    const whole = part === null ? wholeOf(entry) : null;
    if (entry.kind === 'invoke') open.clear();
    else if (whole !== null) open.delete(whole);
    else if (part !== null) {
      const { block, text, message } = part;
      open.set(block, { text: (open.get(block)?.text ?? '') + text, message: message ?? null });
    }
  }
  return [...open].flatMap(([kind, { text, message }]): LogEntry[] => {
    const content = [{ kind: 'text', text }];
    const item = kind === 'text' ? { kind: 'message', role: 'assistant', content } : { kind: 'reasoning', text };
    const link = { kind: 'extension', ts, domain: 'podwatch.message', payload: { message } };
    return [...(message === null ? [] : [link]), { kind: 'assistant_item', ts, item }];
  });
}
