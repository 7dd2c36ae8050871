// Prints what was said in a session of an agent CLI, like the log of a Pod that holds an agent; loaded only for one.
import { failure } from '../actions/actionFailure';
import { displayText } from '../cells/displayText';
import type { History } from '../history/history';
import type { SpokenSession } from '../places/foreign/foreignTool';
import { FOREIGN_TOOLS } from '../places/foreign/foreignTools';
import { readTranscript } from '../places/foreign/readTranscript';
import type { Said } from '../places/foreign/sessionFacts';
import type { ForeignFacts } from '../podList/podFacts';
import type { LogEntry } from '../protocol/logEntry';
import { errorWords } from '../store/fileErrors';
import type { CommandContext } from './commandContext';
import { jsonPrinter, type LogOutput, markdownPrinter } from './logPrinter';
import { reportFailure } from './reportFailure';

/** @returns the exit code. */
export async function printSession(
  context: Pick<CommandContext, 'stderr'> & { readonly output: LogOutput },
  { tool: name, file }: ForeignFacts,
  sessionId: string,
  { json, follow }: { readonly json: boolean; readonly follow: boolean },
): Promise<number> {
  const tool = FOREIGN_TOOLS.find((one) => one.name === name);
  const label = tool?.label ?? name;
  if (follow)
    return reportFailure(context, failure('usage', `A session of ${label} cannot be followed: restore it first.`));
  const transcript = tool === undefined ? null : readTranscript(tool, { sessionId, file });
  if (transcript === null) {
    const reason = `What was said in a session of ${label} cannot be printed: ${displayText(file)} holds it in a form of its own.`;
    return reportFailure(context, failure('not-eligible', reason));
  }
  const printer = (json ? jsonPrinter : markdownPrinter)(context.output);
  try {
    for await (const said of transcript) {
      printer.entry({ ok: true, value: entryOf(said) });
      await printer.round(false);
    }
    await printer.round(true);
    return 0;
  } catch (error) {
    return reportFailure(
      context,
      failure('failed', `The session cannot be read: ${displayText(file)}: ${errorWords(error)}.`),
    );
  }
}

/** What was said in it as lines; null: only its own tool can read it. @throws file errors. */
export async function sessionHistory(name: string, session: SpokenSession): Promise<History | null> {
  const tool = FOREIGN_TOOLS.find((one) => one.name === name);
  const transcript = tool === undefined ? null : readTranscript(tool, session);
  if (transcript === null) return null;
  const { ConversationLines } = await import('./conversationHistory');
  const lines = new ConversationLines();
  for await (const said of transcript) lines.take(entryOf(said));
  return lines.end();
}

function entryOf({ who, text, time }: Said): LogEntry {
  const ts = time ?? 0;
  if (who === 'user') return { kind: 'user_input', ts, segments: [{ kind: 'text', content: text }] };
  const item = { kind: 'message', role: 'assistant', content: [{ kind: 'text', text }] };
  return { kind: 'assistant_item', ts, item };
}
