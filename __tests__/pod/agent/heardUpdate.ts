// What an agent says in the library's words, as the Pod hears it.
import type { SessionUpdate } from '@agentclientprotocol/sdk';
import { type AgentUpdate, parseAgentUpdate } from '../../../src/protocol/agentUpdate';

export function heardUpdate(update: SessionUpdate): AgentUpdate {
  const heard = parseAgentUpdate(JSON.parse(JSON.stringify(update)));
  if (heard === null) throw new Error('it says nothing');
  return heard;
}
