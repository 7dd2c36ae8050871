// What more is known of a tool call, from the wire's words into the conversation's.
import type { FileChange } from '../conversation/conversation';
import type { ConversationChange } from '../conversation/conversationChange';
import type { ToolDetails, WireDiff } from '../protocol/agentQuestion';

export function callDetails(callId: string, details: ToolDetails): ConversationChange {
  return {
    kind: 'callDetails',
    callId,
    title: details.title,
    toolKind: details.tool_kind,
    locations: details.locations,
    changes: fileChanges(details.diffs),
  };
}

export function fileChanges(diffs: readonly WireDiff[]): readonly FileChange[] {
  return diffs.map((diff) => ({ path: diff.path, before: diff.old_text, after: diff.new_text }));
}
