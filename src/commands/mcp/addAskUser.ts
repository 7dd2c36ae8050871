// The tool with which an agent asks its user: by its client where that can, else by the mark of its Pod.
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
import { setStatus } from '../../actions/setStatus';
import type { CommandContext } from '../commandContext';
import { MAX_WAIT_S } from './addLooks';
import { toolAnswer, toolRefusal } from './toolAnswer';

const MAX_QUESTION = 2000;

export function addAskUser(server: McpServer, context: CommandContext): void {
  server.registerTool(
    'ask_user',
    {
      title: 'Ask the user',
      description:
        'Asks the user. Where no answer can be given at once, the Pod that you run in is marked as needing its user: end your turn with the question then.',
      inputSchema: {
        question: z.string().min(1).max(MAX_QUESTION),
        timeout_s: z.number().min(1).max(MAX_WAIT_S).default(300),
      },
      outputSchema: {
        answer: z.string().nullable(),
        how: z.enum(['answered', 'declined', 'marked']).describe('marked: the user will come to your conversation'),
      },
      annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: false },
    },
    async ({ question, timeout_s }) => {
      if (server.server.getClientCapabilities()?.elicitation !== undefined) {
        return askByClient(server, question, timeout_s * 1000);
      }
      const { PODWATCH_SOCKET: socketPath } = context.env;
      if (!socketPath) {
        return toolRefusal({ message: 'You run in no Pod, and your client cannot ask: ask in your own conversation.' });
      }
      const said = await setStatus({ socketPath, word: 'attention', reason: question });
      return said.kind === 'done' ? toolAnswer({ answer: null, how: 'marked' }) : toolRefusal(said);
    },
  );
}

async function askByClient(server: McpServer, question: string, timeout: number) {
  const asked = await server.server.elicitInput(
    {
      message: question,
      requestedSchema: {
        type: 'object',
        properties: { answer: { type: 'string', title: 'Answer' } },
        required: ['answer'],
      },
    },
    { timeout },
  );
  const answer = asked.action === 'accept' ? asked.content?.answer : undefined;
  if (typeof answer !== 'string') return toolAnswer({ answer: null, how: 'declined' });
  return toolAnswer({ answer, how: 'answered' });
}
