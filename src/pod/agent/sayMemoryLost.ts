// An agent that remembers nothing of its conversation is given a summary of the log, and its user is told.
import type { AgentRecord } from './agentRecord';
import { conversationSummary } from './conversationSummary';
import type { KeptConversation } from './keptConversation';
import type { OpenedSession } from './openSession';
import type { PromptPreface } from './promptPreface';

/** Does nothing where its session was loaded, or is the first one. */
export function sayMemoryLost(
  { opened, lost }: OpenedSession,
  record: AgentRecord,
  conversation: KeptConversation,
  preface: PromptPreface,
): void {
  if (opened !== 'seeded') return;
  const note = `The agent's own memory of this conversation is lost (${lost ?? 'unknown reason'}).`;
  const summary = conversationSummary(record.entries);
  conversation.alert('warn', `${note} It starts anew${summary === null ? '' : ' with a summary of the log'}.`);
  if (summary !== null) preface.begin(note, summary);
}
