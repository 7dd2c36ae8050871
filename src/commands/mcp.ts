// `podwatch mcp`: an agent uses podwatch, by the Model Context Protocol on standard input and output.

import { defineCommand } from './line/defineCommand';
import { UsageError } from './line/usageError';
import { ALLOWED_DEEDS, allowedDeed } from './mcp/allowedDeed';

export const command = defineCommand({
  name: 'mcp',
  group: 'agents',
  summary: 'Serve the Model Context Protocol on standard input and output, for agents',
  details: [
    'An agent can list Pods, read their screens, logs and conversations, wait for them and ask its user; and, unless it is forbidden, start and restore (run), write to (send) and stop Pods. Never the Pod that it runs in. A Pod that it starts names that one as its parent.',
    'Claude Code: claude mcp add podwatch -- podwatch mcp --allow run,send.',
  ],
  positionals: {},
  options: {
    'read-only': { type: 'boolean', default: false, describe: 'Looking and waiting only' },
    allow: {
      type: 'string',
      requiresArg: true,
      value: 'DEEDS',
      complete: { words: ['run', 'send', 'stop', 'run,send', 'run,send,stop'] },
      describe: 'Of run, send, stop only these, by commas (default: all)',
    },
  },
  rest: 'nothing',
  run: async (context, { readOnly, allow }) => {
    if (readOnly && allow !== undefined) throw new UsageError('Say either --read-only or --allow, not both.');
    const allowed = new Set(readOnly ? [] : (allow ?? ALLOWED_DEEDS.join(',')).split(',').map(allowedDeed));
    const { serveMcp } = await import('./mcp/serveMcp');
    return serveMcp(context, allowed);
  },
});
